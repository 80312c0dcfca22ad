"""A reader gets their language, else the original, and is told which it is.

reading.attach(rows, "title", "need")      # once a page, one query however many rows
text(row, "title")  ->  Shown(text, language, source, …)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import get_language

from ppi.translations.models import Source, Text


@dataclass(frozen=True)
class Shown:
    """A text as the reader sees it. `source` is empty for the original itself."""

    text: str
    language: str
    source: str = ""
    reviewed: bool = False
    stale: bool = False

    def __str__(self) -> str:
        return self.text

    @property
    def is_original(self) -> bool:
        return not self.source

    @property
    def is_machine(self) -> bool:
        return self.source == Source.MACHINE


def attach(rows: Iterable[models.Model], *fields: str, language: str | None = None) -> list:
    """Fetch the translations of these rows into the reader's language, in one query."""
    rows, language = list(rows), language or get_language()
    for row in rows:
        row._texts = {}
    if rows:
        by_pk = {row.pk: row for row in rows}
        for found in _texts(type(rows[0]), by_pk, fields, language):
            by_pk[found.object_id]._texts[found.field] = found
    return rows


def text(row: models.Model, field: str, *, original_language: str = "") -> Shown:
    """This field in the reader's language where there is a translation, else the original.

    `original_language` is that of this field, where it is not written in the row's language.
    """
    if not hasattr(row, "_texts"):
        attach([row])
    original, found = getattr(row, field), row._texts.get(field)
    written_in = original_language or row.language
    if found is None or written_in == get_language():
        return Shown(original, written_in)
    stale = found.of_version < getattr(row, "version", 1)
    return Shown(found.text, found.language, found.source, found.reviewed, stale)


def _texts(model: type[models.Model], pks: Iterable[int], fields, language: str):
    rows = Text.objects.filter(
        content_type=ContentType.objects.get_for_model(model),
        object_id__in=list(pks),
        language=language,
    )
    return rows.filter(field__in=fields) if fields else rows
