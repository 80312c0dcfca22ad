"""What the page of an opportunity holds for its buyer's own people, and of the time after."""

from __future__ import annotations

from collections import Counter

from django.db.models import F, Q
from django.http import HttpRequest

from tenders import corrections, permissions
from tenders.choices import Kind, Level, Phase
from tenders.desk_forms import AssignForm, SendBackForm
from tenders.models import Commitment, FollowUp, Opportunity
from tenders.services import interest


def panel_of(opportunity: Opportunity, request: HttpRequest) -> dict:
    """What the buyer's own people can do on the page of an opportunity; nothing for others."""
    user = request.user
    if not permissions.may_work_on(user, opportunity):
        return {}
    return {
        "is_own": True,
        "assign_form": AssignForm(opportunity=opportunity),
        "send_back_form": SendBackForm(),
        "may_approve": permissions.may_approve(user, opportunity),
        "may_invite": bool(permissions.may_invite(user, opportunity)),
        "may_tell_result": bool(permissions.may_tell_result(user, opportunity)),
        "may_call_off": bool(permissions.may_call_off(user, opportunity)),
        **corrections.tools_of(user, opportunity),
        "may_follow_up": FollowUp.objects.of(opportunity).exists(),
    }


def came_of_it(opportunity: Opportunity, portal) -> dict:
    """What the public page tells of the time after: result, look back, call-offs, agreement."""
    shown = Opportunity.objects.published(portal)
    results = shown.filter(purchase=opportunity.purchase_id, kind=Kind.RESULT)
    # Its own goes before one that names no call; that of another call says nothing of this one.
    own_first = results.filter(Q(concludes=opportunity) | Q(concludes=None)).order_by(
        F("concludes").asc(nulls_last=True), "-published_at"
    )
    return {
        "result": own_first.first() if opportunity.ended == Phase.AWARDED else None,
        "follow_up": FollowUp.objects.of(opportunity).exclude(answered_at=None).first(),
        # Of the same agreement, whether it was started from the page of the call or of its result.
        "call_offs": list(
            shown.filter(framework__purchase=opportunity.purchase_id).order_by("-published_at")[:50]
        )
        if opportunity.technique
        else [],
        "framework": shown.filter(pk=opportunity.framework_id).first()
        if opportunity.framework_id
        else None,
    }


def voices_of(opportunity: Opportunity, request: HttpRequest) -> dict:
    """What other buyers and companies have said.

    Buyers see each other; the buyer learns why companies did not bid, never which.
    """
    user = request.user
    return {
        **(_commitments(opportunity) if permissions.may_see_commitments(user, opportunity) else {}),
        "no_bids": interest.reasons_not_to_bid(opportunity)
        if permissions.may_work_on(user, opportunity)
        else None,
    }


def _commitments(opportunity: Opportunity) -> dict:
    rows = Commitment.objects.of(opportunity).select_related("organisation")
    counted = Counter(rows.values_list("level", flat=True))
    return {
        "commitment_counts": [
            (level.label, counted[level]) for level in reversed(Level) if counted[level]
        ],
        "commitments": list(rows.order_by("-given_at")[:100]),
    }
