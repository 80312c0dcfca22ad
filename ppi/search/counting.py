"""How many hits, and how many with each value of each facet: one statement, bounded work.

Counts are exact up to `COUNT_LIMIT` hits. Of more, the newest `SAMPLE` are counted, so that a
search that finds half of a million costs no more than one that finds some thousands. The newest
are told by the same statement, because finding is what costs most: it is done once.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils import timezone

from ppi.kernel.listing import COUNT_LIMIT

# The planner's guess may be wrong by a few times: only far beyond the limit is it believed.
BROAD = 3 * COUNT_LIMIT
SAMPLE = 1_000
# Of what stands in more than this share of all entries, the newest are met soon by walking along
# the days; of what is rarer, they are found by the word among those of the last days, because to
# look into a vector costs as much as to find a hundred entries in the index.
WALKED = 0.2
# Of the last week, two weeks, … five years.
WINDOWS = [timedelta(days=7 * 2**doubled) for doubled in range(9)]
COLUMNS = {
    "id": "bigint", "published_at": "timestamptz", "kind": "text", "country": "text",
    "language": "text", "portal_id": "bigint", "organisation_id": "bigint",
    "places": "text[]", "branches": "text[]", "themes": "text[]",
}  # fmt: skip
NUMBER = "SELECT count(*) AS of_all FROM {name}_found"
TOTAL = "SELECT '' AS facet, '' AS value, of_all AS number FROM {name}_number"
# Sorting costs by the row and its width: rows are sorted only where not all of them are counted.
COUNTED = """
    SELECT * FROM {name}_found WHERE (SELECT of_all FROM {name}_number) <= {limit}
    UNION ALL (
        SELECT * FROM {name}_found WHERE (SELECT of_all FROM {name}_number) > {limit}
        ORDER BY published_at DESC, id DESC LIMIT {sample}
    )
"""
# As one text: a row for each of thousands would take longer to read than to find.
NEWEST = """
    (SELECT 'newest', string_agg(id::text, ' ' ORDER BY published_at DESC, id DESC), 0 FROM (
        SELECT id, published_at FROM {name}_found ORDER BY published_at DESC, id DESC LIMIT %s
    ) AS newest)
"""
NOTHING = "SELECT {} WHERE false"


@dataclass(frozen=True)
class Question:
    """How the values of one facet are counted.

    `sql` selects facet, value and number from `{hits}`; `params` are its own. `conditions`: what
    is asked of each hit beside its columns; they are read as `<name>_0`, `<name>_1`, …
    """

    name: str
    sql: str
    params: Sequence = ()
    conditions: Sequence[Q] = ()


@dataclass
class Counts:
    """`found` hits, one more than `COUNT_LIMIT` for any more; how many by facet and value; the ids
    of the newest of them, as many as were asked for."""

    found: int = 0
    is_sampled: bool = False
    newest: list[int] = field(default_factory=list)
    of_facet: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))


class Hits:
    """Parts of a `WITH`, and the questions that are asked of them: `<name>_found`, all that is
    found, `<name>_number`, how much that is, and `<name>`, what of it is counted."""

    def __init__(
        self, name: str, rows: QuerySet, questions: Sequence[Question], newest: int = 0
    ) -> None:
        self.name, self.questions, self.newest = name, questions, newest
        expected = estimated(rows)
        self.is_broad = expected > BROAD
        self._rows = rows.select_related(None)
        self.since = since_when(self._rows, expected) if self.is_broad else None

    def definitions(self) -> Iterator[tuple[str, Sequence]]:
        names, sql, params = self._select()
        yield f"{self.name}_found ({', '.join(names)}) AS MATERIALIZED ({sql})", params
        yield f"{self.name}_number AS MATERIALIZED ({NUMBER.format(name=self.name)})", ()
        counted = COUNTED.format(name=self.name, limit=COUNT_LIMIT, sample=SAMPLE)
        yield f"{self.name} AS MATERIALIZED ({counted})", ()

    def _select(self) -> tuple[list[str], str, Sequence]:
        asked = {
            f"{question.name}_{number}": ExpressionWrapper(condition, BooleanField())
            for question in self.questions
            for number, condition in enumerate(question.conditions)
        }
        names = [*COLUMNS, *asked]
        rows = self._rows.annotate(**asked).values_list(*names).order_by()
        if self.since:
            rows = rows.filter(published_at__gt=self.since)
            rows = rows.order_by(fetched_whole("published_at").desc(), "-pk")[:SAMPLE]
        elif self.is_broad:
            rows = rows.order_by("-published_at", "-pk")[:SAMPLE]
        try:
            return names, *rows.query.get_compiler(rows.db).as_sql()
        except EmptyResultSet:
            types = [*COLUMNS.values(), *("boolean" for _name in asked)]
            return names, NOTHING.format(", ".join(f"NULL::{each}" for each in types)), ()

    def answers(self) -> Iterator[tuple[str, Sequence]]:
        if self.newest:
            yield NEWEST.format(name=self.name), [self.newest]
        for question in self.questions:
            yield f"({question.sql.format(hits=self.name)})", question.params


def counted(
    rows: QuerySet,
    together: Sequence[Question],
    apart: Sequence[tuple[Question, QuerySet]],
    newest: int = 0,
) -> Counts:
    """All counts of a page: `together`, facets counted among `rows`; `apart`, those in which
    something is chosen, each with the rows that the other facets leave. `newest`: of so many of
    the newest hits the ids are told too, at most `SAMPLE`."""
    whole = Hits("hits", rows, together, newest)
    others = [Hits(f"hits_{n}", left, [question]) for n, (question, left) in enumerate(apart)]
    counts = _read(rows.db, [whole, *others])
    if whole.since and counts.found < SAMPLE:
        # The days hold less than was expected of them.
        whole.since = None
        counts = _read(rows.db, [whole, *others])
    is_more = whole.is_broad and counts.found >= SAMPLE
    counts.found = COUNT_LIMIT + 1 if is_more else min(counts.found, COUNT_LIMIT + 1)
    counts.is_sampled = counts.found > COUNT_LIMIT or any(hits.is_broad for hits in others)
    return counts


def fetched_whole(key: str | Combinable) -> Coalesce:
    """The same key, but of no index: with a limit the database would walk along one, and look for
    a rare word in the vector of nearly every entry."""
    return Coalesce(key, key)


def since_when(rows: QuerySet, expected: int) -> datetime | None:
    """From when on there are some more than `SAMPLE` of them, so that the newest need not be looked
    for among all; None where it is quicker to walk along the days."""
    if expected > WALKED * estimated(rows.model.objects.everywhere("how many there are at all")):
        return None
    now = timezone.now()

    def holds_enough(length: timedelta) -> bool:
        return estimated(rows.filter(published_at__gt=now - length)) >= 2 * SAMPLE

    shortest = bisect_left(WINDOWS, True, key=holds_enough)
    return now - WINDOWS[shortest] if shortest < len(WINDOWS) else None


def estimated(rows: QuerySet) -> int:
    """How many rows the database expects; it looks at none of them."""
    told = rows.select_related(None).order_by().values("pk").explain(format="json")
    # No plan is made for what Django knows to be empty.
    return json.loads(told)[0]["Plan"]["Plan Rows"] if told else 0


def _read(database: str, parts: list[Hits]) -> Counts:
    definitions = [each for hits in parts for each in hits.definitions()]
    answers = [(TOTAL.format(name=parts[0].name), ())]
    answers += [answer for hits in parts for answer in hits.answers()]
    statement = "WITH {} {}".format(
        ", ".join(sql for sql, _params in definitions),
        " UNION ALL ".join(sql for sql, _params in answers),
    )
    params = [value for _sql, values in [*definitions, *answers] for value in values]
    counts = Counts()
    with connections[database].cursor() as cursor:
        cursor.execute(statement, params)
        for facet, value, number in cursor.fetchall():
            counts.of_facet[facet][value] = number
    counts.found = counts.of_facet.pop("")[""]
    for ids in counts.of_facet.pop("newest", {}):
        counts.newest = [int(pk) for pk in (ids or "").split()]
    return counts
