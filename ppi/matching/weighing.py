"""Which weights hold where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction

from ppi.kernel import audit
from ppi.matching import events
from ppi.matching.choices import USUAL_WEIGHTS
from ppi.matching.models import Weights
from ppi.portals.models import Portal
from ppi.portals.permissions import may_moderate

# The one number of a portal's that is no part of a score.
BAR = "told_from"


def of(portal: Portal) -> Weights:
    """The portal's row, or a new one with the usual weights, not yet saved."""
    return Weights.objects.moderated_by(portal).first() or Weights(portal=portal)


@transaction.atomic
def weigh(portal: Portal, points: Mapping[str, int], *, by) -> Weights:
    """Let each part count so much for the companies of a portal, and tell them from so many points
    on (`told_from`); all are matched anew, unless only that bar was moved, which no score knows."""
    may_moderate(by, portal).or_refuse()
    weights = of(portal)
    before = weights.as_set()
    for name in before:
        setattr(weights, name, points[name])
    weights.full_clean()
    weights.save()
    now = weights.as_set()
    audit.record("matching.weighed", weights, by=by, before=before, now=now)
    if [name for name in now if now[name] != before[name]] != [BAR]:
        events.weighed.announce(portal_id=portal.pk)
    return weights


def by_portal(ids: Iterable[int]) -> dict[int, Mapping[str, int]]:
    """The weights of each of these portals; one query."""
    wanted = set(ids)
    rows = Weights.objects.everywhere("each company's own portal weighs").filter(portal__in=wanted)
    own = {row.portal_id: row.by_part() for row in rows}
    return {portal: own.get(portal, USUAL_WEIGHTS) for portal in wanted}
