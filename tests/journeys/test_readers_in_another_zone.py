"""A deadline is read by the reader's own clock: of the browser, else of the account."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from playwright.sync_api import expect

from ppi.kernel import dates
from tenders.choices import Kind

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

LIST = "/p/dk/en/opportunities/"


def told(reader) -> list[tuple[str, str | None, str]]:
    """Text, title and moment of each deadline in the list."""
    found = "all => all.map(one => [one.textContent, one.title, one.dateTime])"
    return [tuple(one) for one in reader.page.locator("#results time").evaluate_all(found)]


def as_said(moment: str, place: str) -> str:
    with translation.override("en"), timezone.override(ZoneInfo(place)):
        return dates.last_moment(datetime.fromisoformat(moment))


def test_a_visitor_reads_deadlines_by_the_clock_of_the_browser(visitor) -> None:
    reader = visitor(timezone_id="Europe/Vilnius")
    reader.opens(LIST)
    expect(reader.page.locator("#results time[title]").first).to_be_visible()

    def tells_them_all() -> None:
        rows = told(reader)
        assert rows
        assert [(text, title) for text, title, _at in rows] == [
            (as_said(at, "Europe/Vilnius"), as_said(at, "Europe/Copenhagen")) for *_, at in rows
        ]

    tells_them_all()
    reader.page.locator("#facets input[name=kind][value=call]").check()
    expect(reader.page.locator("#results .chips")).to_contain_text(str(Kind.CALL.label))
    expect(reader.page.locator("#results time:not([title])")).to_have_count(0)
    tells_them_all()


@pytest.mark.parametrize(
    "options",
    [
        {"timezone_id": "Europe/Copenhagen"},
        {"timezone_id": "Europe/Vilnius", "javascript": False},
    ],
)
def test_where_nothing_differs_or_no_script_runs_the_portals_zone_is_named(
    visitor, options
) -> None:
    reader = visitor(**options)
    reader.opens(LIST)

    rows = told(reader) if options.get("javascript", True) else []
    assert [(text, title) for text, title, _at in rows] == [
        (as_said(at, "Europe/Copenhagen"), "") for *_, at in rows
    ]
    expect(reader.page.locator("#results time").first).to_contain_text("CE")


def test_who_has_an_account_reads_them_in_its_zone_wherever_the_browser_is(visitor) -> None:
    buyer = visitor(timezone_id="Europe/Vilnius")
    buyer.signs_in("buyer@havneby.example")
    buyer.opens(LIST)

    rows = told(buyer)
    assert rows
    assert {title for _text, title, _at in rows} == {""}
