"""The live figures of the front page: counted by the clock, once a minute, for all who look.

Counting what is open takes longer, the more there is; the page that everybody opens does not wait
for it. Where the clock stands still, or the cache is away, a page counts by itself.
"""

from __future__ import annotations

from django.core.cache import cache
from django.utils import timezone

from ppi.portals.choices import Module
from ppi.portals.models import Portal
from profiles.models import Profile
from tenders.models import Opportunity
from tenders.querysets import OpportunityQuerySet

# Longer than the clock takes to come round again.
KEPT_SECONDS = 150


def figures(portal: Portal) -> dict[str, int]:
    """By name, of the rooms that the portal offers; at most some minutes old."""
    counted = cache.get(_key(portal)) or keep(portal)
    return {"languages": len(portal.languages), **counted}


def keep(portal: Portal) -> dict[str, int]:
    """Count, and have the next pages read it."""
    counted = _counted(portal)
    cache.set(_key(portal), counted, KEPT_SECONDS)
    return counted


def open_now(portal: Portal) -> OpportunityQuerySet:
    return Opportunity.objects.published(portal).open_at(timezone.now())


def _counted(portal: Portal) -> dict[str, int]:
    counted = {}
    if portal.offers(Module.TENDERS):
        needs = open_now(portal)
        counted["open"] = needs.count()
        counted["co_buyers"] = needs.exclude(partners_wanted="").count()
    if portal.offers(Module.PROFILES):
        counted["companies"] = Profile.objects.published(portal).count()
    return counted


def _key(portal: Portal) -> str:
    """Of other rooms other figures: what is switched off is not shown for another minute."""
    return f"front:figures:{portal.pk}:{'-'.join(sorted(portal.modules))}"
