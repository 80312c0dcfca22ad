from __future__ import annotations

from ppi.moderation.editing import permissions as editing
from ppi.network.models import Event
from ppi.organisations.permissions import is_member
from ppi.portals.models import Portal


def may_read(user, event: Event, portal: Portal) -> bool:
    """As all that editors write; members also read what their organisation invites to."""
    if event.organisation and is_member(user, event.organisation):
        return True
    return editing.may_read(user, event, portal)
