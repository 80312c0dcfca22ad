"""Amounts and moments as the reader's language and time zone write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.utils import timezone, translation

from ppi.kernel import dates, money

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
EDGES = [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC)]
NBSP = "\xa0"
WRITTEN = {
    "en": "1,234,567 €",
    "da": "1.234.567 €",
    "de": "1.234.567 €",
    "et": "1 234 567 €",
    "fi": "1 234 567 €",
    "lt": "1 234 567 €",
    "lv": "1 234 567 €",
    "nb": "1 234 567 €",
    "sv": "1 234 567 €",
}


def spoken(text: str) -> str:
    """Any of the several no-break spaces as a plain one."""
    return text.replace(NBSP, " ").replace("\u202f", " ")


def copenhagen(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=COPENHAGEN)


def show(template: str, **values) -> str:
    return spoken(Template(template).render(Context(values)))


@pytest.mark.parametrize(("language", "written"), WRITTEN.items())
def test_an_amount_is_grouped_as_the_language_groups_it(language, written) -> None:
    with translation.override(language):
        assert spoken(money.formatted(Decimal(1234567), "EUR")) == written


def test_every_language_of_the_platform_is_tried() -> None:
    assert list(WRITTEN) == [code for code, _name in settings.LANGUAGES]


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("0", "0 €"),
        ("0.50", "0.50 €"),
        ("1000.00", "1,000 €"),
        ("1000.10", "1,000.10 €"),
        ("-3.25", "-3.25 €"),
        ("99999999999999.99", "99,999,999,999,999.99 €"),
    ],
)
def test_cents_stand_only_where_there_are_any(amount, written) -> None:
    assert spoken(money.formatted(Decimal(amount), "EUR")) == written


@pytest.mark.parametrize(
    ("currency", "written"), [("DKK", "7 DKK"), ("SEK", "7 SEK"), ("NOK", "7 NOK")]
)
def test_the_currency_follows_the_amount(currency, written) -> None:
    assert spoken(money.formatted(Decimal(7), currency)) == written


def test_no_amount_is_shown_as_nothing() -> None:
    assert show("[{{ value|amount:'EUR' }}]", value=None) == "[]"
    assert show("[{{ value|amount:'EUR' }}]", value=Decimal(0)) == "[0 €]"


@pytest.mark.parametrize(
    ("now", "deadline", "days"),
    [
        # Clocks go back on 25 October 2026: this day has 25 hours.
        ((2026, 10, 24, 23, 30), (2026, 10, 25, 23, 30), 1),
        ((2026, 10, 24, 23, 59), (2026, 10, 25, 0, 1), 1),
        ((2026, 10, 25, 0, 30), (2026, 10, 25, 23, 30), 0),
        # Clocks go forward on 28 March 2027: 23 hours later it is still tomorrow.
        ((2027, 3, 27, 12, 0), (2027, 3, 28, 12, 0), 1),
        ((2027, 3, 28, 1, 30), (2027, 3, 29, 1, 30), 1),
        ((2026, 12, 31, 23, 0), (2027, 1, 1, 1, 0), 1),
        ((2026, 11, 2, 12, 0), (2026, 11, 1, 13, 0), -1),
        ((2026, 10, 1, 12, 0), (2026, 11, 1, 12, 0), 31),
    ],
)
def test_days_left_are_those_of_the_readers_calendar(now, deadline, days) -> None:
    with timezone.override(COPENHAGEN):
        left = dates.days_left(copenhagen(*deadline).astimezone(UTC), copenhagen(*now))

    assert left == days


@pytest.mark.parametrize(
    ("zone", "days"), [("Europe/Copenhagen", 1), ("Europe/Vilnius", 0), ("UTC", 1)]
)
def test_two_readers_may_have_different_days_left(zone, days) -> None:
    now = datetime(2026, 11, 2, 22, 30, tzinfo=UTC)
    deadline = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)

    with timezone.override(ZoneInfo(zone)):
        assert dates.days_left(deadline, now) == days


@pytest.mark.parametrize(
    ("deadline", "words"),
    [
        ((2026, 11, 2, 11, 59), "closed"),
        ((2026, 11, 2, 12, 1), "today"),
        ((2026, 11, 3, 0, 1), "1 day"),
        ((2026, 11, 14, 12, 0), "12 days"),
    ],
)
def test_days_left_in_words(deadline, words) -> None:
    noon = time_machine.travel(copenhagen(2026, 11, 2, 12, 0), tick=False)
    with noon, timezone.override(COPENHAGEN):
        assert dates.days_left_text(copenhagen(*deadline)) == words
        assert show("{{ deadline|days_left }}", deadline=copenhagen(*deadline)) == words


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "4 December 2026, 00:30"),
        ("da", "4. december 2026, 00:30"),
        ("lv", "2026. gada 4. decembris, 00:30"),
        ("lt", "2026-12-04, 00:30"),
    ],
)
def test_a_moment_is_written_in_the_readers_language_and_zone(language, written) -> None:
    late = datetime(2026, 12, 3, 23, 30, tzinfo=UTC)

    with translation.override(language), timezone.override(COPENHAGEN):
        assert dates.day_and_time(late) == written
        assert show("{{ late|day_and_time }}", late=late) == written


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_every_language_can_write_every_moment(language) -> None:
    with translation.override(language):
        assert "2026" in dates.day(date(2026, 12, 4))
        assert dates.day_and_time(datetime(2026, 12, 4, 7, 5, tzinfo=UTC)).endswith("07:05")


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_no_day_brings_a_second_full_stop_to_the_end_of_its_sentence(language) -> None:
    with translation.override(language):
        days = [dates.day(date(2026, month, 22)) for month in range(1, 13)]

    assert [day for day in days if day.endswith(".")] == []


def test_no_moment_is_shown_as_nothing() -> None:
    template = "[{{ none|day }}][{{ none|day_and_time }}][{{ none|days_left }}]"

    assert show(template, none=None) == "[][][]"


@pytest.mark.parametrize(
    ("language", "typed", "amount"),
    [
        ("da", "6.400.000", "6400000"),
        ("da", "90.000,50", "90000.50"),
        ("da", "90000", "90000"),
        ("en", "90,000.50", "90000.50"),
        ("fi", "90 000,5", "90000.5"),
        ("lv", "1 000 000", "1000000"),
        ("en", "", None),
        ("en", "0", "0"),
        ("en", "12.000.000", "12000000"),
        ("en", " 12.000.000,50 ", "12000000.50"),
        ("da", "12,000,000.5", "12000000.5"),
        ("fi", "12.000.000", "12000000"),
    ],
)
def test_an_amount_is_read_as_the_reader_writes_it(language, typed, amount) -> None:
    with translation.override(language):
        read = money.AmountField(required=False).clean(typed)

    assert read == (None if amount is None else Decimal(amount))


def test_nothing_is_nothing_with_either_sign() -> None:
    assert str(money.AmountField().clean("-0")) == "0"


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("da", "1.5"),
        ("da", "90,000.50"),
        ("en", "90.000"),
        ("en", "12.00.000"),
        ("en", "12.000.00"),
        ("en", "12.000,000.50"),
        ("en", "1.000.000.50"),
        ("en", "much"),
        ("en", "1e2"),
        ("sv", "1E2"),
        ("en", "NaN"),
        ("da", "-1"),
    ],
)
def test_an_amount_that_another_language_reads_differently_is_refused(language, typed) -> None:
    with translation.override(language), pytest.raises(forms.ValidationError):
        money.AmountField().clean(typed)


@pytest.mark.parametrize(
    ("language", "place", "said"),
    [
        ("en", "Europe/Copenhagen", "4 July 2026, 12:00 CEST"),
        ("de", "Europe/Copenhagen", "4. Juli 2026, 12:00 MESZ"),
        ("lt", "Europe/Vilnius", "2026-07-04, 12:00 EEST"),
        ("en", "Asia/Tokyo", "4 July 2026, 12:00 JST"),
    ],
)
def test_a_last_moment_names_its_time_zone(language, place, said) -> None:
    with translation.override(language), timezone.override(ZoneInfo(place)):
        noon = datetime(2026, 7, 4, 12, tzinfo=ZoneInfo(place))
        assert (dates.last_moment(noon), show("{{ noon|last_moment }}", noon=noon)) == (said, said)


def test_on_a_page_a_last_moment_carries_what_a_browser_needs_to_tell_it_anew() -> None:
    with translation.override("en"), timezone.override(ZoneInfo("Europe/Copenhagen")):
        noon = datetime(2026, 7, 4, 10, 0, 59, tzinfo=UTC)
        assert show("{{ noon|moment }}{{ none|moment }}", noon=noon, none=None) == (
            '<time datetime="2026-07-04T12:00+02:00" data-moment>4 July 2026, 12:00 CEST</time>'
        )


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
@pytest.mark.parametrize("place", ["Pacific/Honolulu", "UTC", "Europe/Tallinn", "Pacific/Auckland"])
@pytest.mark.parametrize("end", EDGES)
def test_the_ends_of_the_calendar_are_written_everywhere(language, place, end) -> None:
    now, year = datetime(2026, 7, 4, 11, tzinfo=UTC), str(end.year)

    with translation.override(language), timezone.override(ZoneInfo(place)):
        written = [dates.day(end), dates.day_and_time(end), dates.last_moment(end)]
        left, words = dates.days_left(end, now), dates.days_left_text(end)

    assert all(year in text for text in written)
    assert left == (end.date() - now.date()).days
    assert words


@pytest.mark.parametrize(
    ("moment", "known"),
    [
        ((2015, 12, 30, 23, 59), False),
        ((2015, 12, 31, 11), True),
        ((2100, 1, 1, 11), True),
        ((2100, 1, 2), False),
    ],
)
def test_the_known_years_begin_and_end_where_the_day_does_first_and_last(moment, known) -> None:
    assert dates.is_known(datetime(*moment, tzinfo=UTC)) is known
