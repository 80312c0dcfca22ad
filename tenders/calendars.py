"""The dates of an opportunity as they stand in a calendar, moments in UTC."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Event

from ppi.kernel.calendars import calendar_of, reminder
from ppi.portals import links
from tenders.choices import Phase
from tenders.models import Opportunity
from tenders.timeline import end_of

REMIND_BEFORE = timedelta(days=7)
# What can no longer be done once it has ended so: nothing with a call that leads to no contract.
ANSWERS = frozenset({"questions", "deadline"})
CALLED_OFF = {
    "": frozenset(),
    Phase.CLOSED: ANSWERS,
    Phase.AWARDED: ANSWERS,
    Phase.CANCELLED: ANSWERS | {"standstill", "runs-until"},
    Phase.UNSUCCESSFUL: ANSWERS | {"standstill", "runs-until"},
}


def has_dates_ahead(opportunity: Opportunity) -> bool:
    """Is there anything left to be put into a calendar?"""
    return any(
        end_of(at) > timezone.now() and not is_called_off(opportunity, name, at)
        for name, _summary, at in _dates(opportunity)
    )


def is_called_off(opportunity: Opportunity, name: str, at: date | datetime) -> bool:
    """A date that will not come, since the opportunity ended before it."""
    is_of_the_end = name in CALLED_OFF[opportunity.ended]
    return is_of_the_end and end_of(at) > opportunity.ended_at


def dates_of(opportunity: Opportunity) -> bytes:
    """The calendar of one opportunity."""
    return calendar_of(events_of(opportunity))


def events_of(opportunity: Opportunity) -> Iterator[Event]:
    """One event for each date that lies fixed.

    The same date keeps its UID for good, and SEQUENCE is the version of the opportunity, so that a
    calendar that reads it again moves the event instead of adding another; what will not come any
    more it strikes out.
    """
    for name, summary, at in _dates(opportunity):
        yield _event(opportunity, name, summary, at)


def _dates(opportunity: Opportunity) -> Iterator[tuple[str, str, date | datetime]]:
    if opportunity.questions_until:
        yield "questions", _("Last questions: %(title)s"), opportunity.questions_until
    if opportunity.deadline:
        yield "deadline", _("Deadline: %(title)s"), opportunity.deadline
    if opportunity.standstill_until:
        yield "standstill", _("Standstill ends: %(title)s"), opportunity.standstill_until
    if opportunity.runs_until:
        yield "runs-until", _("Agreement ends: %(title)s"), opportunity.runs_until


def _event(opportunity: Opportunity, name: str, summary: str, at: date | datetime) -> Event:
    event = Event()
    event.add("uid", f"{name}-{opportunity.pk}@{settings.PPI_BASE_DOMAIN}")
    event.add("sequence", opportunity.version)
    # Not the present moment: what has not changed reads the same, and is not sent again.
    event.add("dtstamp", opportunity.updated_at)
    event.add("summary", summary % {"title": opportunity.title})
    # A moment without DTEND ends when it begins; one with it must end later (RFC 5545, 3.8.2.2).
    event.add("dtstart", at)
    if is_called_off(opportunity, name, at):
        event.add("status", "CANCELLED")
    url = links.absolute(
        opportunity.portal, opportunity.portal.language, "tenders:detail", opportunity.slug
    )
    event.add("url", url)
    if name in ANSWERS:
        event.add_component(reminder(event["summary"], before=REMIND_BEFORE))
    return event
