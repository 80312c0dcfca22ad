"""What the directory knows of a public profile: narrow rows, so that thousands are soon counted."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from ppi.kernel.scoping import Scoped
from ppi.organisations.models import Organisation
from ppi.portals.models import Portal
from profiles.models.profile import Profile
from profiles.querysets import CardQuerySet


class Card(Scoped):
    """Made of the profile, its organisation, products and certificates by `profiles.cards`."""

    profile = models.OneToOneField(
        Profile, on_delete=models.CASCADE, primary_key=True, related_name="card"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="+")
    is_shared = models.BooleanField()
    published_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    country = models.CharField(max_length=2)
    # The region of its seat, at the level of counties; empty where none is named.
    home = models.CharField(max_length=5)
    # "facet:value", for each value with which a facet finds it.
    keys = ArrayField(models.CharField(max_length=60))
    # A certificate ends on that day, and with it what a facet finds.
    holds_until = models.DateField(null=True)

    objects = CardQuerySet.as_manager()

    class Meta:
        indexes = [
            GinIndex(fields=["keys"], name="profiles_card_keys"),
            models.Index(fields=["-published_at", "-profile"], name="profiles_card_newest"),
            models.Index(fields=["-updated_at", "-profile"], name="profiles_card_changed"),
            models.Index(
                fields=["holds_until"],
                condition=models.Q(holds_until__isnull=False),
                name="profiles_card_holds_until",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id}: {len(self.keys)}"
