"""What an entry bears of each facet: the other side of `ppi.search.criteria.CONDITIONS`.

A search with chosen values meets an entry that bears one of them. A facet that is not described
here is asked of the database (`finding`), so that a new one is right at once, and quick once it
stands here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import product

from ppi.portals.models import Portal
from ppi.search.choices import kinds_of
from ppi.search.criteria import DEADLINE_BANDS, OPEN, PUBLISHED_BANDS, VALUE_BANDS
from ppi.search.models import Entry

# Not a facet of any address: the portals that show the entry. Each search asks in one.
IN = "in"


def _bands(entry: Entry, now: datetime) -> list[str]:
    value = entry.value_in_euro
    return [
        band
        for band, (low, high) in VALUE_BANDS.items()
        if value is not None
        if (low is None or value >= low) and (high is None or value < high)
    ]


def _due(entry: Entry, now: datetime) -> list[str]:
    return [
        band
        for band, (start, end) in DEADLINE_BANDS.items()
        if entry.deadline is not None and entry.deadline > now + start
        if end is None or entry.deadline <= now + end
    ]


def _recent(entry: Entry, now: datetime) -> list[str]:
    return [band for band, age in PUBLISHED_BANDS.items() if entry.published_at > now - age]


def _is_open(entry: Entry, now: datetime) -> list[str]:
    return [OPEN] if entry.open_until and entry.open_until > now else []


def _addresses(entry: Entry, now: datetime) -> list[str]:
    """The organisation's own, and those that it had before."""
    if entry.organisation is None:
        return []
    former = entry.organisation.former_slugs.all()
    return [entry.organisation.slug, *(each.slug for each in former)]


BORNE: dict[str, Callable[[Entry, datetime], Iterable[str]]] = {
    "kind": lambda entry, now: [entry.kind],
    "country": lambda entry, now: [entry.country],
    "region": lambda entry, now: entry.places,
    "subject": lambda entry, now: entry.branches,
    "theme": lambda entry, now: entry.themes,
    "language": lambda entry, now: [entry.language],
    "buyer": _addresses,
    "value": _bands,
    "state": _is_open,
    "deadline": _due,
    "published": _recent,
    "portal": lambda entry, now: [entry.portal.slug],
}
# Two facets in one key find fewer searches than either.
PAIRS = (
    ("country", "subject"),
    ("region", "subject"),
    ("kind", "subject"),
    ("kind", "country"),
    ("kind", "region"),
    (IN, "kind"),
)


def token(facet: str, value: object) -> str:
    """One value of a facet. No lexeme, nor the beginning of one, starts with the same sign."""
    return f"={facet}={value}"


def pair(one: str, other: str) -> str:
    return one + other


def tokens_of(entry: Entry, portals: Iterable[Portal], now: datetime) -> dict[str, list[str]]:
    """By facet, what the entry bears. `portals`: all that are open."""
    shown = [portal.pk for portal in portals if is_shown_in(portal, entry)]
    borne = {facet: values(entry, now) for facet, values in BORNE.items()} | {IN: shown}
    return {facet: [token(facet, value) for value in values] for facet, values in borne.items()}


def is_shown_in(portal: Portal, entry: Entry) -> bool:
    """As `EntryQuerySet.published(portal)` decides."""
    return portal.shows(entry) and entry.kind in kinds_of(portal)


def keys_of(tokens: dict[str, list[str]]) -> list[str]:
    """Every key under which these tokens may find a search: each one, and the pairs."""
    single = [each for values in tokens.values() for each in values]
    pairs = (product(tokens[one], tokens[other]) for one, other in PAIRS)
    return single + [pair(*two) for joined in pairs for two in joined]
