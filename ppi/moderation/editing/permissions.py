from __future__ import annotations

from ppi.kernel.verdicts import ALLOWED, Verdict
from ppi.moderation.editing.models import Edited
from ppi.portals.models import Portal
from ppi.portals.permissions import may_moderate


def may_read(user, row: Edited, portal: Portal) -> bool:
    """Published where this portal shows it; else only the moderators of its own portal."""
    if row.is_public and portal.shows(row):
        return True
    return bool(may_moderate(user, row.portal))


def may_edit(user, portal: Portal) -> Verdict:
    """A portal's moderators are its editors; operators help out."""
    return ALLOWED if user.is_staff else may_moderate(user, portal)
