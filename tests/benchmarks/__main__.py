"""Benchmarks from the command line: `make bench`, `make bench-search ROWS=1000000`.

python -m tests.benchmarks search reverse --rows 100000
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from importlib import import_module

import django

from ppi import embedded
from ppi.embedded import places, steps
from ppi.embedded.running import heed_termination
from tests.benchmarks.building import COMPANIES, NOTICES, database_of

# Each with what its database holds.
NAMES = dict.fromkeys(("search", "reverse", "publishing", "stars", "digest"), NOTICES)
NAMES["directory"] = COMPANIES
ROWS = 10_000


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*NAMES, []], metavar="NAME")
    parser.add_argument("--rows", type=int, default=ROWS)
    arguments = parser.parse_args()
    names = arguments.names or list(NAMES)
    if len({NAMES[name] for name in names}) > 1:
        sys.exit(max(alone(name, arguments.rows) for name in names))
    heed_termination()
    steps.take_once(steps.catalogues())
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"
    servers = embedded.start("bench")
    try:
        os.environ.update(
            servers.environment(database_of(servers, arguments.rows, NAMES[names[0]]))
        )
        django.setup()
        measure(names, arguments.rows)
    finally:
        servers.stop()


def alone(name: str, rows: int) -> int:
    """In a process of its own: one speaks to one database. What it ended with."""
    command = [sys.executable, "-m", "tests.benchmarks", name, "--rows", str(rows)]
    return subprocess.run(command).returncode


def measure(names, rows: int) -> None:
    from tests.benchmarks import report

    for name in names:
        run = import_module(f"tests.benchmarks.{name}").run
        for place, text in run(rows, places.VAR / "bench" / "peers").items():
            report.keep(place, text)


if __name__ == "__main__":
    main()
