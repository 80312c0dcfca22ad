"""Which keys are rare: counted over the newest entries, because what arrives resembles them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from itertools import batched

from django.db import transaction

from ppi.matching.models import KeyShare
from ppi.matching.reverse.borne import IN, token
from ppi.matching.reverse.finding import BATCH, keys_borne_by
from ppi.search.models import Entry

COUNTED = 5_000
# What fewer of the counted bear is as rare as what none does.
FEWEST = 3
ASSUMED = {IN: 1.0, "kind": 0.5, "published": 1.0}
# Whatever arrives has just been published, also where the counted are older.
JUST_PUBLISHED = token("published", "")
REASON = "keys are counted over every portal's published things"


def shares_of(keys: Iterable[str]) -> Callable[[str], float]:
    """A key's share of what arrives; nothing at all for a rare one."""
    known = dict(KeyShare.objects.filter(key__in=set(keys)).values_list("key", "share"))
    # Every search asks in a portal, so that nothing is known only before anything was counted.
    return (lambda key: _share(key, known)) if known else assumed


def _share(key: str, known: dict[str, float]) -> float:
    return 1.0 if key.startswith(JUST_PUBLISHED) else known.get(key, 0.0)


def assumed(key: str) -> float:
    """Before anything was counted: portals and kinds are not rare, and with another less so."""
    _plain, facet, *rest = f"{key}=".split("=")
    return ASSUMED.get(facet, 0.0) / max(len(rest), 1)


@transaction.atomic
def refresh() -> int:
    """Count anew; how many keys are not rare."""
    newest = Entry.objects.everywhere(REASON).order_by("-published_at", "-pk")
    ids = list(newest.values_list("pk", flat=True)[:COUNTED])
    counted: Counter[str] = Counter()
    for batch in batched(ids, BATCH):
        counted.update(keys_borne_by(batch))
    KeyShare.objects.all().delete()
    rows = [KeyShare(key=k, share=n / len(ids)) for k, n in counted.items() if n >= FEWEST]
    return len(KeyShare.objects.bulk_create(rows, batch_size=5_000))
