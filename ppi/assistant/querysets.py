from __future__ import annotations

from django.db.models import Q

from ppi.kernel.scoping import ScopedQuerySet


class QuestionQuerySet(ScopedQuerySet):
    """Questions are nobody's reading but the portal's own moderators'."""

    def public(self) -> Q:
        return Q(pk__in=[])

    def in_sight_of(self, portal) -> Q:
        return Q(portal=portal)

    def managed_by(self, *organisations):
        return self.through("managed_by").none()
