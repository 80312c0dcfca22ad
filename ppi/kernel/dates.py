"""Moments in words: days left, and dates as the reader's language writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from babel.dates import format_date, format_datetime, get_timezone_name
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

# Outside these years no threshold is recorded and no calendar of public holidays is known.
FIRST_DAY, LAST_DAY = date(2016, 1, 1), date(2099, 12, 31)
# The same years as moments, wherever on the earth the day begins and ends.
FIRST_MOMENT = datetime(2016, 1, 1, tzinfo=UTC) - timedelta(days=1)
LAST_MOMENT = datetime(2100, 1, 1, tzinfo=UTC) + timedelta(days=1)
OTHER_YEAR = gettext_lazy("Choose a day between 2016 and 2099.")


def is_known(moment: datetime) -> bool:
    """Whether it lies in the years for which there are rules, wherever it is read."""
    return FIRST_MOMENT <= moment < LAST_MOMENT


def local(moment: datetime) -> datetime:
    """In the reader's time zone; as it stands at the calendar's ends, beyond which there is none.

    East of Greenwich the last moments of the year 9999 have no local time, west of it the first
    of the year 1.
    """
    try:
        return timezone.localtime(moment)
    except OverflowError:
        return moment


def reader_locale() -> str:
    """The active language as CLDR knows it; English dates are written the European way."""
    return {"en": "en_GB"}.get(get_language() or "en", get_language())


def days_left(deadline: datetime, now: datetime | None = None) -> int:
    """Whole days until the deadline in the reader's time zone; negative once it has passed."""
    now = local(now or timezone.now())
    return (local(deadline).date() - now.date()).days


def days_left_text(deadline: datetime) -> str:
    """«12 days», «today», «closed»."""
    if deadline < timezone.now():
        return _("closed")
    days = days_left(deadline)
    if days == 0:
        return _("today")
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}


def day(moment: datetime | date | None) -> str:
    """«4 December 2026» in the reader's language. Never ends with a full stop of its own.

    Lithuanian writes «2026 m. gruodžio 4 d.», whose stop would stand twice at the end of a
    sentence; its other form, «2026-12-04», stands well in every place.
    """
    if moment is None:
        return ""
    if isinstance(moment, datetime):
        moment = local(moment)
    written = format_date(moment, "long", locale=reader_locale())
    if written.endswith("."):
        return format_date(moment, "medium", locale=reader_locale())
    return written


def day_and_time(moment: datetime) -> str:
    """«4 December 2026, 12:00» in the reader's language and time zone."""
    there = local(moment)
    return f"{day(there)}, {format_datetime(there, 'HH:mm', locale=get_language() or 'en')}"


def last_moment(moment: datetime) -> str:
    """«4 December 2026, 12:00 CET»: with its zone, for what somebody in another one may miss."""
    there = local(moment)
    return f"{day_and_time(there)} {zone_name(there)}"


def moment_in_html(moment: datetime) -> SafeString:
    """The same as a `<time>` that carries the moment and its offset from UTC.

    Where the reader has no account, `reader-zone.js` writes it in the zone of their browser.
    """
    machine = local(moment).isoformat(timespec="minutes")
    return format_html('<time datetime="{}" data-moment>{}</time>', machine, last_moment(moment))


def zone_name(there: datetime) -> str:
    """«CET», as the reader's language calls it; the usual name where it has none but an offset."""
    named = get_timezone_name(there, width="short", locale=reader_locale(), return_zone=False)
    return named if named.isalpha() else there.tzname()
