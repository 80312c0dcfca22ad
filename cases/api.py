from __future__ import annotations

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import viewsets
from rest_framework.exceptions import ValidationError

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
        asked = self.request.query_params
        rows = in_portal(Case.objects, self.request, Module.CASES)
        if theme := asked.get("theme"):
            rows = rows.filter(themes__contains=[known_theme(theme)])
        if country := asked.get("country"):
            rows = rows.filter(country=country.replace("\x00", ""))
        return rows.select_related("organisation", "portal")


def known_theme(theme: str) -> str:
    if theme not in Theme.values:
        raise ValidationError({"theme": [_("There is no such theme.")]})
    return theme
