from __future__ import annotations

from django.db.models import Q
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import viewsets

from cases.models import Case
from cases.serializers import CaseSerializer
from ppi.kernel.access import public
from ppi.portals.api import PORTAL, in_portal
from ppi.portals.choices import Module
from ppi.taxonomy.choices import Theme

COUNTRY = OpenApiParameter("country", str, description="ISO 3166-1 alpha-2.")
THEME = OpenApiParameter("theme", str, enum=Theme.values)


@extend_schema(parameters=[PORTAL])
@extend_schema_view(list=extend_schema(parameters=[COUNTRY, THEME]))
class Cases(viewsets.ReadOnlyModelViewSet):
    """Published cases of all portals, newest first."""

    access = public
    lookup_field = "slug"
    lookup_value_regex = r"[-\w]+"
    serializer_class = CaseSerializer

    def get_queryset(self):
        rows = in_portal(Case.objects, self.request, Module.CASES)
        return rows.select_related("organisation", "portal").filter(self._wanted())

    def _wanted(self) -> Q:
        asked = {
            name: self.request.query_params.get(name, "").replace("\x00", "")
            for name in ("country", "theme")
        }
        country = Q(country=asked["country"]) if asked["country"] else Q()
        return country & Q(themes__contains=[asked["theme"]]) if asked["theme"] else country
