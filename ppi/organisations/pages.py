"""What the pages of an organisation show, put together once for page, board and queue."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ppi.organisations import changes, merging, permissions, services
from ppi.organisations.choices import Role
from ppi.organisations.forms import ObjectionForm
from ppi.organisations.models import Invitation, JoinRequest, Membership, Organisation
from ppi.taxonomy import naming
from ppi.taxonomy.countries import country_name


def facts_of(organisation: Organisation) -> dict:
    """What anybody may know who may know of the organisation."""
    regions = naming.nuts_named([organisation.nuts]) if organisation.nuts else []
    return {
        "organisation": organisation,
        "country": country_name(organisation.country),
        "region": regions[0] if regions else None,
        "has_owner": permissions.has_owner(organisation),
    }


def board_of(organisation: Organisation, user) -> dict:
    """What its members see: who belongs to it, who is invited, who asks to come in."""
    members = Membership.objects.managed_by(organisation).select_related("user")
    invitations = Invitation.objects.managed_by(organisation).open().order_by("-created_at")
    requests = JoinRequest.objects.managed_by(organisation).select_related("user")
    own = members.filter(user=user).first()
    return {
        **facts_of(organisation),
        "memberships": members.order_by("user__name", "user__email"),
        "invitations": invitations,
        "join_requests": requests.waiting().filter(is_claim=False),
        "claims": requests.waiting().claims(),
        "objection_form": ObjectionForm(),
        "change": changes.waiting_of(organisation),
        "merges": merging.standing_merges(organisation),
        "may_verify": bool(permissions.may_verify(user, organisation)),
        "roles": Role.choices,
        "own_membership": own,
        "is_last_owner": bool(own) and services.is_last_owner(own),
        "may_own": bool(permissions.may_own(user, organisation)),
        "may_decide_on_members": bool(permissions.may_decide_on_members(user, organisation)),
    }


def first_join(request: HttpRequest, heading: str, lead: str, eyebrow: str = "") -> HttpResponse:
    """The way in, for somebody who can do this for an organisation only and belongs to none."""
    context = {"heading": heading, "lead": lead, "eyebrow": eyebrow}
    return render(request, "organisations/first_join.html", context)
