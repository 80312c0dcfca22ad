"""The digests of a morning: how long, in how much memory, and nobody twice, even after a kill."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from django.utils import timezone

from ppi.embedded.places import PROJECT
from ppi.matching.interests import stars
from ppi.notifications import services
from ppi.notifications.choices import Kind
from ppi.notifications.models import Delivery
from tests.benchmarks import audience
from tests.benchmarks.report import table
from tests.benchmarks.sink import Sink, sink

# Of how many notices a person hears at once; mails of what was found come once a day.
LINES = 3
PEOPLE = 10
GOALS = {"seconds": 600, "megabytes": 400}
LOOK_SECONDS = 0.05


def run(rows: int, home: Path) -> dict[str, str]:
    """Tables by the name of their place in the page."""
    people = rows // PEOPLE
    whole, after_kill = undisturbed(people, home), killed_half_way(people, home)
    lines = [
        ["one worker, undisturbed", *columns(whole)],
        ["killed half-way, begun again", *columns(after_kill)],
    ]
    heading = ["Digests", "seconds", "a second", "MB at most", "people", "twice", "left out"]
    said = (
        f"{people:,} people with {LINES} news each, sent to a mail server on the same machine; "
        f"opening the digests took {whole['opening']:.1f} s of the first. Goals, for 100,000 "
        f"people: {GOALS['seconds']} s and {GOALS['megabytes']} MB. A kill between the mail "
        "server's answer and the commit may repeat one mail, under its Message-ID."
    )
    return {"digest": f"{said}\n\n{table(heading, lines)}"}


def columns(taken: dict) -> list[str]:
    return [
        f"{taken['seconds']:,.1f}",
        f"{taken['people'] / taken['seconds']:,.0f}",
        f"{taken['peak'] / 2**20:,.0f}",
        f"{taken['people']:,}",
        f"{taken['twice']:,}",
        f"{taken['left_out']:,}",
    ]


def undisturbed(people: int, home: Path) -> dict:
    prepare(people)
    with sink(home) as mails:
        taken = json.loads(worker(mails).communicate()[0])
        return taken | reached(mails, people)


def killed_half_way(people: int, home: Path) -> dict:
    """The first worker gets SIGKILL once half of the mails are out."""
    prepare(people)
    with sink(home) as mails:
        began = time.monotonic()
        first = worker(mails)
        while first.poll() is None and mails.number < people // 2:
            time.sleep(LOOK_SECONDS)
        first.kill()
        first.wait()
        taken = json.loads(worker(mails).communicate()[0])
        return taken | {"seconds": time.monotonic() - began} | reached(mails, people)


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


def worker(mails: Sink) -> subprocess.Popen:
    env = {**os.environ, "PPI_BENCH_SMTP_PORT": str(mails.port)}
    command = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.sending"]
    return subprocess.Popen(command, cwd=PROJECT, env=env, stdout=subprocess.PIPE, text=True)


def reached(mails: Sink, people: int) -> dict:
    got = Counter(mails.recipients)
    twice = sum(1 for number in got.values() if number > 1)
    return {"people": len(got), "twice": twice, "left_out": people - len(got)}
