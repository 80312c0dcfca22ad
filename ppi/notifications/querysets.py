from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from ppi.kernel.scoping import ScopedQuerySet
from ppi.notifications.choices import Channel


class Held(Exception):
    """Another worker is about it just now: the outbox tries again later."""


class DeliveryQuerySet(models.QuerySet):
    def take(self, pk: int) -> models.Model | None:
        """The one of these rows with this id, locked; none where these have no such row.

        Raises `Held` where another has it: that one may still fail, so it is not done.
        """
        rows = self.filter(pk=pk)
        found = rows.select_for_update(of=["self"], skip_locked=True).first()
        if found is None and rows.exists():
            raise Held(f"delivery {pk}")
        return found

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

    def failing(self, times: int, since: datetime) -> Self:
        """So often in a row, and without success since then."""
        return self.filter(failures_in_a_row__gte=times, failing_since__lte=since)
