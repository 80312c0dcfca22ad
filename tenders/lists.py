"""The list of opportunities: its facets, orders and what each row needs, fetched once a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ppi.kernel.languages import language_name
from ppi.kernel.listing import Choice, Conditions, Listing, Sort
from ppi.taxonomy import naming
from ppi.taxonomy.choices import InnovativeAcquisition
from ppi.taxonomy.countries import country_name
from ppi.translations import reading
from ppi.translations.reading import Shown
from tenders.choices import Kind
from tenders.models import Opportunity
from tenders.querysets import answerable

FAR = datetime(9999, 1, 1, tzinfo=UTC)
THRESHOLDS = [("below", _("Below")), ("above", _("Above"))]

# Bands in euro; other currencies are compared by the amount that stands there (a later issue
# converts them), so the bands are offered for euro only.
BANDS = {
    "under-50000": (_("under 50,000 €"), Q(currency="EUR", value__lt=50_000)),
    "50000-216000": (_("50,000 – 216,000 €"), Q(currency="EUR", value__range=(50_000, 215_999.99))),
    "from-216000": (_("216,000 € and more"), Q(currency="EUR", value__gte=216_000)),
}


def opportunities(request) -> Listing:
    """What a visitor of this portal finds; opens on what can still be answered."""
    rows = Opportunity.objects.published(request.portal).select_related("organisation")
    return Listing(
        request.GET,
        rows,
        facets=facets(),
        sorts=SORTS,
        search=lambda found, words: found.matching(words),
    )


def facets() -> list[Choice]:
    still_open = {"open": answerable(timezone.now()), "closed": ~answerable(timezone.now())}
    return [
        Conditions(
            "state",
            _("Answers"),
            [("open", _("Still open")), ("closed", _("Closed"))],
            default="open",
            conditions=still_open,
        ),
        Choice("kind", _("Kind"), Kind.choices),
        Choice("country", _("Country"), lambda codes: {c: country_name(c) for c in codes}),
        Choice("threshold", _("EU threshold"), THRESHOLDS),
        Conditions(
            "value",
            _("Value"),
            [(name, label) for name, (label, _condition) in BANDS.items()],
            conditions={name: condition for name, (_label, condition) in BANDS.items()},
        ),
        Conditions(
            "innovation",
            _("What is new"),
            InnovativeAcquisition.choices,
            conditions={code: Q(innovation__contains=[code]) for code in InnovativeAcquisition},
        ),
        Choice("language", _("Language"), lambda codes: {c: language_name(c) for c in codes}),
    ]


SORTS = [
    Sort("newest", _("Newest first"), "published_at", descending=True),
    Sort("deadline", _("Deadline soonest"), Coalesce("deadline", Value(FAR))),
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
