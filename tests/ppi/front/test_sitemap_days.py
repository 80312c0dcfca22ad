"""A search engine is told the day of the last change that the public saw, in every room."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone
from lxml import etree

from ppi.search import services as search
from ppi.search.registry import indexable
from tenders import services
from tests.tenders.written import published

HOME = "http://testserver/p/dk/en/"
NAMES = {"": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def days_told(browser) -> dict[str, str]:
    """The day of each page of the portal's rooms, by its English address."""
    tree = etree.fromstring(browser.get("/p/dk/sitemap-published.xml").content)
    rows = [(row.findtext("loc", "", NAMES), row.findtext("lastmod", "", NAMES)) for row in tree]
    return {url.removeprefix(HOME): day for url, day in rows if url.startswith(HOME)}


def day_in(days: int) -> str:
    """As the portal's clock has it."""
    there = timezone.localtime(timezone=ZoneInfo("Europe/Copenhagen"))
    return (there + timedelta(days=days)).date().isoformat()


@pytest.fixture
def call(facts, havneby, buyer_of_havneby, moderator_of_denmark, run_jobs):
    shown = published(havneby, buyer_of_havneby, moderator_of_denmark)
    run_jobs()
    return shown


def test_a_correction_is_a_change_and_the_buyers_own_note_is_not(
    call, as_user, buyer_of_havneby, run_jobs
) -> None:
    address = f"opportunities/{call.slug}/"
    assert days_told(as_user(None)) == {address: day_in(0)}

    with time_machine.travel(timezone.now() + timedelta(days=2)):
        begun = services.start_correction(call, by=buyer_of_havneby)
        services.edit(begun, by=buyer_of_havneby, known="Dark.", correction_reason="Forgotten.")
        services.submit(begun, by=buyer_of_havneby)
        run_jobs()
    with time_machine.travel(timezone.now() + timedelta(days=5)):
        services.assign(call, buyer_of_havneby, by=buyer_of_havneby)
        search.rebuild()

    assert days_told(as_user(None)) == {address: day_in(2)}


def test_each_room_tells_the_day_of_its_last_change(world, as_user) -> None:
    before = days_told(as_user(None))
    rooms = {url.partition("/")[0] for url in before}
    assert rooms == {"opportunities", "companies", "cases", "courses", "library", "events"}
    assert set(before.values()) == {day_in(0)}

    with time_machine.travel(timezone.now() + timedelta(days=3)):
        for _model, known in indexable:
            for row in known.published():
                row.save()
        search.rebuild()

    after = days_told(as_user(None))
    assert after.keys() == before.keys()
    assert {url.partition("/")[0] for url, day in after.items() if day == day_in(3)} == rooms - {
        "opportunities"
    }
