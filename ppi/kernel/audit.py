"""The trail of who did what. Services call `record` once in each transaction."""

from __future__ import annotations

from collections.abc import Callable

from django.db import models

from ppi.kernel.models import AuditEntry

# Told of each entry, in its transaction; rooms above add themselves.
listeners: list[Callable[[AuditEntry, models.Model, models.Model | None], None]] = []


def record(action: str, subject: models.Model, *, by=None, **detail) -> AuditEntry:
    """Add one entry. `by` is the acting user, or None for the system itself."""
    entry = AuditEntry.objects.create(
        actor=by if by is not None and by.pk else None,
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        portal_id=getattr(subject, "portal_id", None),
        detail=detail,
    )
    for listener in listeners:
        listener(entry, subject, by)
    return entry


def trail(subject: models.Model) -> models.QuerySet[AuditEntry]:
    """What happened to this object, newest first."""
    return AuditEntry.objects.filter(
        subject_type=subject._meta.label_lower, subject_id=subject.pk
    ).order_by("-id")
