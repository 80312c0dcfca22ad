from __future__ import annotations

from ppi.kernel.verdicts import ALLOWED, Verdict
from ppi.network.models import Event
from ppi.organisations.permissions import is_member
from ppi.portals.models import Portal
from ppi.portals.permissions import may_moderate


def may_read(user, event: Event, portal: Portal) -> bool:
    """Published where this portal shows it; else only organisers and its portal's moderators."""
    if event.is_public and portal.shows(event):
        return True
    if event.organisation and is_member(user, event.organisation):
        return True
    return bool(may_moderate(user, event.portal))


def may_edit(user, portal: Portal) -> Verdict:
    """A portal's moderators are its editors; operators help out."""
    return ALLOWED if user.is_staff else may_moderate(user, portal)
