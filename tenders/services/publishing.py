"""From a finished draft to what everybody reads."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ppi.kernel import audit
from ppi.kernel.verdicts import Refused
from ppi.moderation import services as moderation
from tenders import events, permissions
from tenders.choices import Status
from tenders.judging import judge
from tenders.locking import locked
from tenders.models import Opportunity, Version
from tenders.services.correcting import publish_correction
from tenders.services.drafting import readdress
from tenders.services.ending import refuse_untimely_result, restore, tell_of_result
from tenders.services.typing import forget_all_typed
from tenders.snapshots import snapshot

# Who writes it moves what has passed; who only reads it gives it back to them.
CHOOSE_A_LATER_ONE = {
    "deadline": gettext_lazy("The deadline has passed. Choose a later one."),
    "questions_until": gettext_lazy("The last day for questions has passed. Choose a later one."),
}
SEND_IT_BACK = {
    "deadline": gettext_lazy(
        "The deadline has passed. Send it back with a reason: its author chooses a later one."
    ),
    "questions_until": gettext_lazy(
        "The last day for questions has passed. Send it back with a reason: its author chooses a "
        "later one."
    ),
}


@transaction.atomic
def submit(opportunity: Opportunity, *, by) -> Opportunity:
    """Hand a finished draft on: to a colleague where the organisation wants four eyes, else out.

    Out means to the moderators of its portal; a correction is public at once. Returns what is
    to be looked at next: the draft, or what it corrected.
    """
    opportunity = locked(opportunity)
    permissions.may_edit(by, opportunity).or_refuse()
    _refuse_unready(opportunity, if_late=CHOOSE_A_LATER_ONE)
    opportunity.submitted_by = by
    if not opportunity.organisation.needs_approval:
        return _hand_over(opportunity, by)
    opportunity.move_to(Status.IN_APPROVAL)
    opportunity.save(update_fields=["status", "submitted_by", "updated_at"])
    asked = audit.record(events.APPROVAL_ASKED, opportunity, by=by)
    events.approval_asked.announce(entry_id=asked.pk)
    return opportunity


def _hand_over(opportunity: Opportunity, by) -> Opportunity:
    if opportunity.corrects_id:
        return publish_correction(opportunity, by=by)
    opportunity.move_to(Status.IN_REVIEW)
    opportunity.save(update_fields=["status", "submitted_by", "approved_by", "updated_at"])
    moderation.submit(opportunity, by=opportunity.submitted_by)
    audit.record("opportunity.submitted", opportunity, by=by)
    return opportunity


@transaction.atomic
def approve(opportunity: Opportunity, *, by, read: str | None = None) -> Opportunity:
    """The second pair of eyes: an owner who did not send it lets it go out.

    `read` is the `state_mark` of what the owner had before them: what was changed since is refused.
    """
    opportunity = locked(opportunity)
    permissions.may_approve(by, opportunity).or_refuse()
    if read is not None and read != opportunity.state_mark:
        raise Refused(_("It was changed while you read it. Read it again, then decide."))
    _refuse_unready(opportunity, if_late=SEND_IT_BACK)
    opportunity.approved_by = by
    audit.record("opportunity.approved", opportunity, by=by)
    return _hand_over(opportunity, by)


@transaction.atomic
def decline_approval(opportunity: Opportunity, reason: str, *, by) -> None:
    """Back to the desk of its author, with a reason. Announces `events.approval_declined`."""
    opportunity = locked(opportunity)
    permissions.may_approve(by, opportunity).or_refuse()
    if not reason.strip():
        raise Refused(_("Say in a sentence why."), field="reason")
    opportunity.move_to(Status.DRAFT)
    opportunity.save(update_fields=["status", "updated_at"])
    declined = audit.record(events.APPROVAL_DECLINED, opportunity, by=by, reason=reason)
    events.approval_declined.announce(entry_id=declined.pk)


def missing(opportunity: Opportunity) -> list[str]:
    """Names of the columns that must be filled before anybody else sees the draft."""
    needed = ["kind", "title", "need", "cpv", "contract", "strategic"]
    if opportunity.facts.has_result:
        needed.append("winner_name")
    if opportunity.facts.has_deadline:
        needed.append("deadline")
    if opportunity.corrects_id:
        needed.append("correction_reason")
    return [name for name in needed if not getattr(opportunity, name)]


def missing_labels(opportunity: Opportunity) -> list[str]:
    """The same as the reader knows them."""
    return [str(Opportunity._meta.get_field(n).verbose_name) for n in missing(opportunity)]


def _refuse_unready(opportunity: Opportunity, *, if_late: dict[str, object]) -> None:
    """Raise `Refused` unless it could be public now: whole, in time, and true of its call."""
    if absent := missing_labels(opportunity):
        raise Refused(_("Still missing: %(names)s.") % {"names": ", ".join(absent)})
    for name, sentence in if_late.items():
        if _is_promised(opportunity, name) and getattr(opportunity, name) <= timezone.now():
            raise Refused(str(sentence), field=name)
    refuse_untimely_result(opportunity)


def _is_promised(opportunity: Opportunity, name: str) -> bool:
    """A moment that readers have not seen yet; a correction may leave what has passed as it was."""
    if not opportunity.facts.has_deadline or getattr(opportunity, name) is None:
        return False
    if not opportunity.corrects_id:
        return True
    return getattr(opportunity.corrects, name) != getattr(opportunity, name)


@transaction.atomic
def take_back(opportunity: Opportunity, *, by) -> None:
    """Bring a submitted draft back to one's desk before anybody has decided."""
    opportunity = locked(opportunity)
    permissions.may_post_for(by, opportunity.organisation).or_refuse()
    was_in_review = opportunity.status == Status.IN_REVIEW
    opportunity.move_to(Status.DRAFT)
    opportunity.save(update_fields=["status", "updated_at"])
    if was_in_review:
        moderation.take_back(opportunity, by=by)
    audit.record("opportunity.taken_back", opportunity, by=by)


@transaction.atomic
def publish(opportunity: Opportunity, *, by) -> Opportunity:
    """Make a submitted draft public. Announces `events.published` once committed.

    A result ends the call that it concludes. Raises `Refused` with a sentence the reader can
    act on, also where it waited too long: for its own deadline, or for what became of its call.
    """
    if opportunity.status == Status.REMOVED:
        return restore(opportunity, by=by)
    permissions.may_publish(by, opportunity).or_refuse()
    _refuse_unready(opportunity, if_late=SEND_IT_BACK)
    opportunity.move_to(Status.PUBLISHED)
    opportunity.published_at = timezone.now()
    judge(opportunity)
    readdress(opportunity)
    opportunity.save()
    Version.objects.create(
        opportunity=opportunity,
        number=opportunity.version,
        dispatched_at=opportunity.published_at,
        content=snapshot(opportunity),
        published_by=opportunity.submitted_by,
    )
    if opportunity.facts.has_result:
        tell_of_result(opportunity, by=by)
    forget_all_typed(opportunity)
    audit.record("opportunity.published", opportunity, by=by)
    events.published.announce(opportunity_id=opportunity.pk)
    return opportunity


@transaction.atomic
def send_back(opportunity: Opportunity, reason: str, *, by) -> None:
    """Return a submitted draft to its author; moderation keeps and tells the reason."""
    permissions.may_moderate(by, opportunity.portal).or_refuse()
    opportunity.move_to(Status.RETURNED)
    opportunity.save(update_fields=["status", "updated_at"])
    audit.record("opportunity.returned", opportunity, by=by, reason=reason)
