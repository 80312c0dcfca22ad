from __future__ import annotations

from django.utils.translation import gettext as _

from ppi.kernel.verdicts import Verdict, allow_if
from ppi.organisations.permissions import is_member, may_write_for
from ppi.portals.permissions import may_moderate
from tenders.choices import EDITABLE
from tenders.models import Opportunity


def may_read(user, opportunity: Opportunity, portal) -> bool:
    """Published where this portal shows it; else only its members and its portal's moderators."""
    if opportunity.is_public and portal.shows(opportunity):
        return True
    return is_member(user, opportunity.organisation) or bool(may_moderate(user, opportunity.portal))


def may_post_for(user, organisation) -> Verdict:
    """Writers of a public buyer, or of an intermediary that acts for buyers."""
    if organisation.kind == "supplier":
        return Verdict(_("Only public buyers and those who act for them post opportunities."))
    return may_write_for(user, organisation)


def may_edit(user, opportunity: Opportunity) -> Verdict:
    """Writers may change a draft, and what was returned to them."""
    if opportunity.status not in EDITABLE:
        return Verdict(
            _("It is «%(status)s» and cannot be changed now.")
            % {"status": opportunity.get_status_display()}
        )
    return may_post_for(user, opportunity.organisation)


def may_publish(user, opportunity: Opportunity) -> Verdict:
    """Moderators; and only for a body of which the portal knows that it exists."""
    return may_moderate(user, opportunity.portal) and allow_if(
        opportunity.organisation.is_verified, _("Verify the organisation first, then its need.")
    )


def may_withdraw(user, opportunity: Opportunity) -> Verdict:
    allowed = may_write_for(user, opportunity.organisation)
    return allowed and allow_if(opportunity.is_public, _("Only what is public can be withdrawn."))
