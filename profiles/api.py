from __future__ import annotations

from django.db.models import Prefetch
from rest_framework import mixins, viewsets

from ppi.kernel.access import public
from ppi.kernel.parameters import KnownParameters, country
from ppi.portals.api import PORTAL, in_portal
from ppi.portals.choices import Module
from profiles.models import Product, Profile
from profiles.serializers import ProfileSerializer


class Profiles(
    KnownParameters,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    viewsets.GenericViewSet,
):
    """Published profiles of companies and intermediaries with their products, newest first."""

    access = public
    parameters = (PORTAL,)
    filters = (country("Where it is based."),)
    serializer_class = ProfileSerializer

    def get_queryset(self):
        rows = in_portal(Profile.objects, self.request, Module.PROFILES)
        if asked := self.request.query_params.get("country"):
            rows = rows.filter(organisation__country=asked)
        shown = Product.objects.published_anywhere().order_by("position", "pk")
        products = Prefetch("products", queryset=shown, to_attr="shown_products")
        return rows.select_related("organisation", "portal").prefetch_related(products)
