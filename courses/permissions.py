from __future__ import annotations

from django.utils.translation import gettext as _

from courses.models import Course
from ppi.kernel.verdicts import ALLOWED, Verdict, allow_if
from ppi.portals.models import Portal
from ppi.portals.permissions import may_moderate


def may_read(user, course: Course, portal: Portal) -> bool:
    """Published where this portal shows it; else only the moderators of its own portal."""
    if course.is_public and portal.shows(course):
        return True
    return bool(may_moderate(user, course.portal))


def may_edit(user, portal: Portal) -> Verdict:
    """A portal's moderators are its editors; operators help out."""
    if user.is_staff:
        return ALLOWED
    return may_moderate(user, portal)


def may_learn(user, course: Course) -> Verdict:
    """Progress is kept for people with an account, in courses that are public."""
    if not user.is_authenticated:
        return Verdict(_("Sign in to keep your progress."))
    return allow_if(course.is_public, _("This course is not published."))
