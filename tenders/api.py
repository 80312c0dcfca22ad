from __future__ import annotations

from django.db.models import Prefetch
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action

from ppi.kernel.access import public, signed_in
from ppi.kernel.api import NewestFirst
from ppi.kernel.parameters import KnownParameters, country
from ppi.portals.api import PORTAL, in_portal
from ppi.portals.choices import Module
from tenders.choices import Kind, Stage
from tenders.models import Award, Criterion, Lot, Opportunity, Pursuit, Version
from tenders.serializers import OpportunitySerializer, PursuitSerializer, VersionSerializer
from tenders.versions import entries_of

KIND = OpenApiParameter("kind", str, enum=Kind.values)


def _part(name: str, rows) -> Prefetch:
    return Prefetch(name, rows.everywhere("parts of what may be read").shown())


PARTS = (
    _part("lots", Lot.objects),
    _part("criteria", Criterion.objects),
    _part("awards", Award.objects.select_related("lot")),
)


class NewestVersionFirst(NewestFirst):
    ordering = ("-dispatched_at", "-id")


class Opportunities(
    KnownParameters,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    viewsets.GenericViewSet,
):
    """Published opportunities of all portals, newest first."""

    access = public
    parameters = (PORTAL,)
    filters = (KIND, country())
    serializer_class = OpportunitySerializer

    def get_queryset(self):
        rows = in_portal(Opportunity.objects, self.request, Module.TENDERS)
        asked = self.request.query_params
        rows = rows.filter(**{name: asked[name] for name in ("kind", "country") if asked.get(name)})
        return rows.select_related("organisation", "portal", "purchase").prefetch_related(*PARTS)

    @extend_schema(responses=VersionSerializer(many=True))
    @action(detail=True, pagination_class=NewestVersionFirst, filter_backends=[])
    def versions(self, request, **_address):
        """Every publication of one opportunity, newest first, with what each changed."""
        opportunity = self.get_object()
        rows = self.paginate_queryset(Version.objects.of(opportunity))
        told = VersionSerializer(entries_of(opportunity, rows), many=True)
        return self.get_paginated_response(told.data)


class MovedLastFirst(NewestFirst):
    ordering = ("-moved_at", "-id")


class Desk(
    KnownParameters,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    viewsets.GenericViewSet,
):
    """What the companies of whoever is signed in follow up, changed last first."""

    access = signed_in
    filters = (OpenApiParameter("stage", str, enum=Stage.values),)
    pagination_class = MovedLastFirst
    serializer_class = PursuitSerializer

    def get_queryset(self):
        if not self.request.user.is_authenticated:  # the description is made for nobody
            return Pursuit.objects.everywhere("none of them").none()
        rows = Pursuit.objects.of_member(self.request.user)
        if stage := self.request.query_params.get("stage"):
            rows = rows.filter(status=stage)
        return rows.select_related("opportunity__organisation", "organisation__portal", "assignee")
