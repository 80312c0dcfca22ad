from __future__ import annotations

from typing import Self

from django.apps import apps
from django.db.models import Q

from ppi.kernel.scoping import ScopedQuerySet


class MatchQuerySet(ScopedQuerySet):
    """A match is seen by the matched company alone."""

    def public(self) -> Q:
        return Q(pk__in=[])

    def in_sight_of(self, portal) -> Q:
        return Q(opportunity__portal=portal)

    def managed_by(self, *organisations) -> Self:
        return self.through("managed_by").filter(profile__organisation__in=organisations)

    def moderated_by(self, portal) -> Self:
        return self.through("moderated_by").filter(opportunity__portal=portal)

    def for_person(self, user) -> Self:
        """Matches of the companies in which this person is a member, while both are public."""
        own = self.through("for_person")
        return own.filter(profile__organisation__memberships__user=user).of_public_things()

    def of_public_things(self) -> Self:
        """Neither side was withdrawn, or suspended, since they were matched."""
        return self.filter(
            opportunity__in=opportunities().published_anywhere(),
            profile__in=apps.get_model("profiles.Profile").objects.published_anywhere(),
        )

    def shown_in(self, portal) -> Self:
        """Those whose need can be read in this portal."""
        return self.filter(opportunity__in=opportunities().published(portal))


def opportunities():
    """Asked of the registry, because models stand above querysets."""
    return apps.get_model("tenders.Opportunity").objects
