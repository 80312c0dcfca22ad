from __future__ import annotations

from django.utils.translation import gettext as _

from cases.choices import EDITABLE
from cases.models import Case
from ppi.kernel.verdicts import Verdict
from ppi.organisations.models import Organisation
from ppi.organisations.permissions import is_member, may_write_for
from ppi.portals.models import Portal
from ppi.portals.permissions import may_moderate


def may_read(user, case: Case, portal: Portal) -> bool:
    """Published where this portal shows it; else only its members and its portal's moderators."""
    if case.is_public and portal.shows(case):
        return True
    if case.organisation and is_member(user, case.organisation):
        return True
    return bool(may_moderate(user, case.portal))


def may_tell_for(user, organisation: Organisation) -> Verdict:
    return may_write_for(user, organisation)


def may_edit(user, case: Case) -> Verdict:
    """Writers may change a draft, and what was returned to them; editors what is their own."""
    if case.status not in EDITABLE:
        return Verdict(
            _("It is «%(status)s» and cannot be changed now.")
            % {"status": case.get_status_display()}
        )
    return may_own(user, case)


def may_own(user, case: Case) -> Verdict:
    if case.organisation is None:
        return may_moderate(user, case.portal)
    return may_tell_for(user, case.organisation)


def may_publish(user, portal: Portal) -> Verdict:
    return may_moderate(user, portal)
