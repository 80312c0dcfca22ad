"""How a public opportunity ends: closed early, cancelled, without a contract, withdrawn."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ppi.kernel import audit
from ppi.kernel.verdicts import Refused
from tenders import events, permissions
from tenders.choices import CONCLUSIONS, PHASE_MOVES, SAID_BY_BUYER, Phase, Status
from tenders.locking import locked
from tenders.models import Opportunity
from tenders.services.recording import keep_version


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
    """Raise `Refused` unless the buyer may say this now."""
    if phase not in SAID_BY_BUYER:
        raise Refused(_("This comes by the clock or by the result, and is not said."))
    refuse_impossible(opportunity, phase)


def refuse_impossible(opportunity: Opportunity, phase: str) -> None:
    now = opportunity.phase
    if phase not in PHASE_MOVES[now]:
        raise Refused(
            _("It is «%(now)s» and cannot become «%(wanted)s».")
            % {"now": now.label, "wanted": Phase(phase).label}
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

    Raises `Refused` where the buyer ended it otherwise: cancelled, or without a contract.
    """
    call = locked(call)
    if call.ended == phase:
        return
    if call.ended in CONCLUSIONS:
        refuse_impossible(call, phase)
    mark_ended(call, phase)
    keep_version(call, reason="", by=by)
    audit.record(f"opportunity.{phase}", call, by=by)
    events.changed.announce(opportunity_id=call.pk)


@transaction.atomic
def withdraw(opportunity: Opportunity, reason: str, *, by) -> None:
    """The buyer takes a public opportunity back. Announces `events.withdrawn`."""
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
    events.withdrawn.announce(opportunity_id=opportunity.pk)


@transaction.atomic
def restore(opportunity: Opportunity, *, by) -> Opportunity:
    """A moderator puts back what was removed, as it was: no new version. Announces `published`."""
    opportunity = locked(opportunity)
    permissions.may_publish(by, opportunity).or_refuse()
    if opportunity.status != Status.REMOVED:
        raise Refused(_("Only what the moderators removed can be put back."))
    opportunity.move_to(Status.PUBLISHED)
    opportunity.save(update_fields=["status", "updated_at"])
    audit.record("opportunity.restored", opportunity, by=by)
    events.published.announce(opportunity_id=opportunity.pk)
    return opportunity
