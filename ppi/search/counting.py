"""How many hits, and how many with each value of each facet: one statement, bounded work.

Counts are exact up to `COUNT_LIMIT` hits. Of more, a part is counted, so that a search that finds
half of a million costs no more than one that finds some thousands. The newest are told by the same
statement, because finding is what costs most: it is done once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Self

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from ppi.kernel.listing import COUNT_LIMIT
from ppi.search import sampling
from ppi.search.sampling import Sample, estimated

NEWEST_KEYS = ("id", "published_at")
COLUMNS = {
    "id": "bigint", "published_at": "timestamptz", "kind": "text", "country": "text",
    "language": "text", "portal_id": "bigint", "organisation_id": "bigint",
    "places": "text[]", "branches": "text[]", "themes": "text[]",
}  # fmt: skip
# Hits are read once and grouped by each of several keys at once; a question asks the groups of its
# key. (Kept as rows and read by each question, ten thousand would take twice as long.)
GROUPED = """
    SELECT grouping({firsts}) AS part, {keys}, count(*) AS number
    FROM ({found}) AS found ({names})
    GROUP BY GROUPING SETS ({sets})
"""
# Of a window all hits are looked at; counted are the newest, and told is how many there were.
SAMPLED = """
    SELECT *, count(*) OVER () FROM ({found}) AS of_window ({names})
    ORDER BY published_at DESC, id DESC LIMIT {sample}
"""
# Along the days one has looked as far as to the oldest that was met.
MET = "SELECT *, min(published_at) OVER () FROM ({found}) AS met ({names})"
# As one text: a row for each of thousands would take longer to read than to find.
NEWEST = """
    (SELECT '{name}', 'newest', string_agg(id::text, ' ' ORDER BY published_at DESC, id DESC), 0
    FROM (
        SELECT id, published_at FROM {hits} ORDER BY published_at DESC, id DESC LIMIT %s
    ) AS newest)
"""
TOTAL = "SELECT '{name}', '', '', coalesce({seen}, 0)::bigint FROM {hits}"
OLDEST = """
    SELECT '{name}', 'oldest', '', floor(extract(epoch FROM max(oldest)))::bigint FROM {hits}
"""
NOTHING = "SELECT {} WHERE false"


@dataclass(frozen=True)
class Question:
    """How the values of one facet are counted.

    `sql` selects facet, value and number from `{hits}`: groups of hits by `keys`, each with its
    `number`; `params` are its own. `conditions` are keys too: what is asked of each hit beside its
    columns; they are read as `<name>_0`, `<name>_1`, … `is_few`: the keys have few values, and are
    grouped together with others that have.
    """

    name: str
    sql: str
    keys: Sequence[str] = ()
    params: Sequence = ()
    conditions: Sequence[Q] = ()
    is_few: bool = False

    @property
    def all_keys(self) -> tuple[str, ...]:
        return *self.keys, *self.flags

    @property
    def flags(self) -> dict[str, ExpressionWrapper]:
        return {
            f"{self.name}_{number}": ExpressionWrapper(condition, BooleanField())
            for number, condition in enumerate(self.conditions)
        }


@dataclass
class Counts:
    """`found` hits, one more than `COUNT_LIMIT` for any more; how many by facet and value; the ids
    of the newest of them, as many as were asked for."""

    found: int = 0
    is_sampled: bool = False
    newest: list[int] = field(default_factory=list)
    of_facet: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))


class Hits:
    """A part of a `WITH`, and the questions that are asked of it: hits, grouped.

    `sample`: of these hits only; without it of all, up to one more than `COUNT_LIMIT`.
    """

    def __init__(
        self,
        name: str,
        rows: QuerySet,
        questions: Sequence[Question],
        sample: Sample | None,
        newest: int = 0,
    ) -> None:
        self.name, self.questions, self.sample, self.newest = name, questions, sample, newest
        self.rows = rows.select_related(None).order_by()
        few = [key for question in questions if question.is_few for key in question.all_keys]
        own = [question.all_keys for question in questions if not question.is_few]
        self._sets = [keys for keys in ((*few,), *own, NEWEST_KEYS if newest else ()) if keys]
        if not self._sets:
            self._sets = [NEWEST_KEYS]

    def among(self, sample: Sample | None) -> Self:
        """The same of another sample."""
        return type(self)(self.name, self.rows, self.questions, sample, self.newest)

    @property
    def definition(self) -> tuple[str, Sequence]:
        names, found, params = self._found()
        sets = self._sets
        if self.sample:
            template, told = (SAMPLED, "seen") if self.sample.since else (MET, "oldest")
            found = template.format(found=found, names=", ".join(names), sample=sampling.SAMPLE)
            names, sets = [*names, told], [(*sets[0], told), *sets[1:]]
        grouped = GROUPED.format(
            firsts=", ".join(keys[0] for keys in sets),
            keys=", ".join(key for keys in sets for key in keys),
            found=found,
            names=", ".join(names),
            sets=", ".join(f"({', '.join(keys)})" for keys in sets),
        )
        few = f"SELECT * FROM {self.name} WHERE part = {self._part(0)}"
        both = f"{self.name} AS MATERIALIZED ({grouped}), {self.name}_few AS MATERIALIZED ({few})"
        return both, params

    def _found(self) -> tuple[list[str], str, Sequence]:
        flags = {name: flag for asked in self.questions for name, flag in asked.flags.items()}
        columns = [key for keys in self._sets for key in keys if key in COLUMNS]
        names = [*dict.fromkeys([*NEWEST_KEYS, *columns]), *flags]
        rows = self.rows.annotate(**flags).values_list(*names)
        if self.sample is None:
            rows = rows[: COUNT_LIMIT + 1]
        elif self.sample.since:
            rows = rows.filter(published_at__gt=self.sample.since)
        else:
            rows = rows.order_by("-published_at", "-pk")[: sampling.SAMPLE]
        try:
            return names, *rows.query.get_compiler(rows.db).as_sql()
        except EmptyResultSet:
            types = (COLUMNS.get(name, "boolean") for name in names)
            return names, NOTHING.format(", ".join(f"NULL::{each}" for each in types)), ()

    @property
    def answers(self) -> Iterator[tuple[str, Sequence]]:
        """Rows of facet, value and number."""
        few = self._groups(self._sets[0])
        seen = "max(seen)" if self.sample and self.sample.since else "sum(number)"
        yield TOTAL.format(name=self.name, seen=seen, hits=few), ()
        if self.sample and not self.sample.since:
            yield OLDEST.format(name=self.name, hits=few), ()
        if self.newest:
            yield NEWEST.format(name=self.name, hits=self._groups(NEWEST_KEYS)), [self.newest]
        for question in self.questions:
            sql = question.sql.format(hits=self._groups(question.all_keys))
            yield f"(SELECT '{self.name}', answer.* FROM ({sql}) AS answer)", question.params

    def _groups(self, asked: Sequence[str]) -> str:
        """The groups of the set that has these keys; the first set is asked most, and is small."""
        number = next(n for n, keys in enumerate(self._sets) if set(asked) <= set(keys))
        if number == 0:
            return f"{self.name}_few"
        return f"(SELECT * FROM {self.name} WHERE part = {self._part(number)}) AS of_set"

    def _part(self, number: int) -> int:
        """What `grouping` tells of the rows of a set: it has a bit for each set, the first one
        highest, and that of a row's own set is 0."""
        last = len(self._sets) - 1
        return 2 ** (last + 1) - 1 - 2 ** (last - number)


@dataclass
class Told:
    """What is told of one `Hits`. `seen`: how many there were to count; of a window, in it.
    `oldest`: of those that were met along the days."""

    seen: int = 0
    oldest: datetime | None = None
    newest: list[int] = field(default_factory=list)
    of_facet: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))


def counted(
    rows: QuerySet,
    together: Sequence[Question],
    apart: Sequence[tuple[Question, QuerySet]],
    newest: int = 0,
) -> Counts:
    """All counts of a page: `together`, facets counted among `rows`; `apart`, those in which
    something is chosen, each with the rows that the other facets leave. `newest`: of so many of
    the newest hits the ids are told too, at most `SAMPLE`."""

    sample = _sample(rows, beyond=sampling.BROAD)
    whole = Hits("hits", rows, together, sample, newest)
    others = [
        Hits(f"hits_{number}", left, [question], _sample(left, beyond=COUNT_LIMIT))
        for number, (question, left) in enumerate(apart)
    ]
    told, *told_apart = _read([whole, *others])
    if sample is not None:
        told, sample = _borne_out(told, whole)
    elif told.seen > COUNT_LIMIT:
        # What was read is part enough for the facets; only the newest are still to be found.
        sample = Sample.of(rows, COUNT_LIMIT)
        if newest:
            alone = Hits("hits", rows, (), sample, newest)
            told.newest = _enough(_told_of(alone), alone).newest
    counts = Counts(COUNT_LIMIT + 1 if sample else told.seen, sample is not None, told.newest)
    counts.of_facet |= told.of_facet
    for hits, part in zip(others, told_apart, strict=True):
        counts.of_facet |= (_enough(part, hits) if hits.sample else part).of_facet
        counts.is_sampled |= bool(hits.sample or part.seen > COUNT_LIMIT)
    return counts


def _borne_out(told: Told, hits: Hits) -> tuple[Told, Sample | None]:
    """What was told of a sample, or what another reading tells, where it shows that there are
    fewer hits than were expected, or that they lie further back."""
    sample = hits.sample.reaching(hits.rows, told.oldest)
    if sample.corrected(told.seen) <= sampling.SURE:
        whole = _told_of(hits.among(None))
        if whole.seen <= COUNT_LIMIT:
            return whole, None
    return _enough(told, hits), sample


def _enough(told: Told, hits: Hits) -> Told:
    """What was told of a sample, or of the newest of all, where the sample's days hold too few.
    Who met few along the days met all."""
    if hits.sample.since is None or told.seen >= sampling.SAMPLE // 2:
        return told
    return _told_of(hits.among(hits.sample.of_ever()))


def _told_of(hits: Hits) -> Told:
    return _read([hits])[0]


def _sample(rows: QuerySet, beyond: int) -> Sample | None:
    expected = estimated(rows)
    return Sample.of(rows, expected) if expected > beyond else None


def _read(parts: list[Hits]) -> list[Told]:
    definitions = [hits.definition for hits in parts]
    answers = [answer for hits in parts for answer in hits.answers]
    statement = "WITH {} {}".format(
        ", ".join(sql for sql, _params in definitions),
        " UNION ALL ".join(sql for sql, _params in answers),
    )
    params = [value for _sql, values in [*definitions, *answers] for value in values]
    told = {hits.name: Told() for hits in parts}
    with connections[parts[0].rows.db].cursor() as cursor:
        cursor.execute(statement, params)
        for name, facet, value, number in cursor.fetchall():
            if facet == "":
                told[name].seen = number
            elif facet == "oldest":
                told[name].oldest = number and datetime.fromtimestamp(number, UTC)
            elif facet == "newest":
                told[name].newest = [int(pk) for pk in (value or "").split()]
            else:
                told[name].of_facet[facet][value] = number
    return list(told.values())
