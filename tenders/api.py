from __future__ import annotations

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.exceptions import ValidationError

from ppi.kernel.access import public
from ppi.portals.api import in_portal
from ppi.portals.choices import Module
from tenders.choices import Kind
from tenders.models import Opportunity
from tenders.serializers import OpportunitySerializer

PORTAL = OpenApiParameter("portal", str, description="Slug: only what this portal shows.")
KIND = OpenApiParameter("kind", str, enum=Kind.values)
COUNTRY = OpenApiParameter("country", str, description="ISO 3166-1 alpha-2.")


@extend_schema_view(list=extend_schema(parameters=[PORTAL, KIND, COUNTRY]))
class Opportunities(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Published opportunities of all portals, newest first."""

    access = public
    serializer_class = OpportunitySerializer

    def get_queryset(self):
        rows = in_portal(Opportunity.objects, self.request, Module.TENDERS)
        kind = self.request.query_params.get("kind")
        if kind and kind not in Kind.values:
            raise ValidationError({"kind": [_("There is no such kind.")]})
        wanted = {"kind": kind, "country": self.request.query_params.get("country")}
        rows = rows.filter(**{n: v.replace("\x00", "") for n, v in wanted.items() if v})
        return rows.select_related("organisation", "portal", "purchase")
