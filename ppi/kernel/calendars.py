"""Calendars for other programs: iCalendar, RFC 5545. The rooms make the dates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from icalendar import Alarm, Calendar, Event

MEDIA_TYPE = "text/calendar; charset=utf-8"
ASK_AGAIN = timedelta(hours=1)


def calendar_of(events: Iterable[Event], name: str = "") -> bytes:
    """A calendar that a reader takes over once or, where it has a name, subscribes to."""
    calendar = Calendar()
    calendar.add("prodid", "-//ppi//opportunities//EN")
    calendar.add("version", "2.0")
    if name:
        calendar.add("name", name)
        # Older programs do not know RFC 7986.
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", ASK_AGAIN)
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical()


def reminder(summary: str, *, before: timedelta) -> Alarm:
    """Shown so long before the date begins."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", -before)
    return alarm
