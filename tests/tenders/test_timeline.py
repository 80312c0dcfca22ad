"""The story of one purchase on one line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import RequestFactory

from tenders import services
from tenders.choices import Phase
from tenders.models import FollowUp, Opportunity
from tenders.timeline import timeline_of
from tenders.versions import corrections_of, entry_of
from tests.tenders.written import draft, published, reloaded, submission_of

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def buys(facts, havneby, buyer_of_havneby, moderator_of_denmark):
    """A stage of a purchase, published on that day after the start."""

    def buys(day: int, **columns) -> Opportunity:
        with time_machine.travel(START + timedelta(days=day), tick=False):
            return published(havneby, buyer_of_havneby, moderator_of_denmark, **columns)

    return buys


@pytest.fixture
def told(denmark):
    """The timeline of an opportunity as tuples, at a day after the start."""

    def told(opportunity: Opportunity, day: int) -> list[tuple[str, str, str]]:
        request = RequestFactory().get("/")
        request.portal = denmark
        with time_machine.travel(START + timedelta(days=day), tick=False):
            events = timeline_of(reloaded(opportunity), request)
        return [(event.label, event.date_text, event.state) for event in events]

    return told


def test_a_purchase_is_told_from_plan_to_what_came_of_it(
    buys, told, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    plan = buys(0, kind="planned", deadline=None)
    cutoff, deadline = START + timedelta(days=20), START + timedelta(days=30)
    call = buys(10, purchase=plan.purchase, deadline=deadline, questions_until=cutoff)
    with time_machine.travel(START + timedelta(days=12), tick=False):
        begun = services.start_correction(call, by=buyer_of_havneby)
        services.edit(begun, by=buyer_of_havneby, known="Sensors.", correction_reason="Late.")
        services.submit(begun, by=buyer_of_havneby)
    with time_machine.travel(START + timedelta(days=35), tick=False):
        result = services.start_result(call, by=buyer_of_havneby)
        services.edit(
            result,
            by=buyer_of_havneby,
            winner_name="Lampa",
            standstill_until=(START + timedelta(days=45)).date(),
        )
        services.submit(result, by=buyer_of_havneby)
        services.publish(reloaded(result), by=moderator_of_denmark)
    FollowUp.objects.everywhere("a test").update(answered_at=START + timedelta(days=400))

    assert told(call, 40) == [
        ("Planned purchase", "2 March 2026", "done"),
        ("Call for tenders", "12 March 2026", "done"),
        ("Corrected: version 2", "14 March 2026", "done"),
        ("Questions until", "22 March 2026, 09:00 UTC", "done"),
        ("Deadline", "1 April 2026, 09:00 UTC", "done"),
        ("Awarded", "6 April 2026, 09:00 UTC", "done"),
        ("Result", "6 April 2026", "now"),
        ("Standstill until", "16 April 2026", "next"),
        ("What came of it", "6 April 2027", "next"),
    ]


def test_a_result_that_was_withdrawn_is_told_as_that_and_not_as_a_correction(
    buys, told, buyer_of_havneby, moderator_of_denmark
) -> None:
    call = buys(0, deadline=START + timedelta(days=3), takes_questions=False)
    with time_machine.travel(START + timedelta(days=5), tick=False):
        result = services.start_result(call, by=buyer_of_havneby)
        services.edit(result, by=buyer_of_havneby, winner_name="Lampa")
        services.submit(result, by=buyer_of_havneby)
        services.publish(reloaded(result), by=moderator_of_denmark)
    with time_machine.travel(START + timedelta(days=7), tick=False):
        services.withdraw(result, "The wrong winner.", by=buyer_of_havneby)

    assert told(call, 8) == [
        ("Call for tenders", "2 March 2026", "done"),
        ("Deadline", "5 March 2026, 09:00 UTC", "done"),
        ("Awarded", "7 March 2026", "done"),
        ("Result withdrawn", "9 March 2026", "now"),
    ]
    assert corrections_of(reloaded(call)) == []
    latest = entry_of(reloaded(call), 3)
    assert [change.sentence for change in latest.changes] == ["The result was withdrawn"]


def test_what_was_ended_has_no_dates_left(buys, told, buyer_of_havneby) -> None:
    call = buys(0, deadline=START + timedelta(days=30))
    with time_machine.travel(START + timedelta(days=3), tick=False):
        services.end(call, Phase.CANCELLED, "No money.", by=buyer_of_havneby)

    assert told(call, 5) == [
        ("Call for tenders", "2 March 2026", "done"),
        ("Cancelled", "5 March 2026, 09:00 UTC", "now"),
    ]


def test_what_was_closed_early_still_says_so_when_more_is_said(
    buys, told, buyer_of_havneby
) -> None:
    call = buys(0, deadline=START + timedelta(days=30))
    for days, phase in ((3, Phase.CLOSED), (9, Phase.UNSUCCESSFUL)):
        with time_machine.travel(START + timedelta(days=days), tick=False):
            services.end(reloaded(call), phase, "Nobody answered.", by=buyer_of_havneby)

    assert told(reloaded(call), 10) == [
        ("Call for tenders", "2 March 2026", "done"),
        ("Closed before its deadline", "5 March 2026", "done"),
        ("Ended without a contract", "11 March 2026, 09:00 UTC", "now"),
    ]


def test_an_agreement_tells_its_end_and_its_call_offs_and_they_tell_of_it(buys, told) -> None:
    ends = (START + timedelta(days=500)).date()
    agreement = buys(0, technique="framework", runs_until=ends, deadline=START + timedelta(days=9))
    called = buys(20, framework=agreement, title="Lamps", deadline=START + timedelta(days=40))

    assert told(agreement, 21) == [
        ("Call for tenders", "2 March 2026", "done"),
        ("Deadline", "11 March 2026, 09:00 UTC", "done"),
        ("Called off: Lamps", "22 March 2026", "now"),
        ("The framework agreement ends", "15 July 2027", "next"),
    ]
    assert told(called, 21) == [
        (f"Framework agreement: {agreement.title}", "2 March 2026", "done"),
        ("Call for tenders", "22 March 2026", "now"),
        ("Deadline", "11 April 2026, 09:00 UTC", "next"),
    ]


def test_an_unnamed_draft_has_a_line_too(facts, havneby, buyer_of_havneby, buys, told) -> None:
    system = buys(0, technique="dps", deadline=START + timedelta(days=9))
    begun = services.start(havneby, by=buyer_of_havneby, title="T", language="en")
    begun.framework = system
    begun.save()

    assert told(begun, 1) == [
        (f"Dynamic purchasing system: {system.title}", "2 March 2026", "now"),
    ]


def test_a_correction_being_written_stands_where_the_public_one_does(
    buys, told, buyer_of_havneby
) -> None:
    cutoff = START + timedelta(days=5)
    call = buys(0, deadline=START + timedelta(days=9), questions_until=cutoff)
    with time_machine.travel(START + timedelta(days=1), tick=False):
        begun = services.start_correction(call, by=buyer_of_havneby)
        services.edit(begun, by=buyer_of_havneby, takes_questions=False)

    assert told(begun, 1) == [
        ("Call for tenders", "2 March 2026", "now"),
        ("Deadline", "11 March 2026, 09:00 UTC", "next"),
    ]


def test_stages_that_the_reader_may_not_see_are_left_out(
    buys, told, havneby, buyer_of_havneby
) -> None:
    plan = buys(0, kind="planned", deadline=None)
    draft(havneby, buyer_of_havneby, purchase=plan.purchase, deadline=START + timedelta(days=30))
    gone = buys(5, kind="consultation", purchase=plan.purchase, deadline=START + timedelta(days=9))
    services.withdraw(gone, "A mistake.", by=buyer_of_havneby)

    assert told(plan, 6) == [("Planned purchase", "2 March 2026", "now")]


def test_a_draft_tells_what_is_planned(facts, havneby, buyer_of_havneby, told) -> None:
    begun = draft(havneby, buyer_of_havneby, deadline=START + timedelta(days=30))

    assert told(begun, 0) == [("Deadline", "1 April 2026, 09:00 UTC", "next")]
    assert submission_of(begun) is None


def test_the_queries_do_not_grow_with_the_story(
    buys, denmark, buyer_of_havneby, django_assert_max_num_queries
) -> None:
    call = buys(0, deadline=START + timedelta(days=300))
    with time_machine.travel(START + timedelta(days=1)):
        for number in range(3):
            begun = services.start_correction(call, by=buyer_of_havneby)
            services.edit(begun, by=buyer_of_havneby, known=str(number), correction_reason="x")
            services.submit(begun, by=buyer_of_havneby)
    for day in range(2, 5):
        buys(day, kind="consultation", purchase=call.purchase, deadline=START + timedelta(days=90))

    request = RequestFactory().get("/")
    request.portal, call = denmark, reloaded(call)
    with django_assert_max_num_queries(3):
        assert len(timeline_of(call, request)) == 11
