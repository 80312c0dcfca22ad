from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from ppi.kernel.scoping import ScopedQuerySet
from ppi.notifications.choices import SAME_NEWS, Channel, Frequency

# No job sends it yet, and no digest has it: it waits for the end of somebody's quiet hours, or for
# their morning.
UNQUEUED = Q(sent_at=None, queued_at=None, digest=None)
AT_ONCE = UNQUEUED & Q(frequency=Frequency.NOW)
FOR_DIGESTS = UNQUEUED & Q(frequency__in=[Frequency.DAILY, Frequency.WEEKLY])


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

    def unqueued(self) -> Self:
        return self.filter(UNQUEUED)

    def at_once(self) -> Self:
        """What goes out by itself, once the quiet hours end."""
        return self.filter(AT_ONCE)

    def not_mailed_since(self) -> Self:
        """Without what the same person was mailed at once since, by a kind that tells the same."""
        at_once = self.model.objects.filter(
            user=OuterRef("user"),
            subject_type=OuterRef("subject_type"),
            subject_id=OuterRef("subject_id"),
            channel=Channel.MAIL,
            frequency=Frequency.NOW,
            promised_at__gte=OuterRef("promised_at"),
            sent_at__isnull=False,
        )
        rows = self
        for kinds in SAME_NEWS:
            rows = rows.exclude(Exists(at_once.filter(kind__in=kinds)), kind__in=kinds)
        return rows


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
