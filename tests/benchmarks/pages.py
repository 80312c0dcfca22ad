"""Whole pages through every middleware, and what of their time the database took."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from django.db import connection
from django.test import Client

from tests.benchmarks.measuring import Times, in_turn, quantile, written
from tests.benchmarks.report import table


class Question(Protocol):
    kind: str

    @property
    def path(self) -> str: ...


class Pages:
    """The page as a visitor gets it, and what of its time the database took."""

    def __init__(self) -> None:
        self.client = Client()
        self.in_database: list[float] = []
        self.statements: list[int] = []

    def get(self, question: Question) -> None:
        spent, number = 0.0, 0

        def timed(execute, *arguments):
            nonlocal spent, number
            began = time.perf_counter()
            try:
                return execute(*arguments)
            finally:
                spent += (time.perf_counter() - began) * 1000
                number += 1

        with connection.execute_wrapper(timed):
            response = self.client.get(question.path)
        if response.status_code != 200:
            raise AssertionError(f"{question.path} answered {response.status_code}.")
        self.in_database.append(spent)
        self.statements.append(number)

    def rounds_of(self, questions: int) -> list[list[float]]:
        """Time in the database by round of so many questions, without the one that warmed up."""
        starts = range(questions, len(self.in_database), questions)
        return [self.in_database[start : start + questions] for start in starts]


def pages_table(asked: Sequence[Question], kinds: Iterable[str], goals: Mapping[str, int]) -> str:
    """Whole page and its time in the database, by kind of question, against the goals."""
    pages = Pages()
    times = in_turn({"page": pages.get}, asked)["page"]
    database = Times(pages.rounds_of(len(asked)))
    rows = [
        _page_row(kind, [question.kind == kind for question in asked], times, database)
        for kind in kinds
    ]
    rows.append(_page_row("all", [True] * len(asked), times, database))
    low, high = times.spread(95)
    wanted = ", ".join(f"{name} p95 {limit} ms" for name, limit in goals.items())
    said = (
        f"Goals: {wanted}. "
        f"Page p95 from {written(low)} to {written(high)} over the repetitions; "
        f"{quantile([float(n) for n in pages.statements], 50):.0f} statements a page, "
        f"at most {max(pages.statements)}."
    )
    heading = ["Pages", "database p50", "database p95", "page p50", "page p95"]
    return f"{table(heading, rows)}\n\n{said}"


def _page_row(name: str, chosen: list[bool], times: Times, database: Times) -> list[str]:
    sides: list[Callable[[int], float]] = [database.of(chosen).quantile, times.of(chosen).quantile]
    return [name, *(written(side(percent)) for side in sides for percent in (50, 95))]
