"""Waiting for what must come, never for a time."""

from __future__ import annotations

import time
from collections.abc import Callable

LOOK_SECONDS = 0.02


def eventually[T](condition: Callable[[], T], *, within: float) -> T:
    """The condition's answer once it is true. Fails with the last answer after `within` seconds."""
    deadline = time.monotonic() + within
    while not (answer := condition()):
        assert time.monotonic() < deadline, f"Still {answer!r} after {within} seconds."
        time.sleep(LOOK_SECONDS)
    return answer
