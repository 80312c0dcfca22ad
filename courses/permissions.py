from __future__ import annotations

from django.utils.translation import gettext as _

from courses.models import Course
from ppi.kernel.verdicts import Verdict, allow_if


def may_learn(user, course: Course) -> Verdict:
    """Progress is kept for people with an account, in courses that are public."""
    if not user.is_authenticated:
        return Verdict(_("Sign in to keep your progress."))
    return allow_if(course.is_public, _("This course is not published."))
