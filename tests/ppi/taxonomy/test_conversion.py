from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ppi.taxonomy.conversion import Conversion, convert


def test_a_conversion_names_amount_rate_and_its_day():
    found = convert(Decimal("1611360"), "DKK", "EUR", on=date(2026, 1, 30))

    assert found == Conversion(
        amount=Decimal("215785.95"),
        currency="EUR",
        original=Decimal("1611360"),
        original_currency="DKK",
        rate=Decimal("0.13391542"),
        rate_on=date(2026, 1, 30),
    )
    assert found.sentence.replace("\xa0", " ") == (
        "≈ 215,785.95 €, converted at the ECB rate of 30 January 2026."
    )


def test_two_currencies_go_over_the_euro_of_one_day():
    found = convert(Decimal(100), "DKK", "NOK", on=date(2026, 1, 30))

    assert (found.amount, found.rate) == (Decimal("152.51"), Decimal("1.5250957"))


def test_the_euro_and_a_currency_itself_are_one_to_one():
    assert convert(Decimal("5.5"), "EUR", "EUR", on=date(2026, 1, 30)).amount == Decimal("5.50")
    assert convert(Decimal("5.5"), "DKK", "DKK", on=date(2026, 1, 30)).amount == Decimal("5.50")


@pytest.mark.parametrize(
    ("on", "rate_on"),
    [
        # A Sunday takes Friday's rate, and a day after the package's last one that last one.
        (date(2026, 2, 1), date(2026, 1, 30)),
        (date(1999, 1, 4), date(1999, 1, 4)),
    ],
)
def test_the_last_rate_before_the_day_counts(on, rate_on):
    assert convert(Decimal(1), "DKK", "EUR", on=on).rate_on == rate_on


def test_a_day_after_the_last_known_rate_takes_that_rate_for_a_year():
    last = convert(Decimal(1), "DKK", "EUR", on=date(2026, 11, 22)).rate_on

    assert date(2026, 1, 30) < last
    assert convert(Decimal(1), "DKK", "EUR", on=last.replace(year=last.year + 1)).rate_on == last
    assert convert(Decimal(1), "DKK", "EUR", on=last.replace(year=last.year + 2)) is None


@pytest.mark.parametrize(
    ("amount", "currency", "into", "on"),
    [
        ("1", "DKK", "EUR", date(1999, 1, 3)),
        ("1", "DKK", "EUR", date(1, 1, 1)),
        ("1", "DKK", "EUR", date(9999, 12, 31)),
        ("1", "RUB", "EUR", date(2026, 1, 30)),
        ("1", "EUR", "LTL", date(2026, 1, 30)),
        ("1", "XYZ", "EUR", date(2026, 1, 30)),
        ("1", "", "EUR", date(2026, 1, 30)),
        ("NaN", "DKK", "EUR", date(2026, 1, 30)),
        ("sNaN", "DKK", "EUR", date(2026, 1, 30)),
        ("-Infinity", "DKK", "EUR", date(2026, 1, 30)),
        ("1e999999", "DKK", "EUR", date(2026, 1, 30)),
        ("1e16", "DKK", "EUR", date(2026, 1, 30)),
    ],
)
def test_what_cannot_be_converted_is_none(amount, currency, into, on):
    assert convert(Decimal(amount), currency, into, on=on) is None
