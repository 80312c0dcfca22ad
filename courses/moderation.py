"""Courses can be reported and removed. They are written by editors, so none waits in the queue."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses import services
from courses.models import Course
from courses.standing import standing
from ppi.kernel.verdicts import Refused
from ppi.moderation.registry import moderatable


class CourseModeration:
    label = gettext_lazy("Course")
    preview_template = "courses/preview.html"

    def get(self, pk: int) -> Course | None:
        rows = Course.objects.everywhere("moderation checked the portal")
        return rows.select_related("portal", "created_by").filter(pk=pk).first()

    def preview(self, subject: Course, request) -> dict:
        return {"course": subject, "standing": standing(subject, request.user)}

    def address(self, subject: Course) -> tuple[str, list]:
        return "courses:detail", [subject.slug]

    def publish(self, subject: Course, *, by) -> None:
        services.publish(subject, by=by)

    def send_back(self, subject: Course, reason: str, *, by) -> None:
        raise Refused(_("Editors write this themselves: nobody waits for it to come back."))

    def remove(self, subject: Course, reason: str, *, by) -> None:
        services.remove(subject, reason, by=by)

    def authors(self, subject: Course) -> list:
        return [subject.created_by] if subject.created_by else []


moderatable.register(Course, CourseModeration())
