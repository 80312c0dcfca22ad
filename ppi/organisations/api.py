from __future__ import annotations

from django.db.models import Q
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter
from rest_framework import mixins, viewsets

from ppi.kernel.access import public
from ppi.kernel.api import NewestFirst
from ppi.kernel.parameters import KnownParameters, country
from ppi.organisations.choices import Kind
from ppi.organisations.models import Organisation
from ppi.organisations.serializers import OrganisationSerializer
from ppi.portals.api import PORTAL, in_portal


class LastToCome(NewestFirst):
    ordering = ("-created_at", "-id")


class Organisations(
    KnownParameters,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    viewsets.GenericViewSet,
):
    """Verified buyers, companies and intermediaries, the last to come first.

    One that was renamed, or merged with another, is also found by the slug that it had before.
    """

    access = public
    parameters = (PORTAL,)
    filters = (country("Where it is based."), OpenApiParameter("kind", str, enum=Kind.values))
    serializer_class = OrganisationSerializer
    pagination_class = LastToCome
    lookup_field = "slug"
    lookup_value_regex = r"[-\w]+"

    def get_queryset(self):
        rows = in_portal(Organisation.objects, self.request).select_related("portal")
        for name in ("country", "kind"):
            if asked := self.request.query_params.get(name):
                rows = rows.filter(**{name: asked})
        return rows

    def filter_queryset(self, queryset):
        slug = self.kwargs.get("slug")
        return queryset.filter(Q(slug=slug) | Q(former_slugs__slug=slug)) if slug else queryset

    def get_object(self):
        return get_object_or_404(self.filter_queryset(self.get_queryset()).distinct())
