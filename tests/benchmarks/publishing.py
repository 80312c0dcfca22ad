"""A notice is published: when do the companies that it fits stand in the database, and when do
they know?

The verbs are those that the jobs call, one after another in one process. Each notice comes as new:
what it was matched with before is taken away first. For a publication day two processes share many
notices, as two workers do.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import batched
from multiprocessing import get_context
from pathlib import Path
from statistics import fmean, median

import django
from django.db import connection
from django.utils import timezone

from ppi.kernel.languages import LANGUAGES
from ppi.kernel.models import Job
from ppi.matching import gists, learning, offers, services
from ppi.matching.models import Gist, LabelPart, Match
from ppi.notifications import tasks
from ppi.notifications.choices import Channel
from ppi.notifications.models import Delivery
from ppi.search.choices import Kind
from ppi.search.models import Entry
from profiles.models import Profile
from tenders.models import Opportunity
from tests.benchmarks import audience
from tests.benchmarks.building import told
from tests.benchmarks.measuring import Times, milliseconds, written
from tests.benchmarks.report import table

NOTICES, DAY, REPETITIONS = 20, 3_000, 3
# Of a publication day so many notices are published, by so many processes.
OF_DAY, PROCESSES = 60, 2
GOALS = {"notice": 150, "day": 60}
# Profiles of the goal.
MANY = 100_000
REASON = "the benchmark matches companies and notices of every portal"
PORTION = 200
TELL = "ppi.notifications.tasks.tell_matched"
# Somebody in each company, so that there is somebody to tell.
JOIN = """
    INSERT INTO organisations_membership (organisation_id, user_id, role, since)
    SELECT organisation_id, id, 'owner', now() FROM profiles_profile
    ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True)
class Published:
    """What one notice led to, in milliseconds and in numbers.

    `reading`: of the matching, what it takes to read the notice itself, whoever is there.
    """

    reading: float
    matching: float
    telling: float
    candidates: int
    matches: int
    told: int


def run(rows: int, home: Path) -> dict[str, str]:
    """Tables by the name of their place in the page."""
    prepare()
    notices = audience.newest(NOTICES)
    rounds = [list(each_published(notices)) for _ in range(REPETITIONS + 1)][1:]
    days = [seconds_of_day() for _ in range(REPETITIONS)]
    audience.clear()
    return {"publishing": text(rounds, days)}


def prepare() -> None:
    """Learn from the labels and texts, and read what is compared; once for a database."""
    with connection.cursor() as cursor:
        cursor.execute(JOIN)
    read = Gist.objects.everywhere(REASON)
    wanted = compared()
    if read.filter(entry__in=wanted).count() == len(wanted):
        return
    with told("what matching learns, and what each text is about") as counted:
        if not LabelPart.objects.exists():
            for language in LANGUAGES:
                learning.learn_labels(language)
        for language in LANGUAGES:
            learning.learn_rarity(language)
        for ids in batched(wanted, PORTION):
            entries = Entry.objects.everywhere(REASON).filter(pk__in=ids)
            counted.append(len(gists.keep(entries.defer("vector").order_by("pk"))))
    audience.settle()


def compared() -> list[int]:
    """The entries of all companies and of the newest notices."""
    entries = Entry.objects.everywhere(REASON)
    companies = entries.filter(kind=Kind.PROFILE).values_list("pk", flat=True)
    needs = [notice.pk for notice in audience.newest(NOTICES)]
    newest = entries.filter(kind=Kind.OPPORTUNITY, object_id__in=needs)
    return sorted([*companies, *newest.values_list("pk", flat=True)])


def each_published(notices: Iterable[Opportunity]) -> Iterator[Published]:
    audience.clear()
    for notice in notices:
        yield published(notice)
        print(".", end="", flush=True, file=sys.stderr)


def seconds_of_day() -> float:
    """How long two processes take to publish `OF_DAY` notices, matches and messages written."""
    audience.clear()
    ids = [notice.pk for notice in audience.newest(OF_DAY)]
    connection.close()
    with ProcessPoolExecutor(
        PROCESSES, get_context("spawn"), initializer=django.setup
    ) as processes:
        # Both are there, and know their way, before the clock starts.
        list(processes.map(publish, [ids[:1], ids[1:2]]))
        audience.clear()
        forget(ids)
        connection.close()
        began = time.monotonic()
        list(processes.map(publish, [ids[n::PROCESSES] for n in range(PROCESSES)]))
        return time.monotonic() - began


def publish(ids: Sequence[int]) -> None:
    """What one process takes of a day."""
    for notice in Opportunity.objects.published_anywhere().filter(pk__in=ids):
        services.match(notice)
        tell(notice)


def published(notice: Opportunity) -> Published:
    forget([notice.pk])
    matching = milliseconds(lambda: services.match(notice))
    telling = milliseconds(lambda: tell(notice))
    forget([notice.pk])
    gist = gists.of_objects(Opportunity, [notice.pk]).get(notice.pk)
    return Published(
        reading=milliseconds(lambda: gists.refresh(Opportunity, [notice.pk])),
        matching=matching,
        telling=telling,
        candidates=len(services.candidates(notice, offers.near(notice.cpv, gist)[0])),
        matches=Match.objects.about(notice).count(),
        told=Delivery.objects.filter(channel=Channel.MAIL, subject_id=notice.pk).count(),
    )


def forget(ids: Sequence[int]) -> None:
    """These notices come as new: their texts have not been read yet."""
    needs = Gist.objects.everywhere(REASON).filter(entry__kind=Kind.OPPORTUNITY)
    needs.filter(entry__object_id__in=ids).update(made_of="")


def tell(notice: Opportunity) -> None:
    """As the job that finds out whom, and each of the jobs that it writes."""
    tasks.tell_matched_companies(opportunity_id=notice.pk)
    own = Job.objects.filter(task=TELL, arguments__opportunity_id=notice.pk, done_at=None)
    for row in own.order_by("pk"):
        tasks.tell_matched(**row.arguments)
        Job.objects.filter(pk=row.pk).update(done_at=timezone.now())


def text(rounds: Sequence[Sequence[Published]], days: Sequence[float]) -> str:
    profiles, last = Profile.objects.published_anywhere().count(), rounds[-1]
    candidates, matches, people = (
        fmean(getattr(each, name) for each in last) for name in ("candidates", "matches", "told")
    )
    reading, matching, telling = (
        times(rounds, name) for name in ("reading", "matching", "telling")
    )
    both = Times([[m + t for m, t in zip(*pair, strict=True)]
                  for pair in zip(matching.rounds, telling.rounds, strict=True)])  # fmt: skip
    lines = [
        line("the notice read", reading),
        line("that, and its matches written", matching),
        line("messages of them written", telling),
        line("matches and due alerts written, all in all", both),
    ]
    heading = ["Milliseconds for one notice", "p50", "p95", "p95 from – to"]
    once, all_ = fmean(reading.of_question), fmean(both.of_question)
    grown = {"matching": fmean(matching.of_question), "all": all_}
    at_many = {name: once + (ms - once) * MANY / profiles for name, ms in grown.items()}
    a_candidate = (grown["matching"] - once) / candidates
    return "\n\n".join(
        [
            f"{profiles:,} profiles, {len(last)} notices, each of which has "
            f"{candidates:,.0f} candidates ({candidates / profiles:.1%} of the profiles), "
            f"{matches:,.0f} matches, {people:,.0f} of them worth a message; one process, "
            f"medians of {len(rounds)} repetitions.",
            table(heading, lines),
            f"Beyond reading the notice, matching takes {written(a_candidate)} ms a candidate, and "
            f"telling {written(fmean(telling.of_question) / max(people, 1))} ms a company. Goal, "
            f"at {MANY:,} profiles: p95 {GOALS['notice']} ms; calculated as if all "
            "but the reading grew with the candidates, and so an upper limit, a notice takes "
            f"{written(at_many['matching'])} ms to match there, and "
            f"{written(at_many['all'])} ms with its messages.",
            day(days, all_, at_many["all"], profiles),
        ]
    )


def day(days: Sequence[float], here: float, at_many: float, profiles: int) -> str:
    """`here`, `at_many`: milliseconds for one notice in one process."""
    each = median(days) / OF_DAY
    return (
        f"A publication day: {PROCESSES} processes at once take {median(days):.1f} s "
        f"({min(days):.1f} – {max(days):.1f}) for {OF_DAY} notices, matches and messages written, "
        f"and so {each * DAY:,.0f} s for {DAY:,}. Calculated for {MANY:,} profiles, growing as one "
        f"notice does: {each * DAY * at_many / here:,.0f} s (goal {GOALS['day']} s)."
    )


def times(rounds: Sequence[Sequence[Published]], name: str) -> Times:
    return Times([[getattr(each, name) for each in once] for once in rounds])


def line(name: str, taken: Times) -> list[str]:
    low, high = taken.spread(95)
    spread = f"{written(low)} – {written(high)}"
    return [name, written(taken.quantile(50)), written(taken.quantile(95)), spread]
