"""Rows of thousands of ids, asked for with one parameter."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import BooleanField, Func, TextField, Value


class OneOf(Func):
    """As `column__in=ids`, of which each would be a parameter of its own, and prepared by itself:
    here they are one, as PostgreSQL writes an array."""

    template = "%(expressions)s::bigint[])"
    arg_joiner = " = ANY("
    output_field = BooleanField()

    def __init__(self, column: str, ids: Iterable[int]) -> None:
        written = ",".join(map(str, sorted(set(ids))))
        super().__init__(column, Value(f"{{{written}}}", TextField()))
