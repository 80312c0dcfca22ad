"""An event as it stands in a calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from icalendar import Event as Date

from ppi.kernel.calendars import reminder
from ppi.network.models import Event
from ppi.portals import links

REMIND_BEFORE = timedelta(days=1)


def events_of(event: Event) -> Iterator[Date]:
    """One. SEQUENCE rises whenever it is saved, so that a moved event moves in the calendar."""
    saved_after = event.updated_at - event.created_at
    date = Date()
    date.add("uid", f"event-{event.pk}@{links.base_host()}")
    date.add("sequence", int(saved_after.total_seconds()))
    date.add("dtstamp", event.updated_at)
    date.add("summary", event.title)
    date.add("dtstart", event.starts_at)
    # RFC 5545, 3.8.2.2: it must be later. What has but a begin ends when it begins.
    if event.ends_at > event.starts_at:
        date.add("dtend", event.ends_at)
    if event.place:
        date.add("location", event.place)
    date.add(
        "url",
        links.absolute(event.portal, event.portal.language, "network:detail", event.slug),
    )
    date.add_component(reminder(event.title, before=REMIND_BEFORE))
    yield date
