"""Tables as Markdown, printed, and written into `docs/benchmarks.md` between their markers."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psutil
from django.db import connection

from ppi.embedded.places import PROJECT

PAGE = PROJECT / "docs" / "benchmarks.md"
IMAGES = PROJECT / "docs" / "images"


def table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The first column is text, the others are figures."""
    lines = [heading, ["---", *["---:"] * (len(heading) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def machine() -> str:
    """One line that says where and when this was measured, and on what."""
    memory = psutil.virtual_memory().total / 2**30
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        [server] = cursor.fetchone()
    load = os.getloadavg()[0]
    return (
        f"{datetime.now(UTC):%Y-%m-%d}: {psutil.cpu_count()} × {processor()}, {memory:.0f} GiB; "
        f"PostgreSQL {server}, Python {platform.python_version()}, Django {version('Django')}; "
        f"load of the machine at the end {load:.1f}."
    )


def processor() -> str:
    """As Linux names it; elsewhere the architecture."""
    file = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*: (.*)", file.read_text()) if file.exists() else None
    return found[1].strip() if found else platform.machine()


def keep(name: str, text: str) -> None:
    """Print it, and put it in the place of what stood between the page's markers of this name."""
    text = f"{text.rstrip()}\n\nMeasured {machine()}"
    print(f"\n{text}\n")
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    page = PAGE.read_text()
    before, _, rest = page.partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        raise ValueError(f"{PAGE} has no place for {name}.")
    PAGE.write_text(f"{before}{begin}\n{text}\n{end}{after}")
