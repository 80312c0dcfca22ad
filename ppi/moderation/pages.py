"""What moderation shows: the queue, the thing in it, and the last word to its authors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from ppi.moderation import services
from ppi.moderation.choices import Decision, ReportState
from ppi.moderation.models import Report, Submission
from ppi.moderation.registry import Moderatable, moderatable

MOST_LISTED = 100


@dataclass(frozen=True)
class Line:
    """One line of a queue."""

    pk: int
    label: str | Promise
    title: str
    since: datetime
    is_shown: bool


def lines_of(rows: models.QuerySet, shown: Submission | Report | None) -> list[Line]:
    """The queue's lines. One query for each kind of thing in it, however many there are."""
    return [
        Line(
            row.pk,
            entry_of(row).label,
            str(row.subject) if row.subject else "–",
            row.submitted_at if isinstance(row, Submission) else row.created_at,
            shown is not None and row.pk == shown.pk,
        )
        for row in rows.prefetch_related("subject", "content_type")[:MOST_LISTED]
    ]


def entry_of(row: Submission | Report) -> Moderatable:
    return moderatable.of(row.content_type.model_class())


def shown_of(row: Submission | Report, request) -> dict:
    """The thing as the public would see it, and what was decided about it before."""
    entry = entry_of(row)
    subject = entry.get(row.object_id)
    return {
        "shown": row,
        "label": entry.label,
        "criteria": getattr(entry, "criteria", ()),
        "publish_label": getattr(entry, "publish_label", _("Publish")),
        "subject": subject,
        "preview": preview_of(entry, subject, request) if subject else "",
        "history": history_of(row),
    }


def preview_of(entry: Moderatable, subject: models.Model, request) -> SafeString:
    context = {"subject": subject, **entry.preview(subject, request)}
    return render_to_string(entry.preview_template, context, request)


def history_of(row: Submission | Report) -> list[Submission]:
    """Earlier decisions about the same thing, the latest first."""
    rows = Submission.objects.moderated_by(row.portal).select_related("decided_by")
    same = {"content_type_id": row.content_type_id, "object_id": row.object_id}
    return list(rows.filter(**same).decided())


@dataclass(frozen=True)
class LastWord:
    """What the authors of a thing hear: its state, since when, and the moderators' reason."""

    state: str
    at: datetime
    reason: str = ""


def may_be_put_back(report: Report, subject: models.Model | None) -> bool:
    """Is it removed still, of a kind that can come back as it was?"""
    if report.state != ReportState.REMOVED or subject is None:
        return False
    return services.can_restore(subject) and subject.status == services.REMOVED


WAITING, RETURNED, REMOVED = "waiting", "returned", "removed"


def last_removal_of(subject: models.Model) -> Report | None:
    """The report on which it was removed, while it is."""
    removals = Report.objects.of_author(subject).removals().select_related("portal")
    return removals.order_by("-decided_at").first()


def last_word_on(subject: models.Model) -> LastWord | None:
    """The latest that happened to it in moderation; None where nothing needs to be said."""
    submission = Submission.objects.last_about(subject)
    removal = last_removal_of(subject)
    if removal and (submission is None or removal.decided_at > submission.submitted_at):
        return LastWord(REMOVED, removal.decided_at, removal.answer)
    if submission is None:
        return None
    if submission.decided_at is None:
        return LastWord(WAITING, submission.submitted_at)
    if submission.decision == Decision.RETURNED:
        return LastWord(RETURNED, submission.decided_at, submission.reason)
    return None


@dataclass(frozen=True)
class Criteria:
    """By what one kind of thing is decided."""

    label: str | Promise
    sentences: tuple[str | Promise, ...]


def published_criteria() -> list[Criteria]:
    """Of every room that has written some down, in the order in which they registered."""
    return [
        Criteria(entry.label, entry.criteria)
        for _model, entry in moderatable
        if getattr(entry, "criteria", ())
    ]
