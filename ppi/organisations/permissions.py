from __future__ import annotations

from django.utils.translation import gettext as _

from ppi.kernel.remembering import remembered
from ppi.kernel.verdicts import Verdict, allow_if
from ppi.organisations.choices import FOUND_BY_NUMBER, STOPPED, WRITERS, Role
from ppi.organisations.models import Mandate, Membership, Organisation
from ppi.portals.permissions import may_moderate


def has_role(user, organisation: Organisation, *roles: str) -> bool:
    """Whether this person has one of the roles in it; any role when none is named."""
    if not user.is_authenticated:
        return False
    role = remembered(user, ("role", organisation), lambda: _role(user, organisation))
    return role is not None and (not roles or role in roles)


def _role(user, organisation: Organisation) -> str | None:
    own = Membership.objects.of_person(user).filter(organisation=organisation)
    role = own.values_list("role", flat=True).first()
    if role not in WRITERS and acts_for(user, organisation):
        return Role.EDITOR
    return role


def acts_for(user, organisation: Organisation) -> bool:
    """Under a mandate that the organisation gave to an umbrella of theirs."""
    rows = Mandate.objects.everywhere("those of the person's own umbrellas").under(user)
    return rows.filter(organisation=organisation).exists()


def is_member(user, organisation: Organisation) -> bool:
    return has_role(user, organisation)


def may_write_for(user, organisation: Organisation) -> Verdict:
    """Owners and editors may make and change what belongs to the organisation."""
    if organisation.status in STOPPED:
        return Verdict(
            _("%(organisation)s is %(status)s. Its page says why.")
            % {"organisation": organisation, "status": organisation.get_status_display()}
        )
    return allow_if(
        has_role(user, organisation, *WRITERS),
        _("Only owners and editors of %(organisation)s may do that.")
        % {"organisation": organisation},
    )


def may_own(user, organisation: Organisation) -> Verdict:
    """Owners decide about members and the organisation itself."""
    return allow_if(
        has_role(user, organisation, Role.OWNER),
        _("Only owners of %(organisation)s may do that.") % {"organisation": organisation},
    )


def has_owner(organisation: Organisation) -> bool:
    """One who can sign in: an account that is closed owns nothing that it could decide about."""
    return Membership.objects.managed_by(organisation).active_owners().exists()


def may_claim(user, organisation: Organisation) -> Verdict:
    """Whoever does not own it yet: a member of anything, everybody else of what is verified."""
    is_known = organisation.is_verified or is_member(user, organisation)
    is_open = is_known and organisation.status not in STOPPED
    return allow_if(is_open, _("Only a verified organisation can be claimed.")) and allow_if(
        not has_role(user, organisation, Role.OWNER), _("You speak for this organisation already.")
    )


def may_decide_on_members(user, organisation: Organisation) -> Verdict:
    """Owners let people in; the portal's moderators do where there is no owner yet."""
    if has_owner(organisation):
        return may_own(user, organisation)
    return may_moderate(user, organisation.portal)


def is_shown(organisation: Organisation, portal) -> bool:
    """Verified, and this portal's own or one of the network that it shows."""
    is_near = portal.shows_network or organisation.portal_id == portal.pk
    return organisation.is_verified and is_near


def may_read(user, organisation: Organisation, portal) -> bool:
    """What a portal shows, everybody; else members and the portal's moderators."""
    return is_shown(organisation, portal) or bool(may_see_board(user, organisation))


def may_be_joined(organisation: Organisation, portal, number: str) -> bool:
    """What a portal shows; before that, only whoever knows the registration number finds it."""
    knows_number = bool(number) and number == organisation.registration_number
    return is_shown(organisation, portal) or (
        knows_number and organisation.status in FOUND_BY_NUMBER
    )


def may_verify(user, organisation: Organisation) -> Verdict:
    return may_moderate(user, organisation.portal)


def may_merge(user, kept: Organisation, absorbed: Organisation) -> Verdict:
    """Moderators of the portals at which both are at home."""
    return may_verify(user, kept) and may_verify(user, absorbed)


def may_see_board(user, organisation: Organisation) -> Verdict:
    """Members see their organisation's own pages; so does a moderator of its portal."""
    return allow_if(
        is_member(user, organisation) or bool(may_moderate(user, organisation.portal)),
        _("Only members of %(organisation)s may see that.") % {"organisation": organisation},
    )
