"""The verbs of moderation. The rooms' own services do the publishing; here it is decided."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ppi.kernel import audit
from ppi.kernel.verdicts import Refused
from ppi.moderation import events
from ppi.moderation.choices import Decision, ReportState
from ppi.moderation.models import Report, Submission
from ppi.moderation.registry import moderatable
from ppi.portals.permissions import may_moderate

# The status of what moderators took off, the same in every room that can restore.
REMOVED = "removed"


@transaction.atomic
def submit(subject, *, by) -> Submission:
    """Put the object into its portal's queue; once there, it is not put there again.

    Announces `events.submitted`.
    """
    submission, is_new = Submission.objects.moderated_by(subject.portal).get_or_create(
        content_type=ContentType.objects.get_for_model(subject),
        object_id=subject.pk,
        decided_at=None,
        defaults={"portal": subject.portal, "submitted_by": by},
    )
    if is_new:
        events.submitted.announce(submission_id=submission.pk)
    return submission


@transaction.atomic
def publish(submission: Submission, *, by, reason: str = "") -> None:
    """Let the room publish the object. Announces `events.decided`.

    Raises `Refused` when it was decided meanwhile.
    """
    submission, subject = _take(submission, by)
    if subject is None:
        raise Refused(_("It is not here any more. Return it, and it leaves the list."))
    entry = moderatable.of(subject)
    if hasattr(entry, "publish_because"):
        entry.publish_because(subject, reason, by=by)
    else:
        entry.publish(subject, by=by)
        reason = ""
    _decide(submission, Decision.PUBLISHED, reason, by)


@transaction.atomic
def send_back(submission: Submission, reason: str, *, by) -> None:
    """Return the object to its author with a reason. Announces `events.decided`."""
    submission, subject = _take(submission, by)
    _refuse_without(reason)
    if subject is not None:
        moderatable.of(subject).send_back(subject, reason, by=by)
    _decide(submission, Decision.RETURNED, reason, by)


@transaction.atomic
def take_back(subject, *, by) -> None:
    """The author does not want it decided any more. The caller holds the object's row."""
    waiting = Submission.objects.moderated_by(subject.portal).about(subject).waiting()
    for submission in waiting.select_for_update(of=("self",)):
        _decide(submission, Decision.WITHDRAWN, "", by)


def _take(submission: Submission, by) -> tuple[Submission, models.Model | None]:
    """Submission and object, locked: two moderators cannot decide the same thing differently.

    The object comes first, as for an author who takes it back; so neither waits for the other.
    """
    may_moderate(by, submission.portal).or_refuse()
    subject = _locked_subject(submission)
    rows = Submission.objects.moderated_by(submission.portal).select_for_update(of=("self",))
    locked = rows.get(pk=submission.pk)
    if locked.decided_at is not None:
        raise Refused(_("Another moderator has decided this already."))
    return locked, subject


def _locked_subject(row: Submission | Report) -> models.Model | None:
    """The object as it is now, kept from changing until the transaction ends."""
    model = row.content_type.model_class()
    if hold := getattr(moderatable.of(model), "hold", None):
        hold(row.object_id)
    rows = model.objects.everywhere("moderation checked the portal of its own row")
    return rows.select_for_update(of=("self",)).filter(pk=row.object_id).first()


def _refuse_without(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Write the reason. Its author reads it."), field="reason")


def _decide(submission: Submission, decision: str, reason: str, by) -> None:
    submission.decided_at, submission.decided_by = timezone.now(), by
    submission.decision, submission.reason = decision, reason
    submission.save(update_fields=["decided_at", "decided_by", "decision", "reason"])
    audit.record(f"submission.{decision}", submission, by=by, reason=reason)
    events.decided.announce(submission_id=submission.pk)


@transaction.atomic
def report(subject, portal, *, kind: str, text: str, email: str = "", by=None) -> Report:
    """A reader's report goes to the moderators of the portal that the object belongs to.

    Announces `events.reported`.
    """
    filed = Report.objects.moderated_by(portal).create(
        content_type=ContentType.objects.get_for_model(subject),
        object_id=subject.pk,
        portal=getattr(subject, "portal", None) or portal,
        kind=kind,
        text=text,
        email=email,
        reported_by=by,
    )
    audit.record("report.filed", filed, by=by, kind=kind)
    events.reported.announce(report_id=filed.pk)
    return filed


@transaction.atomic
def settle(report: Report, *, remove: bool, reason: str, by) -> None:
    """Remove the reported content, or keep it; either way the reason is kept and told.

    A removal answers every open report about the object. Announces `events.settled` for each,
    and `events.removed` once.
    """
    may_moderate(by, report.portal).or_refuse()
    _refuse_without(reason)
    subject = _locked_subject(report)
    rows = Report.objects.moderated_by(report.portal).select_for_update(of=("self",))
    report = rows.get(pk=report.pk)
    if report.state != ReportState.OPEN:
        raise Refused(_("Another moderator has decided this already."))
    if not remove:
        return _settle(report, ReportState.KEPT, reason, by)
    if subject is not None:
        moderatable.of(subject).remove(subject, reason, by=by)
        events.removed.announce(report_id=report.pk)
    for answered in rows.about_the_same_as(report).open():
        _settle(answered, ReportState.REMOVED, reason, by)
    return None


@transaction.atomic
def put_back(report: Report, reason: str, *, by) -> None:
    """Take a removal back: the content is public again as it was, for every report about it.

    Raises `Refused` where it is not removed any more, or cannot come back.
    """
    may_moderate(by, report.portal).or_refuse()
    _refuse_without(reason)
    subject = _locked_subject(report)
    rows = Report.objects.moderated_by(report.portal).select_for_update(of=("self",))
    removals = list(rows.about_the_same_as(report).removals())
    if not removals or subject is None or subject.status != REMOVED:
        raise Refused(_("It is not removed any more."))
    if not can_restore(subject):
        raise Refused(_("It cannot be put back. Its author may send it again."))
    moderatable.of(subject).restore(subject, by=by)
    for removal in removals:
        removal.state, removal.put_back_reason = ReportState.PUT_BACK, reason
        removal.put_back_by, removal.put_back_at = by, timezone.now()
        removal.save(update_fields=["state", "put_back_reason", "put_back_by", "put_back_at"])
        audit.record("report.put_back", removal, by=by, reason=reason)


def can_restore(subject: models.Model) -> bool:
    """Can its room put it back after a removal?"""
    return hasattr(moderatable.of(subject), "restore")


def _settle(report: Report, state: str, reason: str, by) -> None:
    report.state, report.answer = state, reason
    report.decided_by, report.decided_at = by, timezone.now()
    report.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    audit.record(f"report.{state}", report, by=by, reason=reason)
    events.settled.announce(report_id=report.pk)
