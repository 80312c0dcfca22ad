"""What is looked for: words and chosen facets, as they stand in the address of a search.

One rule says what a search finds, wherever it is asked: the page, its feed, its file, a saved
search. Several values of one facet are alternatives; facets and words narrow each other. Of a
branch and a part of that branch, the part is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Self
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict

from ppi.kernel.characters import one_line, printable
from ppi.organisations.models import FormerSlug
from ppi.search import prefixes
from ppi.taxonomy import cpv

WORDS = "q"
WORDS_LIMIT = 200
# More values of one facet were not ticked by a person.
MOST_CHOSEN = 50
OPEN = "open"
# From (inclusive) and below, in euro.
VALUE_BANDS: dict[str, tuple[Decimal | None, Decimal | None]] = {
    "under-50000": (None, Decimal(50_000)),
    "50000-216000": (Decimal(50_000), Decimal(216_000)),
    "216000-1000000": (Decimal(216_000), Decimal(1_000_000)),
    "from-1000000": (Decimal(1_000_000), None),
}
# Until how long from now, from when on.
DEADLINE_BANDS: dict[str, tuple[timedelta, timedelta | None]] = {
    "week": (timedelta(0), timedelta(days=7)),
    "month": (timedelta(0), timedelta(days=30)),
    "later": (timedelta(days=30), None),
}
# How long ago at most.
PUBLISHED_BANDS: dict[str, timedelta] = {
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": timedelta(days=30),
}
# Facets whose values are branches of a tree: a code begins with what it lies in.
TREES = ("region", "subject")


def _one_of(column: str) -> Callable[[Sequence[str], datetime], Q]:
    return lambda values, now: Q(**{f"{column}__in": values})


def _any_of(column: str) -> Callable[[Sequence[str], datetime], Q]:
    return lambda values, now: Q(**{f"{column}__overlap": list(values)})


def _by(values: Sequence[str], now: datetime) -> Q:
    """Also by an address that it had before: what somebody follows is not lost by a new name."""
    moved = FormerSlug.objects.filter(slug__in=values).values_list("organisation__slug", flat=True)
    return Q(organisation__slug__in=[*values, *moved])


def _named(values: Sequence[str], now: datetime) -> Q:
    """By the beginning of a name, or of a word in it."""
    found = Q()
    for value in values:
        found |= Q(organisation__name__istartswith=value)
        found |= Q(organisation__name__icontains=f" {value}")
    return found


def _due(values: Sequence[str], now: datetime) -> Q:
    found = Q(pk__in=[])
    for start, end in (DEADLINE_BANDS[value] for value in values if value in DEADLINE_BANDS):
        until = Q(deadline__lte=now + end) if end is not None else Q()
        found |= Q(deadline__gt=now + start) & until
    return found


def _recent(values: Sequence[str], now: datetime) -> Q:
    ages = [PUBLISHED_BANDS[value] for value in values if value in PUBLISHED_BANDS]
    return Q(published_at__gt=now - max(ages)) if ages else Q(pk__in=[])


def _worth(values: Sequence[str], now: datetime) -> Q:
    found = Q(pk__in=[])
    for low, high in (VALUE_BANDS[value] for value in values if value in VALUE_BANDS):
        band = Q(value_in_euro__isnull=False)
        band &= Q(value_in_euro__gte=low) if low is not None else Q()
        found |= band & (Q(value_in_euro__lt=high) if high is not None else Q())
    return found


def _answerable(values: Sequence[str], now: datetime) -> Q:
    """«Still open» is the only value; what is over is not looked for on its own."""
    return Q(open_until__gt=now) if OPEN in values else Q(pk__in=[])


# Name in the address → which entries have one of the values.
CONDITIONS: dict[str, Callable[[Sequence[str], datetime], Q]] = {
    "kind": _one_of("kind"),
    "country": _one_of("country"),
    "region": _any_of("places"),
    "subject": _any_of("branches"),
    "theme": _any_of("themes"),
    "language": _one_of("language"),
    "buyer": _by,
    "name": _named,
    "value": _worth,
    "state": _answerable,
    "deadline": _due,
    "published": _recent,
    "portal": _one_of("portal__slug"),
}


@dataclass(frozen=True)
class Criteria:
    words: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, params: QueryDict) -> Self:
        """Of an address; what is not understood in it is ignored.

        Prefixes among the words (`cpv:34928`) choose what their facets offer; names in them are
        read in the active language.
        """
        typed = one_line(params.get(WORDS, ""))[:WORDS_LIMIT]
        words, also = prefixes.understood(typed)
        values = {
            name: _chosen(name, [*params.getlist(name), *also.get(name, ())]) for name in CONDITIONS
        }
        return cls(words, {name: each for name, each in values.items() if each})

    @property
    def address(self) -> str:
        """The part of an address after its question mark; the same for equal criteria."""
        words = [(WORDS, self.words)] if self.words else []
        return urlencode(words + [(name, v) for name in CONDITIONS for v in self.of_facet(name)])

    def of_facet(self, name: str) -> tuple[str, ...]:
        return self.chosen.get(name, ())

    @property
    def is_empty(self) -> bool:
        return not self.words and not self.chosen

    def narrow(self, entries, language: str, now: datetime):
        """Entries, already in sight, that meet the criteria. `language`: the reader's."""
        for name, values in self.chosen.items():
            entries = entries.filter(CONDITIONS[name](values, now))
        return entries.found(self.words, language) if self.words else entries


def _chosen(name: str, values: Sequence[str]) -> tuple[str, ...]:
    cleaned = {printable(value)[:80] for value in values[:MOST_CHOSEN]}
    if name == "subject":
        cleaned = {cpv.prefix(value) if value.isdecimal() else value for value in cleaned}
    cleaned.discard("")
    return tuple(sorted(_narrowest(cleaned) if name in TREES else cleaned))


def _narrowest(branches: Iterable[str]) -> set[str]:
    """Without the branches on which another of them stands."""
    branches = set(branches)
    return {one for one in branches if not any(b != one and b.startswith(one) for b in branches)}
