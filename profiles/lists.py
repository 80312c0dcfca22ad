"""The list of companies: its facets, orders and what each row needs, fetched once a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Count, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ppi.kernel.finding import organisations_with
from ppi.kernel.languages import language_name
from ppi.kernel.listing import COUNT_LIMIT, Choice, Listing, Sort
from ppi.kernel.many import OneOf
from ppi.organisations.choices import Kind
from ppi.taxonomy import naming, nuts
from ppi.taxonomy.countries import country_name
from ppi.taxonomy.models import NutsRegion
from ppi.translations import reading
from ppi.translations.reading import Shown
from profiles.cards import REGION_LEVEL
from profiles.choices import Maturity, Size
from profiles.credential_choices import Scheme
from profiles.models import Card, Product, Profile

CERTIFICATES = [(scheme, label) for scheme, label in Scheme.choices if scheme != Scheme.OTHER]
# The facets of so many cards are counted, the newest: of each, a dozen keys.
MOST_COUNTED = 2_500
COUNTED = """
    WITH hits AS MATERIALIZED ({hits})
    SELECT '', count(*) FROM hits
    UNION ALL SELECT key, count(*) FROM hits, unnest(keys) AS key GROUP BY key
"""
SAMPLED = _("There are so many that the numbers beside the filters count only the newest.")


@dataclass(frozen=True)
class KeyChoice(Choice):
    """A facet over the keys of cards: "name:value"."""

    def narrow(self, rows: QuerySet, values: Sequence[str]) -> QuerySet:
        return rows.with_one_of(key for value in values for key in self.keys(value))

    def keys(self, value: str) -> list[str]:
        """Those with one of which a card has this value."""
        return [f"{self.name}:{value}"]

    def among(self, numbers: dict[str, int]) -> dict[str, int]:
        """Its values and their numbers, of those of all keys."""
        prefix = f"{self.name}:"
        return {
            key.removeprefix(prefix): number
            for key, number in numbers.items()
            if key.startswith(prefix)
        }


@dataclass(frozen=True)
class HomeRegion(KeyChoice):
    """Where the organisation sits, at the level at which a buyer thinks of "our region"."""

    def named(self, counts: dict[str, int], chosen: list[str]) -> list[tuple[str, str]]:
        """A map offers them all; a list only where somebody came from there."""
        return list(named_regions(chosen).items()) if chosen else []


@dataclass(frozen=True)
class DeliversInRegion(KeyChoice):
    """Delivers in this region: in all of it, in a part of it, or in a wider one."""

    def keys(self, value: str) -> list[str]:
        return [f"in:{value}", *(f"whole:{value[:length]}" for length in range(2, len(value)))]

    def among(self, numbers: dict[str, int]) -> dict[str, int]:
        return {
            code: sum(numbers.get(key, 0) for key in self.keys(code)) for code, _name in self.labels
        }


class Directory(Listing):
    """Rows are profiles; found, ordered and counted are their cards."""

    def _of_page(self) -> QuerySet:
        return self.sort.apply(self.narrowed()).select_related("profile__organisation")

    @cached_property
    def page(self) -> list[Profile]:
        cards = list(self._after_cursor(self._of_page())[: self.page_size + 1])
        for card in cards:
            card.profile.sort_key = card.sort_key
        return [card.profile for card in cards]

    @cached_property
    def count(self) -> int:
        found = self._numbers[""]
        if found <= MOST_COUNTED:
            return found
        return self.narrowed().order_by()[: COUNT_LIMIT + 1].count()

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return numbers_of(self.narrowed())

    def chosen(self, facet: KeyChoice) -> list[str]:
        """Of regions, those of the country that is chosen now, not of the one before."""
        values = super().chosen(facet)
        return [value for value in values if value in dict(facet.labels)] if facet.under else values

    def counts_of(self, facet: KeyChoice) -> dict[str, int]:
        chosen, as_it_is = self.chosen(facet), facet.among(self._numbers)
        if not chosen:
            return as_it_is
        counts = facet.among(numbers_of(self.narrowed(without=facet)))
        if len(chosen) == 1:
            # Chosen again, the list stays as it is: with what depends on this choice.
            counts |= {value: as_it_is.get(value, 0) for value in chosen}
        return counts

    def whole_counts_of(self, facet: KeyChoice, column: str) -> dict[str, int]:
        """The same of all cards, by a column that has the facet's value: for a map."""
        rows = self.narrowed(without=facet).order_by().exclude(**{column: ""})
        return dict(rows.values_list(column).annotate(Count("pk")))

    @property
    def notes(self) -> list:
        return [SAMPLED] if self._numbers[""] > MOST_COUNTED else []


def numbers_of(cards: QuerySet) -> dict[str, int]:
    """Key → how many of the newest cards have it; under "" how many were looked at, at most one
    more than `MOST_COUNTED`."""
    newest = cards.order_by("-published_at", "-pk").values_list("keys")[: MOST_COUNTED + 1]
    try:
        hits, params = newest.query.get_compiler(newest.db).as_sql()
    except EmptyResultSet:
        return {"": 0}
    with connections[newest.db].cursor() as cursor:
        cursor.execute(COUNTED.format(hits=hits), params)
        return dict(cursor.fetchall())


def companies(request) -> Directory:
    """What a visitor of this portal finds."""
    return Directory(
        request.GET,
        Card.objects.published(request.portal),
        facets=facets(request.GET.getlist("delivers")),
        sorts=SORTS,
        search=with_words,
    )


def with_words(cards: QuerySet, words: str) -> QuerySet:
    found = organisations_with(words, get_language() or "en")
    return cards.filter(OneOf("organisation_id", found))


def facets(countries: list[str]) -> list[KeyChoice]:
    """`countries`: those chosen in "Delivers in"; a single one offers its regions too."""
    return [
        KeyChoice("kind", _("Who"), Kind.choices),
        KeyChoice("country", _("Based in"), named_countries),
        HomeRegion("home", _("Home region"), named_regions),
        KeyChoice("delivers", _("Delivers in"), named_nuts_countries),
        *regions_of(countries),
        KeyChoice("subject", _("Subject"), named_divisions),
        KeyChoice("stage", _("How far their products are"), Maturity.choices),
        KeyChoice("size", _("Size"), Size.choices),
        KeyChoice("certificate", _("Certificates"), CERTIFICATES),
        KeyChoice(
            "first-buyer", _("New on the market"), [("yes", _("Looks for a first public buyer"))]
        ),
        KeyChoice(
            "language", _("Works in"), lambda codes: {code: language_name(code) for code in codes}
        ),
    ]


def named_regions(codes) -> dict[str, str]:
    return {region.code: region.label for region in naming.nuts_named(codes)}


def named_countries(codes) -> dict[str, str]:
    return {code: country_name(code) for code in codes}


def named_nuts_countries(codes) -> dict[str, str]:
    return {code: country_name(nuts.country(code)) for code in codes}


def named_divisions(divisions) -> dict[str, str]:
    labels = naming.cpv_labels(division.ljust(8, "0") for division in divisions)
    return {division: labels[division.ljust(8, "0")] for division in divisions}


def regions_of(countries: list[str]) -> list[KeyChoice]:
    """The facet of the chosen country's regions; none where not exactly one was chosen."""
    code = nuts.parsed(countries[0][:2]) if len(countries) == 1 else None
    if code is None:
        return []
    known = NutsRegion.objects.within(code).filter(level=REGION_LEVEL).order_by("name")
    regions = list(known.values_list("code", "name"))
    if not regions:
        return []
    return [DeliversInRegion("region", _("Region"), regions, under="delivers")]


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
