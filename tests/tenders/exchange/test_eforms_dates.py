"""Dates, times and deadlines, with and without zones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from tenders.exchange.notice import (
    Moment,
)
from tests.tenders.exchange.writing import (
    LOTS,
    deadline,
    lot,
)

CET = timezone(timedelta(hours=1))


def test_a_date_without_a_zone_counts_as_utc_and_says_so(read):
    moment = read(("2026-03-02+01:00", "2026-03-02"), ("09:30:00+01:00", "09:30:00")).dispatched
    assert moment == Moment(
        datetime(2026, 3, 2, 9, 30, tzinfo=UTC), zone_stated=False, time_stated=True
    )


def test_the_times_own_zone_wins_over_the_dates(read):
    moment = read(("09:30:00+01:00", "09:30:00Z")).dispatched
    assert moment.at == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    assert moment.at.utcoffset() == timedelta(0)
    assert moment.zone_stated


def test_the_dates_zone_serves_a_time_without_one(read):
    assert read(("09:30:00+01:00", "09:30:00")).dispatched.at.utcoffset() == timedelta(hours=1)


def test_a_dispatch_without_a_time_starts_its_day_and_a_deadline_ends_it(read):
    notice = read(
        ("<cbc:IssueTime>09:30:00+01:00</cbc:IssueTime>", ""),
        (LOTS, lot(1, deadline("<cbc:EndDate>2026-04-07+02:00</cbc:EndDate>"))),
    )
    summer = timezone(timedelta(hours=2))
    assert notice.dispatched == Moment(
        datetime(2026, 3, 2, 0, 0, tzinfo=CET), zone_stated=True, time_stated=False
    )
    assert notice.earliest_deadline == Moment(
        datetime(2026, 4, 7, 23, 59, 59, tzinfo=summer), zone_stated=True, time_stated=False
    )


def test_the_esenders_dispatch_counts_before_the_buyers(read):
    sent = (
        "<efbc:TransmissionDate>2026-03-03Z</efbc:TransmissionDate>"
        "<efbc:TransmissionTime>07:00:00Z</efbc:TransmissionTime>"
    )
    notice = read(("<efac:NoticeSubType>", f"{sent}<efac:NoticeSubType>"))
    assert notice.dispatched.at == datetime(2026, 3, 3, 7, tzinfo=UTC)


def test_the_earliest_deadline_is_compared_in_time_not_in_writing(read):
    early = "<cbc:EndDate>2026-04-07+02:00</cbc:EndDate><cbc:EndTime>12:30:00+02:00</cbc:EndTime>"
    late = "<cbc:EndDate>2026-04-07Z</cbc:EndDate><cbc:EndTime>12:00:00Z</cbc:EndTime>"
    notice = read((LOTS, lot(1, deadline(late)) + lot(2, deadline(early))))
    assert notice.earliest_deadline == notice.lots[1].tenders_by
    assert notice.earliest_deadline.at == datetime(2026, 4, 7, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize("day", ["2026-02-30", "9999-12-31-12:00", "26-04-07", "soon"])
def test_a_date_that_no_calendar_has_is_no_date(read, day):
    notice = read((LOTS, lot(1, deadline(f"<cbc:EndDate>{day}</cbc:EndDate>"))))
    assert notice.lots[0].tenders_by is None
    assert notice.earliest_deadline is None


def test_a_moment_that_utc_cannot_state_is_none(read):
    notice = read(("2026-03-02+01:00", "0001-01-01+14:00"), ("09:30:00+01:00", "09:30:00"))
    assert notice.dispatched is None
