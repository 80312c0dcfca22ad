"""Rows of thousands of ids, asked for with one parameter."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, F, Func, Value

IDS = ArrayField(BigIntegerField())


class OneOf(Func):
    """As `column__in=ids`, of which each would be a parameter of its own."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()

    def __init__(self, column: str | F, ids: Iterable[int] | Value) -> None:
        held = ids if isinstance(ids, Value) else Value(sorted(set(ids)), IDS)
        super().__init__(column, held)
