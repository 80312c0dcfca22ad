from __future__ import annotations

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError

from ppi.kernel.access import public
from ppi.kernel.api import NewestFirst
from ppi.portals.api import PORTAL, in_portal
from ppi.portals.choices import Module
from tenders.choices import Kind
from tenders.models import Award, Criterion, Lot, Opportunity, Version
from tenders.serializers import OpportunitySerializer, VersionSerializer
from tenders.versions import entries_of

KIND = OpenApiParameter("kind", str, enum=Kind.values)
COUNTRY = OpenApiParameter("country", str, description="ISO 3166-1 alpha-2.")


def _part(name: str, rows) -> Prefetch:
    return Prefetch(name, rows.everywhere("parts of what may be read"))


PARTS = (
    _part("lots", Lot.objects),
    _part("criteria", Criterion.objects),
    _part("awards", Award.objects.select_related("lot")),
)


class NewestVersionFirst(NewestFirst):
    ordering = ("-dispatched_at", "-id")


@extend_schema(parameters=[PORTAL])
@extend_schema_view(list=extend_schema(parameters=[KIND, COUNTRY]))
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
        return rows.select_related("organisation", "portal", "purchase").prefetch_related(*PARTS)

    @extend_schema(responses=VersionSerializer(many=True))
    @action(detail=True, pagination_class=NewestVersionFirst, filter_backends=[])
    def versions(self, request, **_address):
        """Every publication of one opportunity, newest first, with what each changed."""
        opportunity = self.get_object()
        rows = self.paginate_queryset(Version.objects.of(opportunity))
        told = VersionSerializer(entries_of(opportunity, rows), many=True)
        return self.get_paginated_response(told.data)
