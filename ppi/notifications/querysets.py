from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from ppi.kernel.scoping import ScopedQuerySet
from ppi.notifications.choices import Channel


class DeliveryQuerySet(models.QuerySet):
    def in_bell_of(self, user) -> Self:
        """What stands in this person's list, the newest first."""
        return self.filter(user=user, channel=Channel.PLATFORM).order_by("-pk")

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def waiting(self) -> Self:
        """Promised to somebody's address or device, and not gone out yet."""
        return self.filter(sent_at=None).exclude(channel=Channel.PLATFORM)


class WebhookQuerySet(ScopedQuerySet):
    def public(self) -> Q:
        """Nobody but its owners knows of a webhook."""
        return Q(pk__in=[])

    def of_person(self, user) -> Self:
        return self.through("one's own").filter(user=user)

    def on(self) -> Self:
        return self.filter(off_at=None)
