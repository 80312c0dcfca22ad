from __future__ import annotations

from ppi.kernel.verdicts import ALLOWED, Verdict
from ppi.library.models import Page
from ppi.portals.models import Portal
from ppi.portals.permissions import may_moderate


def may_read(user, page: Page, portal: Portal) -> bool:
    """Published where this portal shows it; else only the moderators of its own portal."""
    if page.is_public and portal.shows(page):
        return True
    return bool(may_moderate(user, page.portal))


def may_edit(user, portal: Portal) -> Verdict:
    """A portal's moderators are its editors; operators help out."""
    return ALLOWED if user.is_staff else may_moderate(user, portal)
