"""How a public opportunity ends: closed early, cancelled, without a contract, withdrawn."""

from __future__ import annotations

from itertools import takewhile

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ppi.kernel import audit
from ppi.kernel.verdicts import Refused
from tenders import events, permissions
from tenders.choices import CONCLUSIONS, JUDGED_PHASES, PHASE_MOVES, SAID_BY_BUYER, Phase, Status
from tenders.judging import day_of_dispatch
from tenders.locking import locked
from tenders.models import FollowUp, Opportunity, Version
from tenders.services.recording import keep_version

# When the buyer is asked what came of it.
FOLLOW_UP_AFTER = relativedelta(months=12)


@transaction.atomic
def end(opportunity: Opportunity, phase: str, reason: str, *, by) -> Opportunity:
    """Close it before its deadline, cancel it, or say that no contract came of it.

    It stays public, with the reason, as a version of its own. Announces `events.changed`.
    Raises `Refused` where `PHASE_MOVES` has no such move, or the reason is missing.
    """
    opportunity = locked(opportunity)
    permissions.may_end(by, opportunity).or_refuse()
    refuse_impossible_end(opportunity, phase)
    _refuse_without(reason)
    mark_ended(opportunity, phase, reason)
    keep_version(opportunity, reason=reason, by=by)
    audit.record(f"opportunity.{phase}", opportunity, by=by, reason=reason)
    events.changed.announce(opportunity_id=opportunity.pk)
    return opportunity


def refuse_impossible_end(opportunity: Opportunity, phase: str) -> None:
    """Raise `Refused` unless the buyer may say this now; of a conclusion nobody says more."""
    if phase not in SAID_BY_BUYER:
        raise Refused(_("This comes by the clock or by the result, and is not said."))
    if opportunity.phase in CONCLUSIONS:
        _refuse_move(opportunity, phase)
    if (opportunity.phase, phase) == (Phase.ADMITTING, Phase.CLOSED):
        raise Refused(_("Its deadline has passed. Correct the day until which it runs."))
    refuse_impossible(opportunity, phase)


def refuse_impossible(opportunity: Opportunity, phase: str) -> None:
    if phase not in PHASE_MOVES[opportunity.phase]:
        _refuse_move(opportunity, phase)


def _refuse_move(opportunity: Opportunity, phase: str) -> None:
    raise Refused(
        _("It is «%(now)s» and cannot become «%(wanted)s».")
        % {"now": opportunity.phase.label, "wanted": Phase(phase).label}
    )


def _refuse_without(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Say in a sentence why."), field="reason")


def mark_ended(opportunity: Opportunity, phase: str, reason: str = "") -> None:
    """In memory."""
    opportunity.ended, opportunity.ended_reason = phase, reason
    opportunity.ended_at = timezone.now()


@transaction.atomic
def conclude(call: Opportunity, phase: str, *, by=None) -> None:
    """A result was told: the call it belongs to has ended so, once.

    Raises `Refused` where `permissions.may_conclude` says no.
    """
    call = locked(call)
    if call.ended == phase:
        return
    permissions.may_conclude(call, phase).or_refuse()
    mark_ended(call, phase)
    keep_version(call, reason="", by=by)
    audit.record(f"opportunity.{phase}", call, by=by)
    events.changed.announce(opportunity_id=call.pk)


def refuse_untimely_result(result: Opportunity) -> None:
    """Raise `Refused` unless its call, if it has one, can be awarded by it now, and by it alone.

    The call is kept from changing until the transaction ends.
    """
    if result.concludes is None:
        return
    call = locked(result.concludes)
    others = Opportunity.objects.concluding(call).filter(status=Status.PUBLISHED)
    if other := others.exclude(pk=result.pk).first():
        sentence = _(
            "One result of a call can be public, and «%(title)s» is. Its buyer can correct that "
            "one, or withdraw it first."
        )
        raise Refused(sentence % {"title": other.title})
    if call.ended != Phase.AWARDED:
        permissions.may_conclude(call, Phase.AWARDED).or_refuse()


def tell_of_result(result: Opportunity, *, by) -> None:
    """A result is public: what came of it is asked in a year; and the call it ends is awarded."""
    due = day_of_dispatch(result) + FOLLOW_UP_AFTER
    FollowUp.objects.of(result).get_or_create(opportunity=result, defaults={"due_on": due})
    if result.concludes:
        conclude(result.concludes, Phase.AWARDED, by=by)


def take_award_back(call: Opportunity, reason: str, *, by) -> None:
    """The result that awarded the call is not public any more: it is closed, as it was before.

    The public version says that the result was withdrawn, and nothing of why; the reason stands
    in the trail. Announces `events.changed`.
    """
    call = locked(call)
    if call.ended != Phase.AWARDED:
        return
    before = _word_before_award(call)
    call.ended, call.ended_reason = before.content["ended"], before.content["ended_reason"]
    call.ended_at = before.dispatched_at if call.ended else None
    if call.phase not in JUDGED_PHASES:
        mark_ended(call, Phase.CLOSED)
    keep_version(call, reason="", by=by)
    audit.record("opportunity.award_taken_back", call, by=by, reason=reason)
    events.changed.announce(opportunity_id=call.pk)


def _word_before_award(call: Opportunity) -> Version:
    """The first of the versions that say of its end what the last one before the award says."""
    versions = Version.objects.of(call).order_by("-number")
    former = [row for row in versions if row.content["ended"] != Phase.AWARDED]
    ended = former[0].content["ended"]
    return list(takewhile(lambda row: row.content["ended"] == ended, former))[-1]


@transaction.atomic
def withdraw(opportunity: Opportunity, reason: str, *, by) -> None:
    """The buyer takes a public opportunity back. Announces `events.withdrawn`.

    A call whose result is withdrawn is closed again, and waits for another result.
    """
    opportunity = locked(opportunity)
    permissions.may_withdraw(by, opportunity).or_refuse()
    _refuse_without(reason)
    _take_off(opportunity, Status.WITHDRAWN, reason, by)


@transaction.atomic
def remove(opportunity: Opportunity, reason: str, *, by) -> None:
    """A moderator takes it off after a report. Announces `events.withdrawn`."""
    opportunity = locked(opportunity)
    permissions.may_moderate(by, opportunity.portal).or_refuse()
    _take_off(opportunity, Status.REMOVED, reason, by)


def _take_off(opportunity: Opportunity, status: str, reason: str, by) -> None:
    opportunity.move_to(status)
    opportunity.save(update_fields=["status", "updated_at"])
    audit.record(f"opportunity.{status}", opportunity, by=by, reason=reason)
    if opportunity.facts.has_result:
        FollowUp.objects.of(opportunity).filter(answered_at=None).delete()
    if opportunity.concludes:
        take_award_back(opportunity.concludes, reason, by=by)
    events.withdrawn.announce(opportunity_id=opportunity.pk)


@transaction.atomic
def restore(opportunity: Opportunity, *, by) -> Opportunity:
    """A moderator puts back what was removed, as it was: no new version. Announces `published`.

    A result awards its call again. Raises `Refused` where that can be answered again, has ended
    otherwise, or has another result meanwhile.
    """
    opportunity = locked(opportunity)
    permissions.may_publish(by, opportunity).or_refuse()
    if opportunity.status != Status.REMOVED:
        raise Refused(_("Only what the moderators removed can be put back."))
    refuse_untimely_result(opportunity)
    opportunity.move_to(Status.PUBLISHED)
    opportunity.save(update_fields=["status", "updated_at"])
    if opportunity.facts.has_result:
        tell_of_result(opportunity, by=by)
    audit.record("opportunity.restored", opportunity, by=by)
    events.published.announce(opportunity_id=opportunity.pk)
    return opportunity
