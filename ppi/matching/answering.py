"""What a company answers to what fits it: the verbs, and what is said of it all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from ppi.kernel import audit
from ppi.matching import permissions, ranking
from ppi.matching.choices import Answer, Axis
from ppi.matching.models import Feedback, Match
from ppi.organisations.models import Organisation
from ppi.taxonomy import naming
from ppi.taxonomy.countries import country_name

# So many of the newest matches are put into their new order at once.
MOST_RANKED = 1_000


@transaction.atomic
def answer(match: Match, answer: str, note: str = "", *, by) -> Feedback:
    """A company says what it thinks of a match; a later word replaces the earlier one.

    Other matches of the company move up or down at once.
    """
    permissions.may_answer(by, match).or_refuse()
    organisation = match.profile.organisation
    facts = {"answer": Answer(answer), "note": note, "given_by": by}
    feedback = Feedback.objects.managed_by(organisation).update_or_create(
        opportunity=match.opportunity, organisation=organisation, defaults=facts
    )[0]
    audit.record("match.answered", match.opportunity, by=by, for_=organisation.pk, answer=answer)
    rank_anew(organisation)
    return feedback


@transaction.atomic
def take_back(feedback: Feedback, *, by) -> None:
    """As if it had never been said."""
    permissions.may_take_back(by, feedback).or_refuse()
    organisation = feedback.organisation
    audit.record("match.answer_taken_back", feedback.opportunity, by=by, for_=organisation.pk)
    Feedback.objects.managed_by(organisation).filter(pk=feedback.pk).delete()
    rank_anew(organisation)


def rank_anew(organisation: Organisation) -> None:
    """Put the company's newest matches in the order that its answers ask for."""
    own = Match.objects.managed_by(organisation)
    rows = own.select_related("opportunity")
    matches = list(rows.order_by("-matched_at", "-pk")[:MOST_RANKED])
    before = {match.pk: match.rank for match in matches}
    ranking.rank(matches, {match.profile_id: organisation.pk for match in matches})
    moved = [match for match in matches if match.rank != before[match.pk]]
    own.bulk_update(sorted(moved, key=lambda match: match.pk), ["rank"])


@dataclass(frozen=True)
class Moved:
    """One thing that the company's answers have moved, in words."""

    sentence: str
    points: int


def moves_of(feedback: Iterable[Feedback]) -> list[Moved]:
    """What the answers of one company add up to, the strongest first."""
    points = ranking.learnt_from(feedback).points
    names = _names_of(points)
    moved = [
        Moved(_sentence(names[axis, place], number), number)
        for (axis, place), number in points.items()
    ]
    return sorted(moved, key=lambda each: (-abs(each.points), each.sentence))


def _sentence(name: str, number: int) -> str:
    words = {"name": name, "points": abs(number)}
    if number > 0:
        return _("%(name)s: up by %(points)s points") % words
    return _("%(name)s: down by %(points)s points") % words


def _names_of(points: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    places = list(points)
    branches = {p.ljust(8, "0") for axis, p in places if axis == Axis.BRANCH}
    regions = {p for axis, p in places if axis == Axis.REGION}
    buyers = {int(p) for axis, p in places if axis == Axis.BUYER}
    labels, names = naming.cpv_labels(branches), naming.nuts_labels(regions)
    known = Organisation.objects.published_anywhere().filter(pk__in=buyers)
    called = {str(pk): name for pk, name in known.values_list("pk", "name")}
    tables = {
        Axis.BRANCH.value: lambda p: f"{labels[p.ljust(8, '0')]} (CPV {p})",
        Axis.REGION.value: lambda p: names.get(p) or country_name(p),
        Axis.BUYER.value: lambda p: called.get(p) or _("a buyer who is no longer here"),
    }
    return {(axis, place): tables[axis](place) for axis, place in places}
