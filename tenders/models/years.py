"""No row may hold a date that other time zones, the rules or the database's driver choke on."""

from __future__ import annotations

from django.db import models

from ppi.kernel.dates import FIRST_DAY, FIRST_MOMENT, LAST_DAY, LAST_MOMENT, OTHER_YEAR


def days_in_known_years(*names: str) -> list[models.CheckConstraint]:
    return [_within(name, gte=FIRST_DAY, lte=LAST_DAY) for name in names]


def moments_in_known_years(*names: str) -> list[models.CheckConstraint]:
    return [_within(name, gte=FIRST_MOMENT, lt=LAST_MOMENT) for name in names]


def _within(name: str, **bounds) -> models.CheckConstraint:
    """An empty column is within: the database says neither yes nor no to it."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{name}__{bound}": value for bound, value in bounds.items()}),
        name=f"tenders_{name}_in_known_years",
        violation_error_message=OTHER_YEAR,
    )
