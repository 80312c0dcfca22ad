"""Courses in the eyes of the moderators."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from courses import services
from courses.models import Course
from courses.standing import standing
from ppi.moderation.editing.moderation import EditedModeration
from ppi.moderation.registry import moderatable


class CourseModeration(EditedModeration):
    label = _("Course")
    preview_template = "courses/preview.html"
    model = Course
    services = services
    page = "courses:detail"

    def preview(self, subject: Course, request) -> dict:
        return {"course": subject, "standing": standing(subject, request.user)}


moderatable.register(Course, CourseModeration())
