"""A translation is stored once, and whoever shows or finds the object is told of it."""

from __future__ import annotations

import pytest

from ppi.kernel.models import Job
from ppi.translations import services
from ppi.translations.models import Source, Text
from tests.ppi.search.published import opportunity


@pytest.fixture
def lamps(havneby):
    return opportunity(havneby, "Lamps")


def told() -> list[dict]:
    rows = Job.objects.filter(arguments__event="translations.kept").order_by("pk")
    return [row.arguments["ids"] for row in rows]


def texts() -> list[tuple]:
    return list(Text.objects.order_by("pk").values_list("language", "text", "source", "reviewed"))


def test_what_is_kept_is_announced_with_its_object(lamps) -> None:
    services.keep(lamps, "title", "da", "Lamper")

    assert texts() == [("da", "Lamper", Source.PERSON, False)]
    assert told() == [{"model": "tenders.opportunity", "object_id": lamps.pk}]


def test_a_review_is_announced_and_the_same_once_more_is_not(lamps) -> None:
    for reviewed in (False, False, True, True):
        services.keep(lamps, "title", "da", "Lamper", reviewed=reviewed)

    assert texts() == [("da", "Lamper", Source.PERSON, True)]
    assert len(told()) == 2


def test_a_machine_that_may_not_replace_a_persons_text_announces_nothing(lamps) -> None:
    services.keep(lamps, "title", "da", "Lamper")
    services.keep(lamps, "title", "da", "Lampe", source=Source.MACHINE)

    assert texts() == [("da", "Lamper", Source.PERSON, False)]
    assert len(told()) == 1


def test_a_caller_that_announces_the_object_itself_keeps_quietly(lamps) -> None:
    services.keep(lamps, "title", "da", "Lamper", announced=False)

    assert (len(texts()), told()) == (1, [])
