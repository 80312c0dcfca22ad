"""What readers say to an opportunity: need it too, tell why they did not bid."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db import transaction

from ppi.kernel import audit
from ppi.organisations.models import Organisation
from tenders import permissions
from tenders.choices import CONCLUSIONS, JUDGED_PHASES, Level, NotBidding
from tenders.models import Commitment, NoBid, Opportunity


@transaction.atomic
def commit(
    opportunity: Opportunity, organisation: Organisation, level: str, note: str = "", *, by
) -> Commitment:
    """Another buyer has the same need; a later word replaces the earlier one."""
    permissions.may_commit(by, organisation, opportunity).or_refuse()
    rows = Commitment.objects.managed_by(organisation)
    commitment = rows.update_or_create(
        opportunity=opportunity,
        organisation=organisation,
        defaults={"level": Level(level), "note": note, "given_by": by},
    )[0]
    audit.record("opportunity.committed", opportunity, by=by, level=level, for_=organisation.pk)
    return commitment


@transaction.atomic
def take_commitment_back(opportunity: Opportunity, organisation: Organisation, *, by) -> None:
    permissions.may_commit(by, organisation, opportunity).or_refuse()
    Commitment.objects.managed_by(organisation).filter(opportunity=opportunity).delete()
    audit.record("opportunity.commitment_taken_back", opportunity, by=by, for_=organisation.pk)


@transaction.atomic
def say_why_not(
    opportunity: Opportunity, organisation: Organisation, reason: str, note: str = "", *, by
) -> NoBid:
    """A company tells why it did not bid; a later word replaces the earlier one."""
    permissions.may_say_why_not(by, organisation, opportunity).or_refuse()
    rows = NoBid.objects.managed_by(organisation)
    facts = {"reason": reason, "note": note, "given_by": by}
    return rows.update_or_create(
        opportunity=opportunity, organisation=organisation, defaults=facts
    )[0]


# Fewer companies than these could be told from each other.
ENOUGH = 3


@dataclass(frozen=True)
class Reasons:
    """Why companies did not bid, as the buyer may read it: nothing tells who said it.

    `sums` and `notes` are empty until `ENOUGH` companies have answered; notes are read when the
    deadline has passed, so that nothing in them can sway who still writes an answer.
    """

    companies: int
    sums: list[tuple[NotBidding, int]]
    notes: list[str]


def reasons_not_to_bid(opportunity: Opportunity) -> Reasons:
    given = NoBid.objects.of(opportunity).values_list("reason", "note")
    if len(given) < ENOUGH:
        return Reasons(len(given), [], [])
    counted = Counter(NotBidding(reason) for reason, _note in given)
    is_over = opportunity.phase in (*JUDGED_PHASES, *CONCLUSIONS)
    # By their words, because the order of time could tell whose they are.
    notes = sorted(note for _reason, note in given if note.strip()) if is_over else []
    return Reasons(len(given), counted.most_common(), notes)
