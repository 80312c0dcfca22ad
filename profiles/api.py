from __future__ import annotations

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import OpenApiParameter
from rest_framework import mixins, viewsets

from ppi.kernel.access import public
from ppi.kernel.parameters import KnownParameters, country
from ppi.organisations.choices import Kind
from ppi.portals.api import PORTAL, in_portal
from ppi.portals.choices import Module
from profiles import lists
from profiles.models import Credential, Product, Profile
from profiles.serializers import ProfileSerializer, WholeProfileSerializer

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
        enum=list(lists.REACHED),
        description="It has a public product as far as that: technology readiness level 1 to 3, "
        "4 to 6, 7 to 8, or 9.",
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
                rows = facet.narrow(rows, [asked[facet.name]])
        return rows
