"""Jobs that take their time, for a drill in which many of them wait."""

from __future__ import annotations

import time

from ppi.kernel.jobs import job

SECONDS = 0.3


@job
def take_time(number: int) -> None:
    time.sleep(SECONDS)
