"""Search and reverse search at several sizes: does the cost of a page grow no faster than log?

    python -m tests.benchmarks.growth 10000 100000 1000000

Sizes that have no database yet are made. A size is measured in a process of its own, because a
process speaks to one database.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import log

import django

from ppi import embedded
from ppi.embedded import steps
from ppi.embedded.places import PROJECT
from ppi.embedded.running import heed_termination
from tests.benchmarks.building import SETTINGS, database_of
from tests.benchmarks.chart import Line, svg

SIZES = (1_000, 10_000, 100_000)
NOTICES = 100


@dataclass(frozen=True)
class Cost:
    """Milliseconds at one size; 50th and 95th percentile."""

    rows: int
    page: tuple[float, float]
    database: tuple[float, float]
    notice: tuple[float, float]


def measured(rows: int) -> Cost:
    from ppi.matching.reverse import satisfied_by
    from tests.benchmarks.measuring import Times, in_turn
    from tests.benchmarks.questions import questions
    from tests.benchmarks.reverse import newest
    from tests.benchmarks.search import Pages
    from tests.benchmarks.searches import make_searches
    from tests.benchmarks.words import SEED

    make_searches(rows)
    pages, asked = Pages(), questions()
    page = in_turn({"page": pages.get}, asked)["page"]
    entries = random.Random(SEED).sample(newest(1_000), NOTICES)
    notice = in_turn({"notice": lambda e: list(satisfied_by([e.pk]))}, entries)["notice"]
    database = Times(pages.rounds_of(len(asked)))
    return Cost(rows, _both(page), _both(database), _both(notice))


def _both(times) -> tuple[float, float]:
    return times.quantile(50), times.quantile(95)


def told(costs: Sequence[Cost]) -> str:
    """The table, how the largest compares with log, and where the chart is."""
    from tests.benchmarks.measuring import written
    from tests.benchmarks.report import table

    heading = ["Notices and saved searches", "page p50", "page p95", "database p50",
               "database p95", "one notice p50", "one notice p95"]  # fmt: skip
    lines = [
        [f"{c.rows:,}", *(written(ms) for pair in (c.page, c.database, c.notice) for ms in pair)]
        for c in costs
    ]
    first, last = costs[0], costs[-1]
    allowed = log(last.rows) / log(first.rows)
    grown = {
        "a page": last.page[1] / first.page[1],
        "its time in the database": last.database[1] / first.database[1],
        "reverse search of a notice": last.notice[1] / first.notice[1],
    }
    said = ", ".join(f"{name} {times:.2f}×" for name, times in grown.items())
    return (
        f"{table(heading, lines)}\n\nFrom {first.rows:,} to {last.rows:,} rows ln(n) grows "
        f"{allowed:.2f}×; measured at p95: {said}.\n\n"
        "![Milliseconds by the number of notices](images/growth.svg)"
    )


def chart(costs: Sequence[Cost]) -> str:
    sides = {"page": "page", "database": "its time in the database", "notice": "one notice"}
    lines = [
        Line(f"{label}, p95", [(cost.rows, getattr(cost, name)[1]) for cost in costs])
        for name, label in sides.items()
    ]
    first = costs[0]
    allowed = [(c.rows, first.page[1] * log(c.rows) / log(first.rows)) for c in costs]
    return svg(
        "Milliseconds by the number of notices", [*lines, Line("page, were it ln(n)", allowed)]
    )


def main(sizes: Sequence[int]) -> None:
    heed_termination()
    steps.take_once(steps.catalogues())
    servers = embedded.start("bench")
    try:
        costs = [_in_a_process(servers.environment(database_of(servers, n)), n) for n in sizes]
        os.environ.update(servers.environment(database_of(servers, sizes[0])))
        django.setup()
        from tests.benchmarks import report

        (report.IMAGES / "growth.svg").write_text(chart(costs))
        report.keep("growth", told(costs))
    finally:
        servers.stop()


def _in_a_process(env: dict[str, str], rows: int) -> Cost:
    command = [sys.executable, "-W", "ignore", "-m", __spec__.name, "measure", str(rows)]
    outcome = subprocess.run(
        command, cwd=PROJECT, env={**os.environ, **env}, check=True, stdout=subprocess.PIPE
    )
    return Cost(**json.loads(outcome.stdout))


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    if sys.argv[1:2] == ["measure"]:
        django.setup()
        print(json.dumps(asdict(measured(int(sys.argv[2])))))
    else:
        main([int(size) for size in sys.argv[1:]] or SIZES)
