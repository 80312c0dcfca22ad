from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import viewsets

from courses.models import Course
from courses.serializers import CourseSerializer, CourseWithLessonsSerializer
from ppi.kernel.access import public
from ppi.portals.api import PORTAL, in_portal
from ppi.portals.choices import Module


@extend_schema(parameters=[PORTAL])
class Courses(viewsets.ReadOnlyModelViewSet):
    """Published courses of all portals, newest first; one course comes with its lessons."""

    access = public
    lookup_field = "slug"
    lookup_value_regex = r"[-\w]+"

    def get_queryset(self):
        rows = in_portal(Course.objects, self.request, Module.COURSES)
        return rows.select_related("portal")

    def get_serializer_class(self):
        return CourseWithLessonsSerializer if self.action == "retrieve" else CourseSerializer
