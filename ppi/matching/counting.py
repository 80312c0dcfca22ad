"""Sums that moderators and buyers may read: never who, and nothing by which one could be told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ppi.matching.choices import NOT_FOR_US, Answer
from ppi.matching.interests import stars
from ppi.matching.models import Feedback, Match, Opening
from ppi.organisations.choices import Kind
from ppi.organisations.models import Organisation
from ppi.portals.models import Portal
from ppi.taxonomy import cpv, naming
from tenders.models import Opportunity
from tenders.services.interest import ENOUGH

# How many companies were told of a need, said by whoever tells them.
Telling = Callable[[Opportunity], int]
_telling: list[Telling] = []


def tells(counted: Telling) -> Telling:
    """Decorator: `counted(opportunity)` is how many companies it has told of the need."""
    _telling.append(counted)
    return counted


@dataclass(frozen=True)
class Said:
    """What companies answered, by answer and by division of the need.

    `notes` are read without names, and only once `ENOUGH` companies have written one.
    """

    companies: int
    by_answer: list[tuple[Answer, int]]
    by_division: list[tuple[str, int]]
    notes: list[str]


def said_in(portal: Portal) -> Said:
    rows = Feedback.objects.moderated_by(portal).select_related("opportunity")
    given = list(rows.order_by("-given_at")[:5_000])
    counted = Counter(Answer(each.answer) for each in given)
    refused = [each for each in given if each.answer in NOT_FOR_US]
    return Said(
        companies=len({each.organisation_id for each in given}),
        by_answer=counted.most_common(),
        by_division=_divisions_of(refused),
        notes=_notes_of(given),
    )


def _divisions_of(given: Iterable[Feedback]) -> list[tuple[str, int]]:
    codes = [each.opportunity.main_cpv for each in given if each.opportunity.main_cpv]
    counted = Counter(code[: cpv.DIVISION_DIGITS].ljust(8, "0") for code in codes)
    labels = naming.cpv_labels(counted)
    return [(labels[code], number) for code, number in counted.most_common(20)]


def _notes_of(given: Iterable[Feedback]) -> list[str]:
    noted = [each for each in given if each.note.strip()]
    if len({each.organisation_id for each in noted}) < ENOUGH:
        return []
    # By their words, because the order of time could tell whose they are.
    return sorted(each.note for each in noted[:100])


@dataclass(frozen=True)
class Reach:
    """How many companies a need has reached, in words that identify nobody."""

    matched: str
    told: str
    starred: str
    not_for_us: str
    # Empty where the portal does not count it.
    opened: str
    # Empty until `ENOUGH` companies have said why.
    reasons: list[tuple[Answer, int]]


def reach_of(opportunity: Opportunity, portal: Portal) -> Reach:
    """As the buyer reads it in this portal."""
    answers = Feedback.objects.about(opportunity).filter(answer__in=NOT_FOR_US)
    counted = Counter(Answer(answer) for answer in answers.values_list("answer", flat=True))
    number = counted.total()
    return Reach(
        matched=in_words(Match.objects.about(opportunity).count()),
        told=in_words(sum(telling(opportunity) for telling in _telling)),
        starred=in_words(_starred(opportunity)),
        not_for_us=in_words(number),
        opened=_opened(opportunity) if portal.counts_openings else "",
        reasons=counted.most_common() if number >= ENOUGH else [],
    )


def _opened(opportunity: Opportunity) -> str:
    return in_words(Opening.objects.about(opportunity).count())


def _starred(opportunity: Opportunity) -> int:
    """Companies with a member who starred it; who did so without a company is not counted."""
    rows = Organisation.objects.everywhere("counted, and never named")
    people = stars.of(opportunity).values("person")
    starred = rows.filter(kind=Kind.SUPPLIER, memberships__user__in=people)
    return starred.distinct().count()


def in_words(number: int) -> str:
    """None, fewer than three, or the number: one or two companies could be told who they are."""
    if number == 0:
        return _("none")
    if number < ENOUGH:
        return _("fewer than %(enough)s") % {"enough": ENOUGH}
    return str(number)
