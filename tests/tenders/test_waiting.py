"""What expires at the buyer's desk, and what is still to be reported: only from facts held here."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ppi.moderation import services as moderation
from ppi.taxonomy.choices import FigureStatus
from tenders import services, waiting
from tenders.models import Opportunity
from tests.tenders.conftest import ROOM
from tests.tenders.filled import Page
from tests.tenders.written import published, reloaded, submission_of

NOW = datetime(2027, 6, 1, 10, tzinfo=ZoneInfo("Europe/Copenhagen"))
LARGE = {"value": Decimal(3_000_000), "currency": "DKK", "contract": "services"}


@pytest.fixture(autouse=True)
def _a_tuesday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def post(facts, havneby, buyer_of_havneby, moderator_of_denmark):
    def post(title: str, **told) -> Opportunity:
        return published(havneby, buyer_of_havneby, moderator_of_denmark, title=title, **told)

    return post


@pytest.fixture
def shown(buyer_of_havneby, havneby):
    """The lines of one group: title, state and hint."""

    def shown(name: str) -> list[tuple[str, str, str]]:
        found = {group.name: group for group in waiting.groups(buyer_of_havneby, [havneby])}
        tasks = found[name].tasks if name in found else []
        return [(task.label, task.state_text, task.hint) for task in tasks]

    return shown


def changed(opportunity: Opportunity, **facts) -> None:
    Opportunity.objects.everywhere("as if time had told").filter(pk=opportunity.pk).update(**facts)


def result_of(title: str, post, **facts) -> Opportunity:
    """Told on the day, as if its call had been judged."""
    result = post(title, **LARGE)
    changed(result, kind="result", deadline=None, ended="", **facts)
    return result


# What expires ------------------------------------------------------------------------------------


def test_what_closes_ends_or_was_planned_for_a_time_that_is_over_expires(post, shown) -> None:
    post("Closes", deadline=NOW + timedelta(days=13, hours=4))
    post("Closes later", deadline=NOW + timedelta(days=15))
    plan = post("Planned", kind="planned", deadline=None, starts_on=date(2027, 7, 1))
    changed(plan, starts_on=date(2027, 5, 31))
    post("Planned later", kind="planned", deadline=None, starts_on=date(2027, 8, 1))
    told = post("Planned and called for", kind="planned", deadline=None)
    changed(told, starts_on=date(2027, 5, 31))
    changed(post("Its call"), purchase=told.purchase)
    agreed = {"starts_on": date(2025, 9, 1), "official_url": "https://ted.europa.eu/1"}
    result_of("Contract", post, months=24, **agreed)
    result_of("Long contract", post, months=48, **agreed)
    result_of("Nobody said how long", post, **agreed)

    assert [row[:2] for row in shown("expires")] == [
        ("Closes", "Look at it"),
        ("Planned", "Correct or end it"),
        ("Contract", "Plan what follows"),
    ]
    assert shown("expires")[2][2] == "the contract was to run until about 1 September 2027"


# What is to be reported --------------------------------------------------------------------------


def test_a_result_above_the_threshold_that_names_no_official_notice_is_to_be_reported(
    post, shown
) -> None:
    result_of("Owed", post, standstill_until=date(2027, 6, 10))
    result_of("No standstill", post)

    owed, other = shown("reports")

    assert owed == (
        "Owed",
        "Send it, and add its link",
        "No official award notice is named here. It is due 30 days after the contract is "
        "concluded: by 12 July 2027 if that was on 11 June 2027. "
        "Article 50(1) of Directive 2014/24/EU on public procurement. " + caution(),
    )
    assert "by 1 July 2027 if that was on 1 June 2027." in other[2]


def caution() -> str:
    return str(FigureStatus.RECALLED.help)


@pytest.mark.parametrize(
    "facts",
    [
        {"official_url": "https://ted.europa.eu/1"},
        {"threshold": "below"},
        {"threshold": ""},
        {"contract": "light-regime"},
        {"contract": "design-contest"},
        {"source": "notice"},
        {"published_at": NOW - timedelta(days=400)},
    ],
    ids=str,
)
def test_nothing_is_to_be_reported_where_no_fact_says_so(post, shown, facts) -> None:
    result_of("Owed", post, **facts)
    assert shown("reports") == []


def test_of_a_call_off_from_a_framework_agreement_no_award_notice_is_wanted(post, shown) -> None:
    agreement = post("Agreement", technique="framework", **LARGE)
    call_off = post("Call-off", **LARGE)
    changed(call_off, framework=agreement)
    result_of("Owed", post, concludes=call_off)
    assert shown("reports") == []
    changed(agreement, technique="dps")
    assert [row[0] for row in shown("reports")] == ["Owed"]


def test_the_buyers_desk_shows_the_groups_and_a_stranger_none_of_them(
    post, buyer_of_havneby, buyer_of_jarvikunta, as_user
) -> None:
    result_of("Owed", post)
    call = post("Over", deadline=NOW + timedelta(days=30))
    changed(call, deadline=NOW - timedelta(days=1))

    page = Page(as_user(buyer_of_havneby).get(f"{ROOM}mine/"))
    [reports] = page.tree.xpath("//section[@id='reports']")

    assert reports.xpath(".//h2/text()") == ["What is to be reported"]
    assert [" ".join(link.text_content().split()) for link in reports.xpath(".//a")] == [
        "Over",
        "Owed",
    ]
    theirs = Page(as_user(buyer_of_jarvikunta).get(f"{ROOM}mine/"))
    assert theirs.tree.xpath("//section[@id='reports' or @id='expires']") == []


def test_the_groups_ask_the_database_as_often_for_many_things_as_for_one(post, shown) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            shown("reports")
        return len(counted)

    result_of("Owed 0", post)
    few = queries()
    for number in range(1, 5):
        result_of(f"Owed {number}", post, standstill_until=date(2027, 6, 10 + number))
    assert len(shown("reports")) == 5
    assert queries() == few


def test_a_result_that_was_started_from_its_call_is_owed_until_its_notice_is_named(
    post, buyer_of_havneby, moderator_of_denmark, shown
) -> None:
    call = post("Driverless buses", **LARGE)
    with time_machine.travel(call.deadline + timedelta(days=1), tick=False):
        result = services.start_result(call, by=buyer_of_havneby)
        services.edit(result, by=buyer_of_havneby, winner_name="Buses Ltd")
        services.submit(result, by=buyer_of_havneby)
        moderation.publish(submission_of(result), by=moderator_of_denmark)
        assert [row[:2] for row in shown("reports")] == [
            (reloaded(result).title, "Send it, and add its link")
        ]
        correction = services.start_correction(reloaded(result), by=buyer_of_havneby)
        named = {"official_url": "https://ted.europa.eu/1", "correction_reason": "Its notice."}
        services.edit(correction, by=buyer_of_havneby, **named)
        services.publish_correction(reloaded(correction), by=buyer_of_havneby)
        assert shown("reports") == []
