"""What helps with a need, who advises, who has the same one, and which events suit a company:
links between published things.

Compared as the index holds them, whichever rooms they stand in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import batched

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from ppi.matching import gists, learning, nearness, scoring, sides
from ppi.matching.choices import SUBJECT_PARTS, USUAL_WEIGHTS, Part
from ppi.matching.models import Gist, Link
from ppi.matching.scoring import Side
from ppi.organisations.choices import Kind as Organisations
from ppi.search.choices import Kind
from ppi.search.models import Entry

WHY = "links are made of every portal's published things, and shown where both can be read"
# What may stand beside a need; and beside each of these, needs.
BESIDE_NEEDS = (Kind.OPPORTUNITY, Kind.CASE, Kind.COURSE, Kind.LIBRARY, Kind.EVENT)
BESIDE = {Kind.OPPORTUNITY: BESIDE_NEEDS} | {
    kind: (Kind.OPPORTUNITY,) for kind in BESIDE_NEEDS if kind != Kind.OPPORTUNITY
}
# Beside what companies offer, coming events: their people read of them under "For you".
OFFERS = (Kind.PROFILE, Kind.PRODUCT)
BESIDE |= {kind: (Kind.EVENT,) for kind in OFFERS} | {Kind.EVENT: (Kind.OPPORTUNITY, *OFFERS)}
# Who advises, and beside them needs: profiles of intermediaries. Companies have matches instead.
BESIDE[Kind.OPPORTUNITY] += (Kind.PROFILE,)
BESIDE[Kind.PROFILE] += (Kind.OPPORTUNITY,)
# Only the subject tells whether one thing helps with another.
WEIGHTS = {part: USUAL_WEIGHTS[part] if part in SUBJECT_PARTS else 0 for part in Part}
FEWEST_POINTS = 25
# Of each kind; but nobody is cut off whom an event fits.
MOST_COMPARED, MOST_KEPT = 300, 12
# Gists are compared in small portions, because each holds the words of a text.
PORTION = 500


def relate(model: type[models.Model], ids: Iterable[int]) -> int:
    """Write the links of these objects anew, both ways round; how many there are.

    What is not public has no entry, and no links.
    """
    of_model = ContentType.objects.get_for_model(model)
    entries = Entry.objects.everywhere(WHY).filter(content_type=of_model, object_id__in=list(ids))
    return sum(_relate(entry) for entry in entries.filter(kind__in=BESIDE).defer("vector"))


@transaction.atomic
def _relate(entry: Entry) -> int:
    gist = gists.of_entries([entry.pk]).get(entry.pk)
    own = side_of(entry, gist)
    rarity = learning.rarities(own.stems)
    found = [
        (other, parts)
        for some in batched(_near(entry, gist), PORTION)
        for other, parts in _compared(own, some, rarity)
        if scoring.score(parts) >= FEWEST_POINTS
    ]
    _keep(entry, _best(entry, found))
    return Link.objects.everywhere(WHY).filter(entry=entry).count()


def _compared(
    own: Side, others: Iterable[Entry], rarity: Mapping[str, float]
) -> list[tuple[Entry, list[dict]]]:
    of_others = gists.of_entries([other.pk for other in others])
    return [
        (other, reasons(own, side_of(other, of_others.get(other.pk)), rarity)) for other in others
    ]


def _near(entry: Entry, gist: Gist | None) -> list[Entry]:
    """Of each kind the newest of what is near, and all that an event may fit."""
    near = nearness.near(entry.cpv, gist, BESIDE[Kind(entry.kind)]).exclude(pk=entry.pk)
    near = near.exclude(_own(entry)).order_by("-published_at", "-pk")
    few = near.only("kind", "cpv", "nuts", "country")
    return [
        other
        for kind in BESIDE[Kind(entry.kind)]
        for other in _eligible(few.filter(kind=kind), entry, kind)
    ]


def _own(entry: Entry) -> Q:
    """An organisation's own needs are not the same need elsewhere, and it knows its own events."""
    if not entry.organisation_id:
        return Q(pk__in=[])
    if entry.kind in OFFERS:
        return Q(organisation=entry.organisation_id)
    return Q(organisation=entry.organisation_id, kind__in=(entry.kind, *OFFERS))


def _eligible(near, entry: Entry, kind: str):
    if _keeps_all(entry.kind, kind):
        return _timely(near, entry)
    if entry.kind == Kind.OPPORTUNITY and kind == Kind.PROFILE:
        near = near.filter(organisation__kind=Organisations.INTERMEDIARY)
    elif entry.kind == Kind.PROFILE and not advises(entry):
        return near.none()
    return near[:MOST_COMPARED]


def advises(profile: Entry) -> bool:
    return profile.organisation.kind == Organisations.INTERMEDIARY


def _timely(near, entry: Entry):
    """Events that are over are found beside needs, for what came of them, and by nobody else."""
    if entry.kind == Kind.EVENT:
        return near if is_to_come(entry) else near.none()
    return near.filter(open_until__gte=timezone.now())


def is_to_come(event: Entry) -> bool:
    return event.open_until is not None and event.open_until >= timezone.now()


def _keeps_all(kind: str, other: str) -> bool:
    """Between events and offers, as between needs and companies: nobody is cut off."""
    return kind in OFFERS and other == Kind.EVENT or kind == Kind.EVENT and other in OFFERS


def reasons(one: Side, other: Side, rarity: Mapping[str, float]) -> list[dict]:
    """As for matches; and guides have no codes, so words may do where they say all they can."""
    agreements = scoring.agreements_of(one, other, rarity)
    words = max((each.degree for each in agreements if each.kind == Part.WORDS), default=0)
    if scoring.fits(agreements) or words == 1.0:
        return scoring.told(scoring.points(agreements, WEIGHTS))
    return []


def side_of(entry: Entry, gist: Gist | None) -> Side:
    return Side(cpv=tuple(entry.cpv), **sides.read(gist))


def _best(entry: Entry, found: list[tuple[Entry, list[dict]]]) -> list[tuple[Entry, list[dict]]]:
    """Of each kind the few that agree most."""
    by_kind = defaultdict(list)
    for other, parts in sorted(found, key=lambda e: (-scoring.score(e[1]), e[0].pk)):
        by_kind[other.kind].append((other, parts))
    return [
        each
        for kind, some in by_kind.items()
        for each in (some if _keeps_all(entry.kind, kind) else some[:MOST_KEPT])
    ]


def _keep(entry: Entry, best: list[tuple[Entry, list[dict]]]) -> None:
    """In the order of the two ids, so that two runs cannot wait for each other."""
    pairs = [
        Link(entry=one, other=other, score=scoring.score(parts), reasons=parts)
        for found, parts in best
        for one, other in ((entry, found), (found, entry))
    ]
    links = Link.objects.everywhere(WHY)
    kept = [found.pk for found, _parts in best]
    links.filter(entry=entry).exclude(other__in=kept).delete()
    links.filter(other=entry).exclude(entry__in=kept).delete()
    Link.objects.bulk_create(
        sorted(pairs, key=lambda link: (link.entry_id, link.other_id)),
        update_conflicts=True,
        unique_fields=["entry", "other"],
        update_fields=["score", "reasons"],
    )
