"""Two entries of one company become one: its products come together, and none unread."""

from __future__ import annotations

from django.db import models

from ppi.organisations import events as organisations
from ppi.organisations import links
from ppi.organisations.models import Merge
from profiles import events
from profiles.choices import Status
from profiles.models import Product, Profile
from profiles.products import free_slug


def beside_others(product: Product, profile_id: int) -> dict[str, object]:
    """Another address, where the profile has one of that name already."""
    profile = links.every(Profile).get(pk=profile_id)
    return {"slug": free_slug(profile, product.name)}


def still_unread(was: models.Model, became: models.Model) -> list[tuple[Product, str, object]]:
    """What stood on a profile that nobody had let through does not go public with another."""
    if was.status == Status.PUBLISHED:
        return []
    shown = Product.objects.of(was).filter(status=Status.PUBLISHED)
    return [(product, "status", Status.DRAFT) for product in shown]


@organisations.merged.receiver
@organisations.merge_undone.receiver
def look_at_both_anew(merge_id: int) -> None:
    made = Merge.objects.everywhere("the event's own merge").get(pk=merge_id)
    rows = Profile.objects.published_anywhere()
    for profile in rows.filter(organisation__in=[made.kept_id, made.absorbed_id]):
        events.changed.announce(profile_id=profile.pk)
