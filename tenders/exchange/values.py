"""Numbers, amounts, truth and time as XML Schema writes them. None for what is malformed.

A notice with one bad value is still a notice, so nothing here raises.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal

from tenders.exchange.notice import Moment, Money

LAST_SECOND = time(23, 59, 59)
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(Z|[+-]\d\d:\d\d)?", re.ASCII)
_TIME = re.compile(r"(\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
# Bounded, so that no number can be written that a database column or an addition chokes on.
_AMOUNT = re.compile(r"\+?\d{1,15}(?:\.\d{0,10})?", re.ASCII)
_COUNT = re.compile(r"\+?(\d{1,9})(?:\.0*)?", re.ASCII)


def number(text: str) -> int | None:
    whole = _COUNT.fullmatch(text)
    return int(whole[1]) if whole else None


def flag(text: str) -> bool | None:
    return {"true": True, "1": True, "false": False, "0": False}.get(text)


def money(amount: str, currency: str) -> Money | None:
    if _AMOUNT.fullmatch(amount) and re.fullmatch(r"[A-Z]{3}", currency):
        return Money(Decimal(amount), currency)
    return None


def total(amounts: list[Money | None]) -> Money | None:
    """The sum, or None where an amount is missing, the currencies differ or there is nothing."""
    known = [amount for amount in amounts if amount]
    if not known or len(known) < len(amounts) or len({one.currency for one in known}) > 1:
        return None
    return Money(sum((one.amount for one in known), Decimal(0)), known[0].currency)


def day(text: str) -> date | None:
    """The date alone; its offset says when the day began, not which day it was."""
    written = _DATE.fullmatch(text)
    try:
        return date.fromisoformat(written[1]) if written else None
    except ValueError:
        return None


def moment(day_text: str, time_text: str, *, otherwise: time) -> Moment | None:
    """`xs:date` and `xs:time` together; `otherwise` is the time of day where none is stated.

    eForms writes an offset on both. The time's own wins, since published notices contradict
    themselves here and the time is what people set.
    """
    on, (at, zone) = day(day_text), _time_of_day(time_text)
    if on is None:
        return None
    zone = zone or _zone(_DATE.fullmatch(day_text)[2])
    instant = datetime.combine(on, at or otherwise, zone or UTC)
    if not _representable(instant):
        return None
    return Moment(instant, zone_stated=zone is not None, time_stated=at is not None)


def _time_of_day(text: str) -> tuple[time | None, tzinfo | None]:
    written = _TIME.fullmatch(text)
    try:
        return (time.fromisoformat(written[1]), _zone(written[2])) if written else (None, None)
    except ValueError:
        return None, None


def _zone(offset: str | None) -> tzinfo | None:
    try:
        return time.fromisoformat(f"00:00:00{offset}").tzinfo if offset else None
    except ValueError:
        return None


def _representable(instant: datetime) -> bool:
    """Whether it can be stated in UTC, which year 1 and year 9999 cannot at every offset."""
    try:
        instant.astimezone(UTC)
    except OverflowError:
        return False
    return True
