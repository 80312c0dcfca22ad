"""The verbs of events: the only writers of this room."""

from __future__ import annotations

from django.db import transaction

from ppi.moderation.editing import services as editing
from ppi.network import events
from ppi.network.models import Event
from ppi.portals.models import Portal


@transaction.atomic
def keep_event(slug: str, *, portal: Portal, by, **facts) -> Event:
    """Make the event of this slug, or bring it up to these facts; doing so twice changes nothing.

    `facts` are columns; the texts are in the event's own `language`.
    """
    event = editing.keep(Event, slug, portal=portal, by=by, **facts)
    note_change(event)
    return event


def note_change(event: Event) -> None:
    """After a public event's facts changed: announces `events.changed`."""
    editing.note_change(event, announcing=events.changed)


def publish(event: Event, *, by) -> Event:
    """Make the event public. Announces `events.published`; a second time nothing happens."""
    return editing.publish(event, by=by, announcing=events.published)


def remove(event: Event, reason: str, *, by) -> None:
    """Take the event off, for instance after a report. Announces `events.withdrawn`."""
    editing.remove(event, reason, by=by, announcing=events.withdrawn)
