"""The verbs of what a portal's editors write themselves; rooms give them their facts and events.

The trail's actions and the ids of events are named after the model: `course.published`,
`course_id`.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from ppi.kernel import audit
from ppi.kernel.events import Event
from ppi.moderation.editing.choices import Status
from ppi.moderation.editing.models import Edited
from ppi.moderation.editing.permissions import may_edit
from ppi.portals.models import Portal


@transaction.atomic
def keep[Row: Edited](model: type[Row], slug: str, *, portal: Portal, by, **facts) -> Row:
    """Make the row of this slug, or bring it up to these facts; doing so twice changes nothing.

    Raises `Refused` where the slug is taken by a portal that this person does not edit.
    """
    may_edit(by, portal).or_refuse()
    rows = model.objects.everywhere("slugs are unique over all portals")
    if known := rows.select_related("portal").filter(slug=slug).first():
        may_edit(by, known.portal).or_refuse()
    kept = {"portal": portal, **facts}
    row, is_new = rows.update_or_create(
        slug=slug, defaults=kept, create_defaults={**kept, "created_by": by}
    )
    _record("started" if is_new else "edited", row, by)
    return row


@transaction.atomic
def note_change(row: Edited, *, announcing: Event) -> None:
    """After its facts changed: announces the event where the public can see it."""
    if row.is_public:
        _announce(announcing, row)


@transaction.atomic
def publish[Row: Edited](row: Row, *, by, announcing: Event) -> Row:
    """Make the row public and announce it; a second time nothing happens."""
    may_edit(by, row.portal).or_refuse()
    row = _locked(row)
    if row.is_public:
        return row
    row.move_to(Status.PUBLISHED)
    row.published_at = row.published_at or timezone.now()
    row.save(update_fields=["status", "published_at", "updated_at"])
    _record("published", row, by)
    _announce(announcing, row)
    return row


@transaction.atomic
def remove(row: Edited, reason: str, *, by, announcing: Event) -> None:
    """Take it off, for instance after a report, and announce that."""
    may_edit(by, row.portal).or_refuse()
    row = _locked(row)
    row.move_to(Status.REMOVED)
    row.save(update_fields=["status", "updated_at"])
    _record("removed", row, by, reason=reason)
    _announce(announcing, row)


def _locked[Row: Edited](row: Row) -> Row:
    """The row as it is now, kept from changing until the transaction ends."""
    rows = type(row).objects.everywhere("the row that the caller holds already")
    return rows.select_for_update(of=("self",)).get(pk=row.pk)


def _record(verb: str, row: Edited, by, **detail) -> None:
    audit.record(f"{row._meta.model_name}.{verb}", row, by=by, **detail)


def _announce(event: Event, row: Edited) -> None:
    event.announce(**{f"{row._meta.model_name}_id": row.pk})
