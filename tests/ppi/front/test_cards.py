"""Which opportunities the front page shows, and in which order."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ppi.translations.models import Text
from tenders.models import Opportunity
from tests.tenders.written import published


def titles(browser, language: str) -> list[str]:
    cards = browser.get(f"/p/dk/{language}/").context["cards"]
    return [card.title.text for card in cards]


def test_what_can_still_be_shaped_comes_first_then_the_readers_language_then_the_newest(
    facts, as_user, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    def post(title: str, **changes) -> Opportunity:
        changes = {"kind": "challenge"} | changes
        return published(havneby, buyer_of_havneby, moderator_of_denmark, title=title, **changes)

    post("Old challenge")
    post("Udfordring", language="da")
    translated = post("Herausforderung", language="de", kind="consultation")
    post("New call", kind="call")
    Text.objects.create(
        content_type=ContentType.objects.get_for_model(Opportunity),
        object_id=translated.pk,
        field="title",
        language="da",
        text="Høring",
        source="machine",
    )

    assert titles(as_user(None), "en") == ["Old challenge", "Herausforderung", "Udfordring"]
    assert titles(as_user(None), "da") == ["Høring", "Udfordring", "Old challenge"]
    assert titles(as_user(buyer_of_havneby), "da") == ["Høring", "Udfordring", "Old challenge"]


def test_queries_do_not_grow_with_the_needs(
    facts, as_user, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    def count() -> int:
        as_user(None).get("/p/dk/en/")
        with CaptureQueriesContext(connection) as captured:
            as_user(None).get("/p/dk/en/")
        return len(captured)

    published(havneby, buyer_of_havneby, moderator_of_denmark)
    few = count()
    for number in range(4):
        published(havneby, buyer_of_havneby, moderator_of_denmark, title=f"Need {number}")

    assert count() == few
