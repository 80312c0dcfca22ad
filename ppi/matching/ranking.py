"""What a company's own answers do to the order of what fits it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ppi.kernel.many import OneOf
from ppi.matching.choices import FURTHEST, MOVES, Axis
from ppi.matching.models import Feedback, Match
from ppi.taxonomy import cpv
from tenders.models import Opportunity

if TYPE_CHECKING:
    from ppi.matching.keeping import Fit

# A group of the CPV, and a basic region, are what a company means by "our subject" and "here".
BRANCH_DIGITS, REGION_LETTERS = 3, 4


@dataclass(frozen=True)
class Learnt:
    """What the answers of one company add up to, by axis and what stands on it."""

    points: dict[tuple[str, str], int]

    def move(self, opportunity: Opportunity) -> int:
        """By how many points this need moves, up or down."""
        total = sum(self.points.get(place, 0) for place in places_of(opportunity))
        return max(-FURTHEST, min(FURTHEST, total))


def places_of(opportunity: Opportunity) -> list[tuple[str, str]]:
    """Where a need stands on each axis: by its main code, its first region, its buyer."""
    found = [(Axis.BUYER.value, str(opportunity.organisation_id))]
    if opportunity.cpv:
        found.append((Axis.BRANCH.value, cpv.prefix(opportunity.cpv[0])[:BRANCH_DIGITS]))
    if region := (opportunity.nuts[0] if opportunity.nuts else opportunity.country):
        found.append((Axis.REGION.value, region[:REGION_LETTERS]))
    return found


def learnt_from(feedback: Iterable[Feedback]) -> Learnt:
    """Of answers whose opportunities are at hand."""
    points: dict[tuple[str, str], int] = defaultdict(int)
    for given in feedback:
        moves = MOVES.get(given.answer, {})
        for axis, place in places_of(given.opportunity):
            points[axis, place] += moves.get(axis, 0)
    return Learnt({place: number for place, number in points.items() if number})


def rank(matches: Iterable[Match | Fit], companies: Mapping[int, int]) -> None:
    """Set the rank of each match by what its own company has answered; one query.

    `companies`: the organisation of each profile, by their ids.
    """
    rows = Feedback.objects.everywhere("each company's answers order its own matches")
    given = defaultdict(list)
    asked = rows.filter(OneOf("organisation_id", companies.values()))
    for feedback in asked.select_related("opportunity"):
        given[feedback.organisation_id].append(feedback)
    learnt = {company: learnt_from(answers) for company, answers in given.items()}
    for match in matches:
        known = learnt.get(companies[match.profile_id])
        match.rank = match.score + (known.move(match.opportunity) if known else 0)
