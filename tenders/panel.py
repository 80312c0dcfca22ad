"""What the page of an opportunity holds for its buyer's own people, and of the time after."""

from __future__ import annotations

from collections import Counter

from django.http import HttpRequest

from tenders import corrections, permissions
from tenders.choices import Level, NotBidding
from tenders.desk_forms import AssignForm
from tenders.models import Commitment, FollowUp, Opportunity, Watch
from tenders.services import interest


def panel_of(opportunity: Opportunity, request: HttpRequest) -> dict:
    """What the buyer's own people can do on the page of an opportunity; nothing for others."""
    user = request.user
    if not permissions.may_work_on(user, opportunity):
        return {}
    return {
        "is_own": True,
        "assign_form": AssignForm(opportunity=opportunity),
        "may_approve": permissions.may_approve(user, opportunity),
        "may_invite": bool(permissions.may_invite(user, opportunity)),
        "may_tell_result": bool(permissions.may_tell_result(user, opportunity)),
        "may_call_off": bool(permissions.may_call_off(user, opportunity)),
        **corrections.tools_of(user, opportunity),
        "may_follow_up": FollowUp.objects.of(opportunity).exists(),
    }


def came_of_it(opportunity: Opportunity, portal) -> dict:
    """What the public page tells of the time after: the look back, call-offs, the agreement."""
    shown = Opportunity.objects.published(portal)
    return {
        "follow_up": FollowUp.objects.of(opportunity).exclude(answered_at=None).first(),
        "call_offs": list(shown.filter(framework=opportunity).order_by("-published_at")[:50])
        if opportunity.technique
        else [],
        "framework": shown.filter(pk=opportunity.framework_id).first()
        if opportunity.framework_id
        else None,
    }


def voices_of(opportunity: Opportunity, request: HttpRequest) -> dict:
    """Whether the reader watches, and what other buyers and companies have said.

    Buyers see each other's names; the buyer sees sums of the reasons not to bid, never names.
    """
    user = request.user
    rows = Commitment.objects.of(opportunity).select_related("organisation")
    counted = Counter(rows.values_list("level", flat=True))
    sees_names = permissions.may_see_commitments(user, opportunity)
    return {
        "watches": user.is_authenticated
        and Watch.objects.of_person(user).filter(opportunity=opportunity).exists(),
        "commitment_counts": [
            (level.label, counted[level]) for level in reversed(Level) if counted[level]
        ],
        "commitments": list(rows.order_by("-given_at")[:100]) if sees_names else [],
        **_reasons(opportunity, user),
    }


def _reasons(opportunity: Opportunity, user) -> dict:
    if not permissions.may_work_on(user, opportunity):
        return {}
    given = interest.reasons_not_to_bid(opportunity)
    return {"no_bids": [(NotBidding(code).label, n) for code, n in given.most_common()]}
