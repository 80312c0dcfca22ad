"""The list of opportunities: its facets, orders and what each row needs, fetched once a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django.db.models import CharField, Count, F, Func, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Concat, Left
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ppi.kernel.languages import language_name
from ppi.kernel.listing import Choice, Conditions, Listing, Sort
from ppi.portals.models import Portal
from ppi.taxonomy import naming
from ppi.taxonomy.choices import InnovativeAcquisition
from ppi.taxonomy.countries import country_name
from ppi.translations import reading
from ppi.translations.reading import Shown
from tenders.choices import Kind
from tenders.models import Opportunity
from tenders.querysets import answerable, takes_questions

FAR = datetime(9999, 1, 1, tzinfo=UTC)
THRESHOLDS = [("below", _("Below")), ("above", _("Above"))]

# Bands in euro. Other currencies stand in the band of their value on the day of publication,
# converted at the ECB rate.
BANDS = {
    "under-50000": (_("under 50,000 €"), Q(value_in_euro__lt=50_000)),
    "50000-216000": (
        _("50,000 – 216,000 €"),
        Q(value_in_euro__gte=50_000, value_in_euro__lt=216_000),
    ),
    "from-216000": (_("216,000 € and more"), Q(value_in_euro__gte=216_000)),
}
SUITS = {
    "small-firms": (_("Suits small firms"), Q(is_for_small_firms=True)),
    "from-abroad": (_("Companies from abroad welcome"), Q(open_to_foreign=True)),
    "co-buyers": (_("Co-buyers wanted"), ~Q(partners_wanted="")),
    "eu-money": (_("Paid with EU money"), Q(is_eu_funded=True)),
    "framework": (_("Framework agreement or dynamic system"), ~Q(technique="")),
}


def opportunities(request) -> Listing:
    """What a visitor of this portal finds; opens on what can still be answered."""
    rows = Opportunity.objects.published(request.portal).select_related("organisation")
    return Listing(
        request.GET,
        rows,
        facets=facets(request.portal),
        sorts=SORTS,
        search=lambda found, words: found.matching(words),
    )


def facets(portal: Portal) -> list[Choice]:
    now = timezone.now()
    offered = [
        Conditions(
            "state",
            _("Answers"),
            [
                ("open", _("Still open")),
                ("questions", _("Questions welcome")),
                ("closed", _("Closed")),
            ],
            default="open",
            conditions={
                "open": answerable(now),
                "questions": takes_questions(now),
                "closed": ~answerable(now),
            },
        ),
        Choice("kind", _("Kind"), Kind.choices),
        _banded("deadline", _("Deadline"), _deadlines(now)),
        Choice("country", _("Country"), lambda codes: {c: country_name(c) for c in codes}),
        CodePrefixes("region", _("Region"), _regions, path="nuts", length=4),
        CodePrefixes("subject", _("Subject"), _divisions, path="cpv", length=2),
        Choice("threshold", _("EU threshold"), THRESHOLDS),
        _banded("value", _("Value"), BANDS),
        Conditions(
            "innovation",
            _("What is new"),
            InnovativeAcquisition.choices,
            conditions={code: Q(innovation__contains=[code]) for code in InnovativeAcquisition},
        ),
        _banded("suits", _("For whom"), SUITS),
        Choice("language", _("Language"), lambda codes: {c: language_name(c) for c in codes}),
    ]
    if portal.shows_network:
        offered.append(Choice("portal", _("Portal"), _portal_names, path="portal__slug"))
    return offered


def _banded(name: str, label, bands: dict[str, tuple]) -> Conditions:
    return Conditions(
        name,
        label,
        [(value, text) for value, (text, _condition) in bands.items()],
        conditions={value: condition for value, (_text, condition) in bands.items()},
    )


def _deadlines(now: datetime) -> dict[str, tuple]:
    week, month = now + timedelta(days=7), now + timedelta(days=30)
    return {
        "week": (_("Within a week"), Q(deadline__gt=now, deadline__lte=week)),
        "month": (_("Within a month"), Q(deadline__gt=now, deadline__lte=month)),
        "later": (_("Later"), Q(deadline__gt=month)),
    }


def _regions(codes: Iterable[str]) -> dict[str, str]:
    return {region.code: region.label for region in naming.nuts_named(list(codes))}


def _divisions(prefixes: Iterable[str]) -> dict[str, str]:
    """Two digits → the division's label, the figures where it has none."""
    prefixes = list(prefixes)
    labels = naming.cpv_labels(f"{prefix}000000" for prefix in prefixes)
    return {prefix: labels.get(f"{prefix}000000", prefix) for prefix in prefixes}


def _portal_names(slugs: Iterable[str]) -> dict[str, str]:
    return dict(Portal.objects.filter(slug__in=list(slugs)).values_list("slug", "name"))


@dataclass(frozen=True)
class CodePrefixes(Choice):
    """A facet over a column of hierarchical codes, rolled up to their first `length` characters.

    A row with two codes in the same branch counts once in it.
    """

    length: int = 2

    def narrow(self, rows: QuerySet, values: list[str]) -> QuerySet:
        wanted = Q()
        for value in values:
            wanted |= Q(codes_as_text__contains=f" {value}")
        spaced = Concat(Value(" "), ArrayAsText(F(self.path), Value(" ")))
        return rows.alias(codes_as_text=spaced).filter(wanted)

    def counts(self, rows: QuerySet) -> dict[str, int]:
        each = Func(F(self.path), function="unnest", output_field=CharField())
        branches = rows.order_by().annotate(branch=Left(each, self.length)).values_list("branch")
        return dict(branches.annotate(Count("pk", distinct=True)))


class ArrayAsText(Func):
    function = "array_to_string"
    output_field = CharField()


SORTS = [
    Sort("newest", _("Newest first"), "published_at", descending=True),
    Sort("deadline", _("Deadline soonest"), Coalesce("deadline", Value(FAR))),
    Sort("value", _("Highest value"), Coalesce("value_in_euro", Decimal(0)), descending=True),
]


@dataclass(frozen=True)
class Row:
    """An opportunity with what its row shows in the reader's language."""

    opportunity: Opportunity
    title: Shown
    need: Shown
    subject: str
    country: str


def rows_of(listing: Listing) -> list[Row]:
    """The page's rows; translations and labels are fetched once for all of them."""
    reading.attach(listing.rows, "title", "need")
    subjects = naming.cpv_labels(row.main_cpv for row in listing.rows if row.cpv)
    return [
        Row(
            row,
            reading.text(row, "title"),
            reading.text(row, "need"),
            subjects.get(row.main_cpv, ""),
            country_name(row.country) if row.country else "",
        )
        for row in listing.rows
    ]
