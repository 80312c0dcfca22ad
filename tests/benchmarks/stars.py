"""A notice changes that tens of thousands have starred: when do they know?"""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median

from django.contrib.contenttypes.models import ContentType
from django.db import connection

from ppi.matching.choices import News
from ppi.matching.interests import stars
from ppi.matching.models import StarredNews
from ppi.notifications import services
from ppi.notifications.choices import Channel, Kind
from ppi.notifications.models import Delivery
from tenders.models import Opportunity
from tests.benchmarks import audience
from tests.benchmarks.measuring import REPETITIONS
from tests.benchmarks.report import table

MOST_STARS = 50_000
GOALS = {Channel.PLATFORM: 2, Channel.MAIL: 10}
WRITING = "INSERT INTO notifications_delivery"


def run(rows: int, home: Path) -> dict[str, str]:
    """Tables by the name of their place in the page."""
    people = min(MOST_STARS, rows // 2)
    taken: dict[str, list[float]] = {Channel.PLATFORM: [], Channel.MAIL: []}
    for _ in range(REPETITIONS):
        audience.clear()
        [opportunity] = audience.newest(1)
        audience.star(opportunity, people)
        audience.settle()
        for channel, seconds in told(opportunity).items():
            taken[channel].append(seconds)
        for channel in taken:
            written = Delivery.objects.filter(channel=channel).values("user").distinct().count()
            if written != people:
                raise AssertionError(f"{written} of {people} people have a row for {channel}.")
    audience.clear()
    lines = [
        [name, f"{median(taken[channel]):.2g}", f"{min(taken[channel]):.2g} – "
         f"{max(taken[channel]):.2g}", str(GOALS[channel])]
        for channel, name in ((Channel.PLATFORM, "in the bell"), (Channel.MAIL, "mails queued"))
    ]  # fmt: skip
    heading = ["Seconds after the change", "median", "from – to", "goal"]
    said = f"{people:,} people starred one notice that changes; {REPETITIONS} repetitions."
    return {"stars": f"{said} Everybody has exactly one row a channel.\n\n{table(heading, lines)}"}


def told(opportunity: Opportunity) -> dict[str, float]:
    """Seconds until each channel was committed."""
    news = StarredNews.objects.create(
        content_type=ContentType.objects.get_for_model(Opportunity),
        object_id=opportunity.pk,
        what=News.CHANGED,
        title=opportunity.title,
    )
    starts: list[float] = []

    def noted(execute, sql, *rest):
        if WRITING in sql:
            starts.append(time.monotonic())
        return execute(sql, *rest)

    began = time.monotonic()
    with connection.execute_wrapper(noted):
        services.promise_to_all(
            Kind.CHANGE, news, stars.of(opportunity), person="person", portal="portal"
        )
    # A channel is committed before the next one begins: the bell, mails, then others that reach
    # anybody.
    bell, mails, *_others = [*starts[1:], time.monotonic()]
    return {Channel.PLATFORM: bell - began, Channel.MAIL: mails - began}
