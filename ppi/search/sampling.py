"""Of very many hits, the newest: how they are met without looking at all the others.

The planner says how many rows it expects, and is corrected by what the newest days really hold.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Self

from django.core.cache import cache
from django.db.models import QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils import timezone

from ppi.kernel.listing import COUNT_LIMIT

SAMPLE = 1_000
# The planner's guess is too high where alternatives mean one word: of more than this it is tried
# whether the newest bear it out; of less, all hits are read.
BROAD = COUNT_LIMIT * 13 // 10
# So many are expected of a window at least, for what is left of them to be a good sample.
EXPECTED = 1_500
# So many must be left of a guess that the newest have corrected, to say «more than 10,000».
SURE = COUNT_LIMIT * 6 // 5
# Of what stands in more than this share of all entries, the newest are met soon by walking along
# the days; of what is rarer, they are found by the word among those of the last days, because to
# look into a vector costs as much as to find a hundred entries in the index.
WALKED = 0.2
# The same for the few rows of a page. Of a word that it does not know the planner believes that it
# stands in 0.3 % of all entries; several of them together stay below this.
WALKED_FOR_A_PAGE = 0.05
# Of the last week, two weeks, … five years.
WINDOWS = [timedelta(days=7 * 2**doubled) for doubled in range(9)]
LONG_AGO = datetime.min.replace(tzinfo=UTC)
# How many entries fall into them changes by the day, and is but where to begin.
SHARES, SHARES_KEPT_SECONDS = "search:shares", 600


@dataclass(frozen=True)
class Sample:
    """The newest of `expected` hits: those since a moment; or, without a moment, those that are met
    first along the days. `in_window`: so many are expected of the days that were looked at."""

    expected: int
    since: datetime | None = None
    in_window: int = 0

    @classmethod
    def of(cls, rows: QuerySet, expected: int) -> Self:
        """Since when there are some more than `SAMPLE` of them."""
        total, shares = _shares(rows)
        if expected > WALKED * total:
            return cls(expected)
        now = timezone.now()

        def held(window: int) -> int:
            return estimated(rows.filter(published_at__gt=now - WINDOWS[window]))

        last = len(WINDOWS) - 1
        window = next((n for n in range(last) if expected * shares[n] >= EXPECTED), last)
        expects = held(window)
        # The hits may lie otherwise among the days than all entries do.
        while expects > 4 * EXPECTED and window > 0:
            window -= 1
            expects = held(window)
        while expects < EXPECTED and window < last:
            window += 1
            expects = held(window)
        return cls(expected, now - WINDOWS[window], expects) if expects >= SAMPLE else cls(expected)

    def of_ever(self) -> Self:
        """Of hits that lie further back than the planner thinks: the newest of all of them."""
        return replace(self, since=LONG_AGO, in_window=self.expected)

    def reaching(self, rows: QuerySet, oldest: datetime | None) -> Self:
        """Of those that were met along the days: what was expected of the days they lie in."""
        if self.since or oldest is None:
            return self
        return replace(self, in_window=estimated(rows.filter(published_at__gte=oldest)))

    def corrected(self, seen: int) -> int:
        """How many hits there are, by what the window really holds; never more than expected, for
        a word may be of these days."""
        if self.since is None and seen < SAMPLE:
            return seen
        return min(self.expected, self.expected * seen // max(self.in_window, 1))


def estimated(rows: QuerySet) -> int:
    """How many rows the database expects; it looks at none of them."""
    told = rows.select_related(None).order_by().values("pk").explain(format="json")
    # No plan is made for what Django knows to be empty.
    return json.loads(told)[0]["Plan"]["Plan Rows"] if told else 0


def is_met_soon(rows: QuerySet) -> bool:
    """Whether so much was found that a page of it is met within some hundreds of entries."""
    total, _shares_of_windows = _shares(rows)
    return estimated(rows) > max(WALKED_FOR_A_PAGE * total, BROAD)


def fetched_whole(key: str | Combinable) -> Coalesce:
    """The same key, but of no index: with a limit the database would walk along one, and look for
    a rare word in the vector of nearly every entry."""
    return Coalesce(key, key)


def _shares(rows: QuerySet) -> tuple[int, list[float]]:
    """How many entries there are, and which share of them falls into each window."""

    def counted() -> tuple[int, list[float]]:
        every = rows.model.objects.everywhere("how many there are at all")
        total, now = estimated(every), timezone.now()
        held = (estimated(every.filter(published_at__gt=now - length)) for length in WINDOWS)
        return total, [number / max(total, 1) for number in held]

    return cache.get_or_set(SHARES, counted, SHARES_KEPT_SECONDS)
