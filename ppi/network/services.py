"""The verbs of events: the only writers of this room."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from ppi.kernel import audit
from ppi.network import events, permissions
from ppi.network.choices import Status
from ppi.network.models import Event
from ppi.portals.models import Portal


@transaction.atomic
def keep_event(slug: str, *, portal: Portal, by, **facts) -> Event:
    """Make the event of this slug, or bring it up to these facts; doing so twice changes nothing.

    `facts` are columns; the texts are in the event's own `language`.
    """
    permissions.may_edit(by, portal).or_refuse()
    rows = Event.objects.everywhere("slugs are unique over all portals")
    kept = {"portal": portal, **facts}
    event, is_new = rows.update_or_create(
        slug=slug, defaults=kept, create_defaults={**kept, "created_by": by}
    )
    audit.record("event.started" if is_new else "event.edited", event, by=by)
    note_change(event)
    return event


@transaction.atomic
def note_change(event: Event) -> None:
    """After a public event's facts changed: announces `events.changed`."""
    if event.is_public:
        events.changed.announce(event_id=event.pk)


def locked(event: Event) -> Event:
    """The row as it is now, kept from changing until the transaction ends."""
    rows = Event.objects.everywhere("the row that the caller holds already")
    return rows.select_for_update(of=("self",)).get(pk=event.pk)


@transaction.atomic
def publish(event: Event, *, by) -> Event:
    """Make the event public. Announces `events.published`; a second time nothing happens."""
    permissions.may_edit(by, event.portal).or_refuse()
    event = locked(event)
    if event.is_public:
        return event
    event.move_to(Status.PUBLISHED)
    event.published_at = event.published_at or timezone.now()
    event.save(update_fields=["status", "published_at", "updated_at"])
    audit.record("event.published", event, by=by)
    events.published.announce(event_id=event.pk)
    return event


@transaction.atomic
def remove(event: Event, reason: str, *, by) -> None:
    """Take the event off, for instance after a report. Announces `events.withdrawn`."""
    permissions.may_edit(by, event.portal).or_refuse()
    event = locked(event)
    event.move_to(Status.REMOVED)
    event.save(update_fields=["status", "updated_at"])
    audit.record("event.removed", event, by=by, reason=reason)
    events.withdrawn.announce(event_id=event.pk)
