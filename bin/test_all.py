"""Runs every test, slow ones too, and notes date and result in `docs/operating/promises.md`."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

PROJECT = Path(__file__).resolve().parents[1]
RESULTS = PROJECT / "var" / "test" / "results.xml"
PAGE = PROJECT / "docs" / "operating" / "promises.md"
BEGIN, END = "<!-- test-all: begin -->", "<!-- test-all: end -->"
HEADING = ("| Date | Passed | Failed | Skipped | Minutes |", "|---|---:|---:|---:|---:|")
KEPT_ROWS = 10


@dataclass(frozen=True)
class Result:
    passed: int
    failed: int
    skipped: int
    minutes: float

    def row(self, day: str) -> str:
        counts = f"{self.passed} | {self.failed} | {self.skipped}"
        return f"| {day} | {counts} | {self.minutes:.1f} |"


def main() -> int:
    RESULTS.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", f"--junit-xml={RESULTS}", *sys.argv[1:]]
    status = subprocess.run(command, cwd=PROJECT).returncode
    if RESULTS.exists():
        page = PAGE.read_text() if PAGE.exists() else "# What we promise, and how it is checked\n"
        day = datetime.now(UTC).date().isoformat()
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(noted(page, read(RESULTS).row(day)))
    return status


def read(results: Path) -> Result:
    """What pytest wrote, added up."""
    suites = list(ElementTree.parse(results).getroot().iter("testsuite"))

    def total(name: str) -> int:
        return sum(int(suite.get(name, 0)) for suite in suites)

    failed, skipped = total("failures") + total("errors"), total("skipped")
    seconds = sum(float(suite.get("time", 0)) for suite in suites)
    return Result(total("tests") - failed - skipped, failed, skipped, seconds / 60)


def noted(page: str, row: str) -> str:
    """The page with the row on top of its table; a page without one gets it at its end."""
    if BEGIN not in page:
        page = f"{page.rstrip()}\n\n## Runs of `make test-all`\n\n{BEGIN}\n{END}\n"
    before, _, rest = page.partition(BEGIN)
    table, _, after = rest.partition(END)
    rows = [row, *re.findall(r"^\| \d{4}-.*\|$", table, re.MULTILINE)][:KEPT_ROWS]
    return "\n".join([f"{before}{BEGIN}", *HEADING, *rows, f"{END}{after}"])


if __name__ == "__main__":
    sys.exit(main())
