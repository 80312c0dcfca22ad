from __future__ import annotations

from typing import Self

from django.db.models import Q

from ppi.kernel.scoping import ScopedQuerySet
from tenders.choices import Status


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
        return self.through("for_person").filter(
            profile__organisation__memberships__user=user,
            opportunity__status=Status.PUBLISHED,
            profile__status=Status.PUBLISHED,
        )
