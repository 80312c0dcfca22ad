from __future__ import annotations

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import OpenApiParameter
from rest_framework import mixins, viewsets

from ppi.documents.models import Document
from ppi.kernel.access import public
from ppi.kernel.api import NewestFirst
from ppi.kernel.parameters import KnownParameters, country
from ppi.organisations.choices import Kind
from ppi.portals.api import PORTAL, in_portal
from ppi.portals.choices import Module
from profiles import lists
from profiles.choices import STAGES, Maturity, facts_of_stage
from profiles.models import Card, Credential, Product, Profile
from profiles.serializers import (
    ProfileSerializer,
    PublicProductSerializer,
    WholeProfileSerializer,
)

# Filters that mean the same as on the page, by the names of its facets.
FACETS = {
    "kind": OpenApiParameter("kind", str, enum=Kind.values, description="Who it is."),
    "home": OpenApiParameter(
        "home",
        str,
        pattern="^[A-Z]{2}[0-9A-Z]{2}$",
        description="Region it is based in, NUTS level 2, such as DK01.",
    ),
    "stage": OpenApiParameter(
        "stage",
        str,
        enum=Maturity.values,
        description="It has a public product as far as that: technology readiness level 1 to 3, "
        "4 to 6, 7 to 8; or 9, or on the market.",
    ),
    "certificate": OpenApiParameter(
        "certificate",
        str,
        enum=[scheme for scheme, _label in lists.CERTIFICATES],
        description="It names a certificate of this standard that has not expired.",
    ),
}


class Profiles(
    KnownParameters,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    viewsets.GenericViewSet,
):
    """Published profiles of companies and intermediaries with their products, newest first.

    One profile alone shows its people for contact, too: those who agreed, with the date.
    """

    access = public
    parameters = (PORTAL,)
    filters = (country("Where it is based."), *FACETS.values())

    def get_serializer_class(self):
        return WholeProfileSerializer if self.action == "retrieve" else ProfileSerializer

    def get_queryset(self):
        rows = self.narrowed(in_portal(Profile.objects, self.request, Module.PROFILES))
        products = Product.objects.published_anywhere().order_by("position", "pk")
        credentials = Credential.objects.published_anywhere().order_by("kind", "pk")
        return rows.select_related("organisation", "portal").prefetch_related(
            Prefetch("products", queryset=products, to_attr="shown_products"),
            Prefetch("credentials", queryset=credentials, to_attr="shown_credentials"),
        )

    def narrowed(self, rows: QuerySet) -> QuerySet:
        asked = self.request.query_params
        if asked.get("country"):
            rows = rows.filter(organisation__country=asked["country"])
        for facet in lists.facets([]):
            if facet.name in FACETS and asked.get(facet.name):
                cards = Card.objects.everywhere("of what the reader may see")
                rows = rows.filter(card__in=facet.narrow(cards, [asked[facet.name]]))
        return rows


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
