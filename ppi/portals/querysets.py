from __future__ import annotations

from django.db import models
from django.utils import timezone


class PortalQuerySet(models.QuerySet):
    def open(self) -> PortalQuerySet:
        """Portals that answer the public."""
        return self.filter(is_open=True)

    def showing(self, obj) -> PortalQuerySet:
        """Portals in which this published object can be read, its own first."""
        own = models.Q(pk=obj.portal_id)
        network = models.Q(shows_network=True) if obj.is_shared else models.Q(pk__in=[])
        return (
            self.open()
            .filter(own | network)
            .order_by(models.Case(models.When(own, then=0), default=1), "pk")
        )


class LegalTextQuerySet(models.QuerySet):
    def in_force(self, portal) -> LegalTextQuerySet:
        """The newest version of each kind that is valid today."""
        valid = self.filter(portal=portal, valid_from__lte=timezone.now())
        return valid.order_by("kind", "-valid_from", "-pk").distinct("kind")

    def not_accepted_by(self, user) -> LegalTextQuerySet:
        return self.exclude(acceptances__user=user)
