from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter
from rest_framework import viewsets

from cases.models import Case
from cases.serializers import CaseSerializer
from ppi.kernel.access import public
from ppi.kernel.parameters import KnownParameters, country
from ppi.portals.api import PORTAL, in_portal
from ppi.portals.choices import Module
from ppi.taxonomy.choices import Theme

THEME = OpenApiParameter("theme", str, enum=Theme.values)


class Cases(KnownParameters, viewsets.ReadOnlyModelViewSet):
    """Published cases of all portals, newest first."""

    access = public
    parameters = (PORTAL,)
    filters = (country(), THEME)
    lookup_field = "slug"
    lookup_value_regex = r"[-\w]+"
    serializer_class = CaseSerializer

    def get_queryset(self):
        asked = self.request.query_params
        rows = in_portal(Case.objects, self.request, Module.CASES)
        if theme := asked.get("theme"):
            rows = rows.filter(themes__contains=[theme])
        if country_asked := asked.get("country"):
            rows = rows.filter(country=country_asked)
        return rows.select_related("organisation", "portal")
