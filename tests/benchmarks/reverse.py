"""Reverse search against its peers: which saved searches does a new notice satisfy?

The same saved searches are put to each side: the platform's index, the package `mokaccino`, and
the search itself, run once for each saved search (a sample of them, because it takes minutes).
"""

from __future__ import annotations

import random
import time
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path

from django.db import connection
from django.utils import timezone
from mokaccino import Document, Percolator, Query

from ppi.matching.models import SavedSearch
from ppi.matching.reverse import satisfied_by
from ppi.matching.reverse.borne import tokens_of
from ppi.matching.reverse.queries import Every, Lexeme, Node, Some, Without, read
from ppi.portals.models import Portal
from ppi.search.models import Entry
from tests.benchmarks.measuring import Times, in_turn, milliseconds, ratio, written
from tests.benchmarks.report import table
from tests.benchmarks.searches import make_searches
from tests.benchmarks.words import SEED

PLATFORM = "the platform"
MOKACCINO = f"mokaccino {version('mokaccino')}"
EACH = "a query for each search"
NOTICES, DAY, SAMPLED = 200, 3_000, 100
# The side that takes minutes is asked of these only.
FEW_NOTICES, FEW_REPETITIONS = 10, 2
GOALS = {"notice": 15, "day": 60}
REASON = "the benchmark looks at searches and entries of every portal"


class Mokaccino:
    """All searches in its memory, as terms: PostgreSQL stems for it, as for the platform.

    It knows values, beginnings, whole numbers and places, joined by AND, OR and NOT. It has no
    phrases, which the searches here do not have either.
    """

    def __init__(self) -> None:
        began = time.monotonic()
        self.percolator, self.ids = Percolator(), []
        for pk, facets, words in self._stored():
            parts = [self.query(read(facets)), *([self.query(read(words))] if words else [])]
            self.percolator.add_query(Query.from_and(parts))
            self.ids.append(pk)
        self.seconds = time.monotonic() - began
        self.portals = list(Portal.objects.all())

    def _stored(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, facets::text, words::text FROM matching_savedsearch ORDER BY id"
            )
            yield from cursor.fetchall()

    def query(self, node: Node) -> Query:
        match node:
            case Lexeme(text):
                make = Query.from_kprefix if node.is_beginning else Query.from_kv
                return make("term", text)
            case Some(parts):
                return Query.from_or([self.query(part) for part in parts])
            case Every(parts):
                return Query.from_and([self.query(part) for part in parts])
            case Without(part):
                return Query.from_not(self.query(part))
        raise NotImplementedError(f"{node} cannot be said to mokaccino.")

    def document(self, entry: Entry) -> Document:
        document = Document()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT tsvector_to_array(vector) FROM search_entry WHERE id = %s", [entry.pk]
            )
            [lexemes] = cursor.fetchone()
        tokens = tokens_of(entry, self.portals, timezone.now()).values()
        for text in [*lexemes, *(token for each in tokens for token in each)]:
            document.add_value("term", text)
        return document

    def satisfied_by(self, entry: Entry) -> set[int]:
        found = self.percolator.percolate_list(self.document(entry))
        return {self.ids[number] for number in found}


def run(rows: int, home: Path) -> dict[str, str]:
    """Tables by the name of their place in the page."""
    began = time.monotonic()
    stored = make_searches(rows)
    seconds = time.monotonic() - began
    notices = newest(max(NOTICES, min(DAY, rows)))
    chosen = random.Random(SEED).sample(notices, NOTICES)
    mokaccino = Mokaccino()
    same, hits = compared(chosen, mokaccino)
    taken = in_turn(
        {
            PLATFORM: lambda entry: list(satisfied_by([entry.pk])),
            MOKACCINO: mokaccino.satisfied_by,
        },
        chosen,
    )
    each = in_turn({EACH: one_by_one(rows)}, chosen[:FEW_NOTICES], FEW_REPETITIONS)[EACH]
    day = [milliseconds(lambda: list(satisfied_by(e.pk for e in notices))) for _ in range(3)]
    text = "\n\n".join(
        [
            f"{rows:,} saved searches, {NOTICES} notices that satisfy {hits:,.1f} searches each; "
            "milliseconds for one notice, medians of 5 repetitions.",
            notices_table(taken, each, rows),
            f"{same} {EACH.capitalize()} was asked of {SAMPLED} searches and {FEW_NOTICES} "
            f"notices; its times are those, times {rows / SAMPLED:,.0f}. mokaccino holds all "
            "searches in one process's memory, which it takes "
            f"{mokaccino.seconds:,.0f} s to fill; it cannot say phrases, and its times hold the "
            "reading of the notice's terms, as ours do.",
            f"A publication day of {len(notices):,} notices: {sorted(day)[1] / 1000:,.1f} s "
            f"(from {min(day) / 1000:,.1f} to {max(day) / 1000:,.1f}; goal {GOALS['day']} s).",
            stored_sentence(stored, seconds),
        ]
    )
    return {"reverse": text.rstrip()}


def newest(number: int) -> list[Entry]:
    entries = Entry.objects.everywhere(REASON).filter(kind="opportunity")
    return list(entries.select_related("organisation").order_by("-pk").defer("vector")[:number])


def compared(chosen: list[Entry], mokaccino: Mokaccino) -> tuple[str, float]:
    """Whether both found the same, in words; how many searches a notice satisfied."""
    found = defaultdict(set)
    for search, entry in satisfied_by([entry.pk for entry in chosen]):
        found[entry].add(search)
    same = sum(mokaccino.satisfied_by(entry) == found[entry.pk] for entry in chosen)
    hits = sum(len(searches) for searches in found.values()) / len(chosen)
    return f"Both found the same searches for {same} of {len(chosen)} notices.", hits


def one_by_one(rows: int):
    """Ask a sample of the searches themselves, each for this one entry."""
    searches = SavedSearch.objects.everywhere(REASON).select_related("portal").order_by("pk")
    sample = list(searches[:: max(rows // SAMPLED, 1)][:SAMPLED])

    def ask(entry: Entry) -> int:
        now = timezone.now()
        asked = (
            search.criteria.narrow(
                Entry.objects.published(search.portal).filter(pk=entry.pk), search.language, now
            )
            for search in sample
        )
        return sum(entries.exists() for entries in asked)

    return ask


def notices_table(taken: dict[str, Times], each: Times, rows: int) -> str:
    ours = taken[PLATFORM].quantile(95)
    lines = []
    for name, times in taken.items():
        low, high = times.spread(95)
        lines.append(
            [name, written(times.quantile(50)), written(times.quantile(95)),
             f"{written(low)} – {written(high)}",
             "" if name == PLATFORM else ratio(times.quantile(95), ours)]
        )  # fmt: skip
    scale = rows / SAMPLED
    p50, p95 = each.quantile(50) * scale, each.quantile(95) * scale
    lines.append([f"{EACH}, calculated", written(p50), written(p95), "", ratio(p95, ours)])
    said = f"Goal: p95 {GOALS['notice']} ms."
    return f"{table(['Side', 'p50', 'p95', 'p95 from – to', 'p95, of ours'], lines)}\n\n{said}"


def stored_sentence(stored: int, seconds: float) -> str:
    """Empty where they were there already."""
    return f"Storing {stored:,} searches: {stored / seconds:,.0f} a second." if stored else ""
