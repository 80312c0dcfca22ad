"""The list of companies: its facets, orders and what each row needs, fetched once a page."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Func, Q, QuerySet
from django.db.models.functions import Substr
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ppi.kernel.languages import language_name
from ppi.kernel.listing import Choice, Conditions, Listing, Sort
from ppi.organisations.choices import Kind
from ppi.taxonomy import naming, nuts
from ppi.taxonomy.countries import country_name
from ppi.taxonomy.models import NutsRegion
from ppi.translations import reading
from ppi.translations.reading import Shown
from profiles.choices import Size
from profiles.credential_choices import Scheme
from profiles.models import Credential, Product, Profile
from profiles.querysets import public_products, seeking_first_buyer, serving

# Counties, provinces, Regierungsbezirke: the level at which a buyer thinks of "our region".
REGION_LEVEL = 2
# Technology readiness levels as a buyer would say them.
REACHED = {
    "idea": Q(trl__range=(1, 3)),
    "prototype": Q(trl__range=(4, 6)),
    "pilot": Q(trl__range=(7, 8)),
    "market": Q(trl=9),
}
STAGES = {
    "idea": _("An idea"),
    "prototype": _("A prototype"),
    "pilot": _("Ready for a pilot"),
    "market": _("On the market"),
}
CERTIFICATES = [(scheme, label) for scheme, label in Scheme.choices if scheme != Scheme.OTHER]


class Unnest(Func):
    function = "unnest"
    set_returning = True


@dataclass(frozen=True)
class ArrayChoice(Choice):
    """A facet over a column with several values a row, found by its index."""

    def narrow(self, rows: QuerySet, values: list[str]) -> QuerySet:
        return rows.filter(**{f"{self.lookup}__overlap": values})

    def counts(self, rows: QuerySet) -> dict[str, int]:
        single = rows.order_by().annotate(one=Unnest(self.lookup)).values_list("one")
        return {value: number for value, number in single.annotate(Count("pk"))}


def companies(request) -> Listing:
    """What a visitor of this portal finds."""
    rows = Profile.objects.published(request.portal).select_related("organisation")
    return Listing(
        request.GET,
        rows,
        facets=facets(request.GET.getlist("delivers")),
        sorts=SORTS,
        search=lambda found, words: found.matching(words),
    )


def facets(countries: list[str]) -> list[Choice]:
    """`countries`: those chosen in "Delivers in"; a single one offers its regions too."""
    return [
        Choice("kind", _("Who"), Kind.choices, path="organisation__kind"),
        Choice(
            "country",
            _("Based in"),
            lambda codes: {code: country_name(code) for code in codes},
            path="organisation__country",
        ),
        HomeRegion("home", _("Home region"), named_regions, path="organisation__nuts"),
        DeliversIn("delivers", _("Delivers in"), lambda codes: named_countries(codes)),
        *regions_of(countries),
        ArrayChoice("subject", _("Subject"), named_divisions, path="divisions"),
        StageOfProducts("stage", _("How far their products are"), list(STAGES.items())),
        Choice("size", _("Size"), Size.choices),
        Certificates("certificate", _("Certificates"), CERTIFICATES),
        Conditions(
            "first-buyer",
            _("New on the market"),
            [("yes", _("Looks for a first public buyer"))],
            conditions={"yes": seeking_first_buyer()},
        ),
        ArrayChoice(
            "language",
            _("Works in"),
            lambda codes: {code: language_name(code) for code in codes},
            path="languages",
        ),
    ]


@dataclass(frozen=True)
class DeliversIn(ArrayChoice):
    """Countries in which a company delivers, in whole or in part."""

    def narrow(self, rows: QuerySet, values: list[str]) -> QuerySet:
        return rows.filter(areas__overlap=values)

    def counts(self, rows: QuerySet) -> dict[str, int]:
        served = rows.order_by().annotate(one=Unnest("areas")).values_list("one")
        counted = served.annotate(Count("pk"))
        return {code: number for code, number in counted if nuts.level(code) == 0}


@dataclass(frozen=True)
class HomeRegion(Choice):
    """Where the organisation sits, at the level at which a buyer thinks of "our region"."""

    def narrow(self, rows: QuerySet, values: list[str]) -> QuerySet:
        return rows.filter(within(values))

    def counts(self, rows: QuerySet) -> dict[str, int]:
        region = Substr(self.lookup, 1, 2 + REGION_LEVEL)
        counted = rows.order_by().annotate(one=region).values_list("one").annotate(Count("pk"))
        return {code: number for code, number in counted if nuts.level(code) == REGION_LEVEL}

    def named(self, counts: dict[str, int], chosen: list[str]) -> list[tuple[str, str]]:
        """A map offers them all; a list only where somebody came from there."""
        return list(named_regions(chosen).items()) if chosen else []


def within(regions: list[str]) -> Q:
    found = Q(pk__in=[])
    for region in regions:
        found |= Q(organisation__nuts__startswith=region)
    return found


def named_regions(codes) -> dict[str, str]:
    return {region.code: region.label for region in naming.nuts_named(codes)}


@dataclass(frozen=True)
class StageOfProducts(Choice):
    """A company with a product as far as that."""

    def narrow(self, rows: QuerySet, values: list[str]) -> QuerySet:
        reached = Q(pk__in=[])
        for value in values:
            reached |= REACHED.get(value, Q(pk__in=[]))
        return rows.filter(pk__in=public_products().filter(reached).values("profile"))

    def counts(self, rows: QuerySet) -> dict[str, int]:
        tallies = {
            stage: Count("profile", filter=reached, distinct=True)
            for stage, reached in REACHED.items()
        }
        found = public_products().filter(profile__in=rows.order_by().values("pk"))
        return found.aggregate(**tallies)


@dataclass(frozen=True)
class Certificates(Choice):
    """Whoever holds one of this standard that has not expired."""

    def narrow(self, rows: QuerySet, values: list[str]) -> QuerySet:
        return rows.filter(pk__in=valid_certificates().filter(scheme__in=values).values("profile"))

    def counts(self, rows: QuerySet) -> dict[str, int]:
        found = valid_certificates().filter(profile__in=rows.order_by().values("pk"))
        counted = found.order_by().values_list("scheme")
        return dict(counted.annotate(Count("profile", distinct=True)))


def valid_certificates():
    today = timezone.localdate()
    rows = Credential.objects.published_anywhere().exclude(scheme="")
    return rows.filter(Q(until=None) | Q(until__gte=today))


def named_countries(codes) -> dict[str, str]:
    return {code: country_name(nuts.country(code)) for code in codes}


def named_divisions(divisions) -> dict[str, str]:
    labels = naming.cpv_labels(division.ljust(8, "0") for division in divisions)
    return {division: labels[division.ljust(8, "0")] for division in divisions}


def regions_of(countries: list[str]) -> list[Choice]:
    """The facet of the chosen country's regions; none where not exactly one was chosen."""
    code = nuts.parsed(countries[0][:2]) if len(countries) == 1 else None
    if code is None:
        return []
    known = NutsRegion.objects.within(code).filter(level=REGION_LEVEL).order_by("name")
    regions = list(known.values_list("code", "name"))
    conditions: dict[str, Q] = {code: serving(code) for code, _name in regions}
    facet = Conditions("region", _("Region"), regions, conditions=conditions)
    return [facet] if regions else []


SORTS = [
    Sort("newest", _("Newest first"), "published_at", descending=True),
    Sort("changed", _("Changed last"), "updated_at", descending=True),
]


@dataclass(frozen=True)
class Row:
    """A company with what its row shows in the reader's language."""

    profile: Profile
    headline: Shown
    country: str
    products: list[Product]
    seeks_first_buyer: bool


def rows_of(listing: Listing) -> list[Row]:
    """The page's rows; translations and products are fetched once for all of them."""
    reading.attach(listing.rows, "headline")
    products = products_by_profile(listing.rows)
    return [
        Row(
            profile,
            reading.text(profile, "headline"),
            country_name(profile.organisation.country),
            (own := products.get(profile.pk, []))[:3],
            any(product.seeking_first_buyer for product in own),
        )
        for profile in listing.rows
    ]


def products_by_profile(profiles: list[Profile]) -> dict[int, list[Product]]:
    found: dict[int, list[Product]] = {}
    for product in Product.objects.shown_with(profiles):
        found.setdefault(product.profile_id, []).append(product)
    return found
