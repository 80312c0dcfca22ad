"""How times are taken: all sides in one run and in turn, several times over, medians and spread."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Any

REPETITIONS = 5


@dataclass
class Times:
    """Milliseconds of one side: a list for each repetition, in the order of the questions."""

    rounds: list[list[float]] = field(default_factory=list)

    @property
    def of_question(self) -> list[float]:
        """The median of each question over the repetitions."""
        return [median(taken) for taken in zip(*self.rounds, strict=True)]

    def quantile(self, percent: int) -> float:
        return quantile(self.of_question, percent)

    def spread(self, percent: int) -> tuple[float, float]:
        """The lowest and highest of the repetitions, each with its own quantile."""
        each = [quantile(taken, percent) for taken in self.rounds]
        return min(each), max(each)

    def of(self, chosen: Sequence[bool]) -> Times:
        """Of these questions alone."""
        return Times([[t for t, c in zip(r, chosen, strict=True) if c] for r in self.rounds])


def quantile(values: Sequence[float], percent: int) -> float:
    if len(values) < 2:
        return values[0]
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def in_turn(
    sides: dict[str, Callable[[Any], Any]], questions: Sequence[Any], repetitions: int = REPETITIONS
) -> dict[str, Times]:
    """Ask every side every question, side after side, once to warm up and then in earnest."""
    taken = {name: Times() for name in sides}
    for repetition in range(repetitions + 1):
        measured: dict[str, list[float]] = {name: [] for name in sides}
        for question in questions:
            for name, ask in sides.items():
                measured[name].append(milliseconds(lambda ask=ask, q=question: ask(q)))
        if repetition:
            for name, times in measured.items():
                taken[name].rounds.append(times)
    return taken


def milliseconds(act: Callable[[], Any]) -> float:
    gc.disable()
    began = time.perf_counter()
    try:
        act()
        return (time.perf_counter() - began) * 1000
    finally:
        gc.enable()


def written(milliseconds: float) -> str:
    """With as many digits as a reader can use."""
    return f"{milliseconds:,.0f}" if milliseconds >= 20 else f"{milliseconds:.2g}"


def ratio(slower: float, quicker: float) -> str:
    """How many times as long; below one, the first is the quicker."""
    return f"{slower / quicker:,.2g}×" if slower < 20 * quicker else f"{slower / quicker:,.0f}×"
