"""The digests of a morning: how long, in how much memory, and nobody twice, even after a kill."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from django.utils import timezone

from ppi.matching.interests import stars
from ppi.notifications import services
from ppi.notifications.choices import Kind
from ppi.notifications.models import Delivery
from tests.benchmarks import audience
from tests.benchmarks.report import table
from tests.benchmarks.sending import Taken, send_all
from tests.benchmarks.sink import Sink, sink

# Of how many notices a person hears at once; mails of what was found come once a day.
LINES = 3
PEOPLE = 10
# One process alone is measured with so many people at most: it shows what a second one is worth.
MOST_ALONE = 10_000
GOALS = {"seconds": 600, "megabytes": 400}


def run(rows: int, home: Path) -> dict[str, str]:
    """Tables by the name of their place in the page."""
    people = rows // PEOPLE
    lines = [
        measured("one process", min(people, MOST_ALONE), home, processes=1),
        measured("two processes", people, home, processes=2),
        measured("two, killed half-way, and begun again", people, home, processes=2, killed=True),
    ]
    audience.clear()
    heading = ["A worker with", "people", "seconds", "of which opening", "a second",
               "MB, largest process", "MB, all", "reached", "twice", "left out",
               "repeated as itself"]  # fmt: skip
    said = (
        f"{LINES} news a person, sent through the outbox, the broker and Celery to a mail server "
        f"on the same machine. Goals, for 100,000 people: {GOALS['seconds']} s and "
        f"{GOALS['megabytes']} MB. A kill between the mail server's answer and the commit may "
        "repeat one mail a process, under its Message-ID. What a killed process held is taken up "
        "when its lease ends, after 60 s."
    )
    return {"digest": f"{said}\n\n{table(heading, lines)}"}


def measured(name: str, people: int, home: Path, *, processes: int, killed=False) -> list[str]:
    """A line of the table."""
    prepare(people)
    with sink(home) as mails:
        taken = send_all(people, mails, home, processes=processes, killed=killed)
        return [name, f"{people:,}", *columns(taken, people), *reached(mails, people)]


def columns(taken: Taken, people: int) -> list[str]:
    return [
        f"{taken.seconds:,.1f}",
        f"{taken.opening:,.1f}",
        f"{people / taken.seconds:,.0f}",
        f"{taken.largest / 2**20:,.0f}",
        f"{taken.together / 2**20:,.0f}",
    ]


def prepare(people: int) -> None:
    """Everybody has some news that wait for this morning."""
    audience.clear()
    for opportunity in audience.newest(LINES):
        audience.star(opportunity, people)
        services.promise_to_all(
            Kind.FOUND, opportunity, stars.of(opportunity), person="person", portal="portal"
        )
    Delivery.objects.exclude(frequency="now").update(due_at=timezone.now())
    audience.settle()


def reached(mails: Sink, people: int) -> list[str]:
    """How many were, who got two mails, who got none, and how many came again as the same mail."""
    times = mails.times()
    got = Counter(address for address, _id in times)
    twice = sum(number > 1 for number in got.values())
    repeated = sum(times.values()) - len(times)
    return [f"{number:,}" for number in (len(got), twice, people - len(got), repeated)]
