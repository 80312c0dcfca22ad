"""Bring rows up to date with what a file says, and count what that changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models

BATCH = 1000


@dataclass(frozen=True)
class Changes:
    """How many rows a load met, added and changed."""

    rows: int = 0
    added: int = 0
    changed: int = 0

    def __str__(self) -> str:
        return f"{self.rows:,} ({self.added:,} added, {self.changed:,} changed)"


def upsert(
    model: type[models.Model], key: tuple[str, ...], wanted: Iterable[dict], keep=None
) -> Changes:
    """Add missing rows and change those that differ; rows that are not wanted stay.

    Every item names the same columns, and columns it does not name keep their values. `keep(row,
    values)` may spare a row that exists. Run it in one transaction and in the default language.
    """
    wanted = list(wanted)
    existing = {tuple(getattr(row, name) for name in key): row for row in model.objects.all()}
    added, changed = [], []
    for values in wanted:
        row = existing.get(tuple(values[name] for name in key))
        if row is None:
            added.append(model(**values))
        elif differs(row, values) and not (keep and keep(row, values)):
            changed.append(model(**values))
    if added or changed:
        write(model, key, added + changed, columns=list(wanted[0]))
    return Changes(len(wanted), len(added), len(changed))


def differs(row: models.Model, values: dict) -> bool:
    """A missing text and an empty one are the same."""
    return any((getattr(row, name) or None) != (value or None) for name, value in values.items())


def write(
    model: type[models.Model], key: tuple[str, ...], rows: list[models.Model], columns: list[str]
) -> None:
    model.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=list(key),
        update_fields=[model._meta.get_field(name).name for name in columns if name not in key],
    )
