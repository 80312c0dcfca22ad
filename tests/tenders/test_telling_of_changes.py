"""Whatever can be changed in the form is part of a version, and a difference tells of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import models

from tenders.differences import differences_between
from tenders.forms.rows import RowsPage
from tenders.forms.steps import STEPS
from tenders.models import Opportunity
from tenders.snapshots import CONTENT, PARTS

# Beside the content: the reason of a version is a column of its own.
APART = {"correction_reason"}
# Two codes each; a list of others is said by its own choices.
CODES = {
    "cpv": ("34928510", "34993000"),
    "nuts": ("DK050", "DK04"),
    "accepted_languages": ("da", "en"),
}
TOLD_WITH = {"currency": {"value": "5.00"}}
SAMPLES: list[tuple[type[models.Field], Any, Any]] = [
    (models.BooleanField, False, True),
    (models.DateTimeField, "2031-06-03T10:00:00+00:00", "2031-06-04T10:00:00+00:00"),
    (models.DateField, "2031-06-03", "2031-06-04"),
    (models.DecimalField, "5.00", "6.00"),
    (models.IntegerField, 5, 6),
    (models.URLField, "https://one.example/", "https://other.example/"),
    (models.Field, "One", "Other"),
]


def columns_asked() -> Iterator[str]:
    for step in STEPS:
        page = step.form.head if issubclass(step.form, RowsPage) else step.form
        yield from page._meta.fields if page else ()


def rows_asked() -> Iterator[tuple[type[models.Model], str]]:
    for step in STEPS:
        for group in getattr(step.form, "groups", ()):
            yield from ((group.part, name) for name in group.row._meta.fields)


def two_values(field: models.Field) -> tuple[Any, Any]:
    base = field.base_field if isinstance(field, ArrayField) else field
    if base.choices or field.name in CODES:
        one, other, *_rest = CODES.get(field.name) or [code for code, _label in base.flatchoices]
    else:
        one, other = next(pair for kind, *pair in SAMPLES if isinstance(base, kind))
    return ([one], [other]) if isinstance(field, ArrayField) else (one, other)


@pytest.mark.parametrize("name", sorted(set(columns_asked()) - APART))
def test_a_version_holds_and_a_difference_tells_of_each_column_of_the_form(facts, name) -> None:
    assert name in CONTENT
    one, other = two_values(Opportunity._meta.get_field(name))
    beside = TOLD_WITH.get(name, {})

    [told] = differences_between(beside | {name: one}, beside | {name: other})

    assert told.sentence


def test_a_version_holds_each_column_of_the_rows_of_the_form() -> None:
    # An award names its lot by number.
    forgotten = {(part, name) for part, name in rows_asked() if name not in PARTS[part]}

    assert {name for _part, name in forgotten} == {"lot"}
