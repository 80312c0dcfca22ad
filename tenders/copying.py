"""The content of one opportunity taken over by another: a copy, a correction, its way back."""

from __future__ import annotations

from django.db.models import Model

from ppi.documents import copying as documents
from tenders.models import Award, Criterion, Lot, Opportunity
from tenders.snapshots import CONTENT, PARTS

# What belongs to one publication: never taken into another, not even of the same purchase.
OF_ITS_STAGE = (
    "deadline", "questions_until", "prior_information_on", "is_urgent", "urgency_reason",
    "official_url", "standstill_until", "winner_name", "awarded_value", "awarded_currency",
    "tenders_received", "result_note", "ended", "ended_reason",
)  # fmt: skip
# What belongs to one purchase and not to the need: never taken into another purchase.
OF_ITS_TIME = (*OF_ITS_STAGE, "starts_on", "runs_until")
ENDING = ("ended", "ended_reason", "ended_at")
OF_THE_PURCHASE = tuple(name for name in CONTENT if name not in OF_ITS_STAGE)
TIMELESS = tuple(name for name in CONTENT if name not in OF_ITS_TIME)


def take_columns(source: Opportunity, target: Opportunity, names: tuple[str, ...]) -> None:
    """In memory: the target says the same as the source in these columns."""
    for name in names:
        setattr(target, name, getattr(source, name))


def take_all(source: Opportunity, target: Opportunity, *, by) -> None:
    """Columns in memory; lots, criteria, awards and files in the database. Both are saved rows."""
    take_columns(source, target, CONTENT)
    target.ended_at = source.ended_at
    for part in (Award, Criterion, Lot):
        part.objects.of(target).delete()
    take_parts(source, target, Lot, Criterion, Award)
    documents.mirror(source, target, organisation=target.organisation, by=by)


def take_parts(
    source: Opportunity, target: Opportunity, *kinds: type[Model], without: tuple[str, ...] = ()
) -> None:
    """New rows for the target, equal to those of the source; awards keep to their lots.

    What the kind of the source is not asked stays behind. The columns named by `without` begin as
    in any new row.
    """
    for kind in kinds:
        for part in kind.objects.shown_of(source):
            facts = {name: getattr(part, name) for name in PARTS[kind] if name not in without}
            if kind is Award and part.lot:
                facts["lot"] = Lot.objects.of(target).get(number=part.lot.number)
            kind.objects.create(opportunity=target, **facts)
