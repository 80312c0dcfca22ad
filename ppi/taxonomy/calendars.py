"""Working days: what a Saturday, a Sunday or a public holiday does to the end of a period.

Regulation (EEC, Euratom) 1182/71: the day of the event is not counted (article 3(1)); a period that
would end on a public holiday, a Sunday or a Saturday ends on the next working day (article 3(4)),
unless it is counted backwards from a day, which moves nothing. Holidays are those of the whole
country (article 2(1)), from the package `holidays`; those of single regions in Germany or Austria
are not considered, nor is what the package does not know (before 1900 and after 2100).
"""

from __future__ import annotations

import functools
from calendar import monthrange
from datetime import date, timedelta

from django.utils.translation import get_language

SATURDAY = 5
MONTHS_OF_A_YEAR = 12
FIRST_YEAR, LAST_YEAR = 1900, 2100
# Swedish law treats the eves of Midsummer, Christmas and New Year like public holidays wherever a
# period ends (act 1930:173); the package lists them apart.
CATEGORIES = {"SE": ("public", "de_facto")}
# The package's names for languages that are called otherwise here.
HOLIDAY_LANGUAGES = {"en": "en_US", "nb": "no"}


def is_working_day(day: date, country: str = "") -> bool:
    """Without a country only weekends are known."""
    return day.weekday() < SATURDAY and day not in holidays_of(country, day.year)


def holiday(day: date, country: str) -> str:
    """The public holiday's name, in the reader's language where the package has it, else "" ."""
    language = get_language() or "en"
    return holidays_of(country, day.year, HOLIDAY_LANGUAGES.get(language, language)).get(day, "")


def next_working_day(day: date, country: str = "") -> date:
    """The day itself where it is one."""
    while not is_working_day(day, country) and day < date.max:
        day += timedelta(days=1)
    return day


def last_working_day(day: date, country: str = "") -> date:
    """The day itself where it is one, else the last one before it."""
    while not is_working_day(day, country) and day > date.min:
        day -= timedelta(days=1)
    return day


def days_after(day: date, days: int) -> date:
    """That many calendar days later, or earlier; the first or last day there is at the edges."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def months_after(day: date, months: int) -> date:
    """The same day of a later (or earlier) month, or that month's last day."""
    year, month = divmod(day.year * MONTHS_OF_A_YEAR + day.month - 1 + months, MONTHS_OF_A_YEAR)
    if not date.min.year <= year <= date.max.year:
        return date.max if months > 0 else date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@functools.lru_cache(maxsize=512)
def holidays_of(country: str, year: int, language: str | None = None) -> dict[date, str]:
    """One year's public holidays by day; none for a country that the package does not know."""
    # Imported here: it takes a tenth of a second and 10 MB that few requests need.
    import holidays

    if not FIRST_YEAR <= year <= LAST_YEAR:
        return {}
    options = {"categories": CATEGORIES[country]} if country in CATEGORIES else {}
    try:
        found = holidays.country_holidays(
            country, years=year, expand=False, language=language, **options
        )
    except NotImplementedError:
        return {}
    return dict(found)
