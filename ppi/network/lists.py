"""The list of events: what is to come first, and what each row needs, fetched once a page."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ppi.kernel.languages import language_name
from ppi.kernel.listing import Choice, Conditions, Listing, Sort
from ppi.network.choices import Kind
from ppi.network.models import Event
from ppi.network.querysets import not_over_at
from ppi.translations import reading
from ppi.translations.reading import Shown


def events(request) -> Listing:
    """What a visitor of this portal may go to; opens on what is still to come."""
    return Listing(
        request.GET,
        Event.objects.published(request.portal).select_related("organisation"),
        facets=facets(),
        sorts=SORTS,
        search=lambda found, words: found.matching(words),
    )


def facets() -> list[Choice]:
    to_come = not_over_at(timezone.now())
    return [
        Conditions(
            "when",
            _("When"),
            [("upcoming", _("To come")), ("past", _("Past"))],
            radio=True,
            default="upcoming",
            conditions={"upcoming": to_come, "past": ~to_come},
        ),
        Choice("kind", _("Kind"), Kind.choices),
        Conditions(
            "online",
            _("Online"),
            [("yes", _("Can be followed online"))],
            conditions={"yes": Q(is_online=True)},
        ),
        Choice("language", _("Language"), lambda codes: {c: language_name(c) for c in codes}),
    ]


SORTS = [
    Sort("soonest", _("Soonest first"), "starts_at"),
    Sort("latest", _("Latest first"), "starts_at", descending=True),
]


@dataclass(frozen=True)
class Row:
    """An event with its texts in the reader's language."""

    event: Event
    title: Shown
    summary: Shown


def rows_of(listing: Listing) -> list[Row]:
    """The page's rows; translations are fetched once for all of them."""
    reading.attach(listing.rows, "title", "summary")
    return [
        Row(event, reading.text(event, "title"), reading.text(event, "summary"))
        for event in listing.rows
    ]
