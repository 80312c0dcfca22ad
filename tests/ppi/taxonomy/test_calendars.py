from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import translation

from ppi.taxonomy import calendars
from ppi.taxonomy.countries import COUNTRIES


def test_every_country_has_its_new_year_and_its_christmas():
    for country in COUNTRIES:
        for year in (2000, 2026, 2050):
            assert not calendars.is_working_day(date(year, 1, 1), country)
            assert not calendars.is_working_day(date(year, 12, 25), country)


@pytest.mark.parametrize(
    ("day", "country", "language", "name"),
    [
        (date(2026, 4, 3), "DK", "da", "Langfredag"),
        (date(2026, 4, 3), "DK", "en", "Good Friday"),
        (date(2026, 4, 3), "DK", "lv", "Langfredag"),
        (date(2026, 4, 3), "AT", "de", ""),
        (date(2026, 5, 17), "NO", "nb", "Grunnlovsdag"),
        (date(2026, 6, 19), "SE", "sv", "Midsommarafton"),
        (date(2026, 4, 3), "", "en", ""),
        (date(2026, 4, 3), "XX", "en", ""),
        (date(2300, 1, 1), "DK", "en", ""),
    ],
)
def test_a_holiday_has_a_name_in_the_readers_language_or_its_own(day, country, language, name):
    with translation.override(language):
        assert calendars.holiday(day, country) == name


def test_the_next_and_the_last_working_day_may_be_the_day_itself():
    good_friday, thursday = date(2026, 4, 3), date(2026, 4, 2)

    assert calendars.next_working_day(thursday, "DE") == thursday
    assert calendars.next_working_day(good_friday, "DE") == date(2026, 4, 7)
    assert calendars.last_working_day(thursday, "DE") == thursday
    assert calendars.last_working_day(date(2026, 4, 6), "DE") == thursday


def test_the_first_and_the_last_day_there_is_end_every_search():
    sunday_at_the_edge = date.max - timedelta(days=date.max.weekday() + 1)

    assert calendars.next_working_day(date.max) == date.max
    assert calendars.last_working_day(date.min) == date.min
    assert calendars.last_working_day(sunday_at_the_edge) == sunday_at_the_edge - timedelta(days=2)
    assert calendars.days_after(date.max, 1) == date.max
    assert calendars.days_after(date.min, -1) == date.min
    assert calendars.months_after(date.max, 1) == date.max
    assert calendars.months_after(date.min, -1) == date.min


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), -12, date(2027, 2, 28)),
        (date(2026, 12, 2), 1, date(2027, 1, 2)),
        (date(2026, 1, 2), -1, date(2025, 12, 2)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_months_last(day, months, later):
    assert calendars.months_after(day, months) == later
