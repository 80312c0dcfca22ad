"""Who may fit is found by index, whatever extensions the database has."""

from __future__ import annotations

import pytest
from django.db import connection

from ppi.matching import gists, nearness
from ppi.matching.models import Gist
from ppi.search.choices import Kind
from profiles.models import Profile
from tests.ppi.matching.companies import company, profiled


@pytest.fixture
def lamps(facts, denmark) -> Profile:
    return profiled(company("lamps", denmark))


def asked_of(nearest: list[int]) -> Gist:
    return Gist(topics=nearest, strengths=[1.0] * len(nearest), nearest=nearest)


def found(gist: Gist) -> list[int]:
    return list(nearness.near([], gist, [Kind.PROFILE]).values_list("object_id", flat=True))


def test_one_label_in_common_is_enough(lamps) -> None:
    Gist.objects.everywhere("a test").update(nearest=[34928500, 34928510])

    assert found(asked_of([45000000, 34928510])) == [lamps.pk]
    assert found(asked_of([45000000])) == []
    assert found(asked_of([])) == []


def test_labels_and_words_are_each_looked_up_in_an_index(lamps) -> None:
    gist = gists.of_objects(Profile, [lamps.pk])[lamps.pk]
    gist.nearest = [34928500]
    indexes = ("matching_gist_nearest", "matching_gist_stems")

    for way, index in zip(nearness.by_text([gist]), indexes, strict=True):
        assert f"Bitmap Index Scan on {index}" in plan_of(way)


def plan_of(rows) -> str:
    """How the database finds them where a table is too large to be read from end to end."""
    sql, parameters = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        cursor.execute(f"EXPLAIN {sql}", parameters)
        return "\n".join(line for (line,) in cursor.fetchall())
