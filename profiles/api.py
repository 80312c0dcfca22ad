from __future__ import annotations

from django.db.models import Prefetch
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, viewsets

from ppi.kernel.access import public
from ppi.portals.api import PORTAL, in_portal
from ppi.portals.choices import Module
from profiles.models import Product, Profile
from profiles.serializers import ProfileSerializer

COUNTRY = OpenApiParameter("country", str, description="Where it is based: ISO 3166-1 alpha-2.")


@extend_schema(parameters=[PORTAL])
@extend_schema_view(list=extend_schema(parameters=[COUNTRY]))
class Profiles(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Published profiles of companies and intermediaries with their products, newest first."""

    access = public
    serializer_class = ProfileSerializer

    def get_queryset(self):
        rows = in_portal(Profile.objects, self.request, Module.PROFILES)
        if country := self.request.query_params.get("country"):
            rows = rows.filter(organisation__country=country.replace("\x00", ""))
        shown = Product.objects.published_anywhere().order_by("position", "pk")
        products = Prefetch("products", queryset=shown, to_attr="shown_products")
        return rows.select_related("organisation", "portal").prefetch_related(products)
