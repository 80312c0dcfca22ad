"""What helps with a need, and who has the same one: links between published things.

Compared as the index holds them, whichever rooms they stand in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from ppi.matching import gists, learning, nearness, scoring, sides
from ppi.matching.choices import SUBJECT_PARTS, USUAL_WEIGHTS, Part
from ppi.matching.models import Gist, Link
from ppi.matching.scoring import Side
from ppi.search.choices import Kind
from ppi.search.models import Entry

WHY = "links are made of every portal's published things, and shown where both can be read"
# What may stand beside a need; and beside each of these, needs.
BESIDE_NEEDS = (Kind.OPPORTUNITY, Kind.CASE, Kind.COURSE, Kind.LIBRARY, Kind.EVENT)
BESIDE = {Kind.OPPORTUNITY: BESIDE_NEEDS} | {
    kind: (Kind.OPPORTUNITY,) for kind in BESIDE_NEEDS if kind != Kind.OPPORTUNITY
}
# Only the subject tells whether one thing helps with another.
WEIGHTS = {part: USUAL_WEIGHTS[part] if part in SUBJECT_PARTS else 0 for part in Part}
FEWEST_POINTS = 25
MOST_COMPARED, MOST_KEPT = 300, 12


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
    others = _near(entry, gist)
    of_others = gists.of_entries([other.pk for other in others])
    own = side_of(entry, gist)
    rarity = learning.rarities(own.stems)
    found = [
        (other, reasons(own, side_of(other, of_others.get(other.pk)), rarity)) for other in others
    ]
    _keep(entry, _best(found))
    return Link.objects.everywhere(WHY).filter(entry=entry).count()


def _near(entry: Entry, gist: Gist | None) -> list[Entry]:
    """The newest of what is near; not of one's own where both are needs."""
    near = nearness.near(entry.cpv, gist, BESIDE[Kind(entry.kind)]).exclude(pk=entry.pk)
    if entry.organisation_id:
        near = near.exclude(kind=entry.kind, organisation=entry.organisation_id)
    newest = near.order_by("-published_at", "-pk")
    return list(newest.only("kind", "cpv", "nuts", "country")[:MOST_COMPARED])


def reasons(one: Side, other: Side, rarity: Mapping[str, float]) -> list[dict]:
    """As for matches; and guides have no codes, so words may do where they say all they can."""
    agreements = scoring.agreements_of(one, other, rarity)
    words = max((each.degree for each in agreements if each.kind == Part.WORDS), default=0)
    if scoring.fits(agreements) or words == 1.0:
        return scoring.shares(agreements, WEIGHTS)
    return []


def side_of(entry: Entry, gist: Gist | None) -> Side:
    return Side(cpv=tuple(entry.cpv), **sides.read(gist))


def _best(found: list[tuple[Entry, list[dict]]]) -> list[tuple[Entry, list[dict]]]:
    """Of each kind the few that agree most, where they agree enough to be worth a look."""
    by_kind = defaultdict(list)
    for other, parts in found:
        if scoring.score(parts) >= FEWEST_POINTS:
            by_kind[other.kind].append((other, parts))
    return [
        each
        for some in by_kind.values()
        for each in sorted(some, key=lambda e: (-scoring.score(e[1]), e[0].pk))[:MOST_KEPT]
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
