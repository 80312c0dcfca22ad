"""Search against its peers: the same 200 searches over the same entries, in one run.

Found and compared first: how many entries each engine finds. Then timed: the best 20 and how many
there are; the same with the counts of facets; the whole page through every middleware.
"""

from __future__ import annotations

from pathlib import Path

from django.db import connection
from django.db.models import TextField
from django.db.models.functions import Cast
from django.test import RequestFactory
from django.utils import timezone, translation

from ppi.matching.reverse.queries import read
from ppi.portals.models import Portal
from ppi.search import stemming
from ppi.search.lists import Results
from ppi.search.models import Entry
from tests.benchmarks.measuring import Times, in_turn, ratio, written
from tests.benchmarks.pages import pages_table
from tests.benchmarks.peers import REASON, Fts5, IContains, Tantivy, Wanted
from tests.benchmarks.questions import KINDS, Question, questions
from tests.benchmarks.report import table

PLATFORM = "the platform"
# Of these kinds every engine can answer, so that what it finds is compared.
COMPARED = ("rare", "broad", "faceted", "prefix")
# Of what reads every text, so many searches are asked, so often.
SAMPLED, SAMPLED_REPETITIONS = 20, 2
GOALS = {"database": 50, "page": 120}


class Platform:
    """The page's own list, without the page."""

    def __init__(self) -> None:
        self.portals = {portal.slug: portal for portal in Portal.objects.all()}
        self.requests = RequestFactory()

    def listing(self, question: Question) -> Results:
        request = self.requests.get(question.path)
        request.portal = self.portals[question.portal]
        return Results(request)

    def best(self, question: Question) -> tuple[list, int]:
        with translation.override(question.language):
            listing = self.listing(question)
            return listing.rows, listing.count

    def with_facets(self, question: Question) -> tuple[list, int, list]:
        with translation.override(question.language):
            listing = self.listing(question)
            return listing.rows, listing.count, listing.facets

    def number(self, question: Question) -> int:
        """Exactly how many the criteria find."""
        entries = Entry.objects.published(self.portals[question.portal])
        found = question.criteria.narrow(entries, question.language, timezone.now())
        return found.order_by().count()


def understood(question: Question) -> Wanted:
    """The search as PostgreSQL reads it, for the other engines."""
    criteria = question.criteria
    query = stemming.query(criteria.words, question.language)
    rows = Portal.objects.annotate(text=Cast(query, TextField())).values_list("text", flat=True)
    return Wanted(read(rows[0]), dict(criteria.chosen))


def run(rows: int, home: Path) -> dict[str, str]:
    """Tables by the name of their place in the page."""
    asked = questions()
    platform, tantivy, fts5 = Platform(), Tantivy(home), Fts5(home)
    wanted = {question: understood(question) for question in asked}
    same = compared(asked, platform, {e.name: e for e in (tantivy, fts5)}, wanted)
    best = in_turn(
        {
            PLATFORM: platform.best,
            tantivy.name: lambda question: tantivy.best(wanted[question]),
            fts5.name: lambda question: fts5.best(wanted[question]),
        },
        asked,
    )
    facets = in_turn(counting(platform, tantivy, fts5, wanted), asked, repetitions=3)
    icontains = IContains()
    few = asked[:: len(asked) // SAMPLED]
    without_index = in_turn(
        {icontains.name: lambda q: icontains.best(q.criteria)}, few, SAMPLED_REPETITIONS
    )
    text = "\n\n".join(
        [
            f"{Entry.objects.everywhere(REASON).count():,} entries ({rows:,} notices, the rest "
            f"profiles); {len(asked)} searches; milliseconds, medians of "
            f"{len(best[PLATFORM].rounds)} repetitions.",
            "**The best 20 and their number**",
            engines_table(asked, {**best, **without_index}),
            "**The same with the counts of facets** (three facets for the peers, all that the "
            "page has for the platform; 3 repetitions)",
            engines_table(asked, facets),
            "**What it takes to have it**",
            costs_table([tantivy, fts5, icontains]),
            same,
            "**The page**",
            pages_table(asked, KINDS, GOALS),
        ]
    )
    return {"search": text}


def counting(platform: Platform, tantivy: Tantivy, fts5: Fts5, wanted: dict) -> dict:
    """Of each engine, how it is asked for the best and the counts of facets together."""
    return {
        PLATFORM: platform.with_facets,
        tantivy.name: lambda q: (tantivy.best(wanted[q]), tantivy.counts(wanted[q])),
        fts5.name: lambda q: (fts5.best(wanted[q]), fts5.counts(wanted[q])),
    }


def compared(
    asked: list[Question], platform: Platform, peers: dict[str, object], wanted: dict
) -> str:
    """In how many searches each engine finds as many as the platform's criteria; in words."""
    comparable = [question for question in asked if question.kind in COMPARED]
    numbers = {question: platform.number(question) for question in comparable}
    told = []
    for name, engine in peers.items():
        equal = sum(engine.best(wanted[q]).number == numbers[q] for q in comparable)
        told.append(f"{name} in {equal} of {len(comparable)}")
    return f"As many hits as the platform's criteria have: {', '.join(told)} searches."


def engines_table(asked: list[Question], taken: dict[str, Times]) -> str:
    """p50 and p95 of each engine, how it compares, and its p95 by kind of search."""
    heading = ["Engine", "p50", "p95", "p95 from – to", "p95, of ours", *KINDS]
    ours = taken[PLATFORM].quantile(95)
    rows = []
    for name, times in taken.items():
        low, high = times.spread(95)
        whole = len(times.of_question) == len(asked)
        by_kind = [times.of([q.kind == kind for q in asked]) if whole else None for kind in KINDS]
        rows.append(
            [
                name if whole else f"{name}, {len(times.of_question)} of the searches",
                written(times.quantile(50)),
                written(times.quantile(95)),
                f"{written(low)} – {written(high)}",
                "" if name == PLATFORM else ratio(times.quantile(95), ours),
                *(written(each.quantile(95)) if each else "" for each in by_kind),
            ]
        )
    return table(heading, rows)


def costs_table(peers: list) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_total_relation_size('search_entry'), "
            "pg_relation_size('search_words_and_facets')"
        )
        whole, index = cursor.fetchone()
        cursor.execute("SELECT current_setting('shared_buffers'), current_setting('work_mem')")
        buffers, memory = cursor.fetchone()
    rows = [
        [PLATFORM, f"{whole / 2**20:,.0f}, of which words {index / 2**20:,.0f}", "",
         f"shared_buffers {buffers}, work_mem {memory}, texts included"]
    ]  # fmt: skip
    rows += [
        [peer.name, f"{peer.size / 2**20:,.0f}", f"{peer.seconds:,.0f}", peer.settings]
        for peer in peers
    ]
    return table(["Engine", "MB on disk", "seconds to build", "settings"], rows)
