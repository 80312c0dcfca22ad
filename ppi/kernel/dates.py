"""Moments in words: days left, and dates as the reader's language writes them."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_date, format_datetime
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _


def reader_locale() -> str:
    """The active language as CLDR knows it; English dates are written the European way."""
    return {"en": "en_GB"}.get(get_language() or "en", get_language())


def days_left(deadline: datetime, now: datetime | None = None) -> int:
    """Whole days until the deadline in the reader's time zone; negative once it has passed."""
    now = timezone.localtime(now or timezone.now())
    return (timezone.localtime(deadline).date() - now.date()).days


def days_left_text(deadline: datetime) -> str:
    """«12 days», «today», «closed»."""
    if deadline < timezone.now():
        return _("closed")
    days = days_left(deadline)
    if days == 0:
        return _("today")
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}


def day(moment: datetime | date | None) -> str:
    """«4 December 2026» in the reader's language."""
    if moment is None:
        return ""
    if isinstance(moment, datetime):
        moment = timezone.localtime(moment)
    return format_date(moment, "long", locale=reader_locale())


def day_and_time(moment: datetime) -> str:
    """«4 December 2026, 12:00» in the reader's language and time zone."""
    local = timezone.localtime(moment)
    return f"{day(local)}, {format_datetime(local, 'HH:mm', locale=get_language() or 'en')}"
