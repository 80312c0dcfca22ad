"""A secret address gives the dates of everything starred, and follows them when they move."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from ppi.matching.interests import calendars, stars
from ppi.network import services as network
from tenders import services as tenders
from tests.tenders.filled import Page
from tests.tenders.written import reloaded

ROOM = "/p/dk/en/for-you/"

pytestmark = pytest.mark.django_db


def address(person, as_user) -> str:
    """As it stands on the person's page, without the host."""
    page = Page(as_user(person).get(f"{ROOM}stars/"))
    [value] = page.tree.xpath("//input[@id='calendar-address']/@value")
    return value[value.index("/p/dk/") :]


def dates(answer) -> dict[str, tuple]:
    """(moment, sequence, state, reminders) by UID."""
    return {
        str(event["uid"]): (
            event["dtstart"].dt,
            event["sequence"],
            event.get("status"),
            len(event.walk("valarm")),
        )
        for event in Calendar.from_ical(answer.content).walk("vevent")
    }


@pytest.fixture
def webinar(denmark, moderator_of_denmark):
    starts = timezone.now().replace(microsecond=0) + timedelta(days=3)
    event = network.keep_event(
        "an-event", title="An event", kind="webinar", is_online=True, language="en",
        starts_at=starts, ends_at=starts + timedelta(hours=1),
        portal=denmark, by=moderator_of_denmark,
    )  # fmt: skip
    return network.publish(event, by=moderator_of_denmark)


def test_deadlines_cut_offs_and_events_stand_in_one_calendar_with_alarms(
    call, webinar, stranger, as_user, settings
) -> None:
    until = timezone.now().replace(microsecond=0) + timedelta(days=9)
    need = call(questions_until=until)
    unstarred = call(title="Nobody starred it")
    for thing in (need, webinar):
        stars.star(thing, by=stranger)

    answer = as_user(None).get(address(stranger, as_user))

    host = settings.PPI_BASE_DOMAIN
    assert dates(answer) == {
        f"questions-{need.pk}@{host}": (until, 1, None, 1),
        f"deadline-{need.pk}@{host}": (need.deadline, 1, None, 1),
        f"event-{webinar.pk}@{host}": (webinar.starts_at, 0, None, 1),
    }
    assert unstarred.title not in answer.content.decode()
    assert answer["content-type"] == "text/calendar; charset=utf-8"
    assert "private" in answer["cache-control"]


def test_a_moved_date_moves_the_same_entry_and_nothing_else_is_sent_twice(
    call, webinar, stranger, buyer_of_havneby, moderator_of_denmark, denmark, as_user, settings
) -> None:
    need = call()
    for thing in (need, webinar):
        stars.star(thing, by=stranger)
    page, browser = address(stranger, as_user), as_user(None)
    before = browser.get(page)
    same = browser.get(page, headers={"If-None-Match": before["etag"]})
    assert (same.status_code, same.content) == (304, b"")

    later = need.deadline + timedelta(days=3)
    draft = tenders.start_correction(reloaded(need), by=buyer_of_havneby)
    tenders.edit(draft, by=buyer_of_havneby, correction_reason="Holidays.", deadline=later)
    tenders.submit(reloaded(draft), by=buyer_of_havneby)
    type(webinar).objects.everywhere("a day later").filter(pk=webinar.pk).update(
        starts_at=webinar.starts_at + timedelta(days=1),
        ends_at=webinar.ends_at + timedelta(days=1),
        updated_at=webinar.created_at + timedelta(minutes=2),
    )
    after = browser.get(page, headers={"If-None-Match": before["etag"]})

    host = settings.PPI_BASE_DOMAIN
    assert after.status_code == 200
    assert dates(after) == {
        f"deadline-{need.pk}@{host}": (later, 2, None, 1),
        f"event-{webinar.pk}@{host}": (webinar.starts_at + timedelta(days=1), 120, None, 1),
    }


def test_an_event_that_ends_as_it_begins_has_no_end_in_the_calendar(
    webinar, stranger, as_user
) -> None:
    stars.star(webinar, by=stranger)
    page = address(stranger, as_user)

    def end():
        [event] = Calendar.from_ical(as_user(None).get(page).content).walk("vevent")
        return event.get("dtend")

    assert end().dt == webinar.ends_at
    type(webinar).objects.everywhere("a moment").filter(pk=webinar.pk).update(
        ends_at=webinar.starts_at
    )
    assert end() is None


def test_what_is_no_longer_public_is_in_no_calendar(
    call, stranger, buyer_of_havneby, as_user
) -> None:
    need = call()
    stars.star(need, by=stranger)
    page = address(stranger, as_user)
    assert need.title in as_user(None).get(page).content.decode()

    tenders.withdraw(need, "Another way.", by=buyer_of_havneby)
    assert need.title not in as_user(None).get(page).content.decode()


def test_a_new_address_ends_the_old_one(denmark, stranger, as_user) -> None:
    old = address(stranger, as_user)
    as_user(stranger).post(f"{ROOM}stars/renew-calendar/")
    new = address(stranger, as_user)

    assert [as_user(None).get(page).status_code for page in (old, new)] == [404, 200]
    assert as_user(None).post(new).status_code == 405


@pytest.mark.parametrize("token", ["%00", "a%20b", "%F0%9F%99%82"])
def test_what_is_no_token_has_no_calendar(denmark, as_user, token) -> None:
    assert as_user(None).get(f"/p/dk/en/for-you/calendar/{token}.ics").status_code == 404


def test_a_closed_account_has_no_calendar(denmark, stranger, as_user) -> None:
    page = address(stranger, as_user)
    stranger.is_active = False
    stranger.save()

    assert as_user(None).get(page).status_code == 404


def test_many_stars_cost_as_many_queries_as_one(
    call, stranger, django_assert_max_num_queries
) -> None:
    stars.star(call(), by=stranger)
    calendars.feed_of(stranger)
    with django_assert_max_num_queries(4):
        calendars.feed_of(stranger)
    for number in range(4):
        stars.star(call(title=f"Need {number}"), by=stranger)
    with django_assert_max_num_queries(4):
        assert calendars.feed_of(stranger).count(b"BEGIN:VEVENT") == 5
