from __future__ import annotations

from rest_framework import viewsets

from courses.models import Course
from courses.serializers import CourseSerializer, CourseWithLessonsSerializer
from ppi.kernel.access import public
from ppi.kernel.parameters import KnownParameters
from ppi.portals.api import PORTAL, in_portal
from ppi.portals.choices import Module


class Courses(KnownParameters, viewsets.ReadOnlyModelViewSet):
    """Published courses of all portals, newest first; one course comes with its lessons."""

    access = public
    parameters = (PORTAL,)
    lookup_field = "slug"
    lookup_value_regex = r"[-\w]+"

    def get_queryset(self):
        rows = in_portal(Course.objects, self.request, Module.COURSES)
        return rows.select_related("portal")

    def get_serializer_class(self):
        return CourseWithLessonsSerializer if self.action == "retrieve" else CourseSerializer
