from __future__ import annotations

from django.db.models import Prefetch
from drf_spectacular.utils import OpenApiParameter
from rest_framework import mixins, viewsets

from ppi.documents.models import Document
from ppi.kernel.access import public
from ppi.kernel.api import NewestFirst
from ppi.kernel.parameters import KnownParameters, country
from ppi.portals.api import PORTAL, in_portal
from ppi.portals.choices import Module
from profiles.choices import STAGES, facts_of_stage
from profiles.models import Product, Profile
from profiles.serializers import ProfileSerializer, PublicProductSerializer


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


STAGE = OpenApiParameter("stage", str, enum=STAGES, description="How far it is.")
SEEKING = OpenApiParameter(
    "seeking_first_buyer", str, enum=["yes"], description="Looks for a first public buyer."
)


class NewestProductsFirst(NewestFirst):
    ordering = ("-created_at", "-id")


class Products(
    KnownParameters,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    viewsets.GenericViewSet,
):
    """Products of published profiles, as moderators let them through, newest first."""

    access = public
    parameters = (PORTAL,)
    filters = (country("Where its company is based."), STAGE, SEEKING)
    serializer_class = PublicProductSerializer
    pagination_class = NewestProductsFirst

    def get_queryset(self):
        rows = in_portal(Product.objects, self.request, Module.PROFILES)
        asked = self.request.query_params
        if asked.get("country"):
            rows = rows.filter(profile__organisation__country=asked["country"])
        if asked.get("stage"):
            rows = rows.filter(**facts_of_stage(asked["stage"]))
        if asked.get("seeking_first_buyer"):
            rows = rows.filter(seeking_first_buyer=True)
        return rows.select_related("profile__organisation", "profile__portal")

    def get_serializer(self, *rows, **options):
        """With the files of all rows of the page, in one query."""
        serializer = super().get_serializer(*rows, **options)
        if rows:
            products = rows[0] if options.get("many") else list(rows[:1])
            serializer.context["documents"] = Document.objects.of_each(products)
        return serializer
