"""The evening before a digest, and the morning of it."""

from __future__ import annotations

from datetime import UTC, datetime

from ppi.notifications import services
from ppi.notifications.choices import Channel, Frequency, Kind
from ppi.notifications.models import Delivery

EVENING = datetime(2027, 1, 13, 18, 0, tzinfo=UTC)
MORNING = datetime(2027, 1, 14, 6, 0, tzinfo=UTC)


def daily(people) -> list:
    for reader in people:
        services.choose(reader, Kind.CHANGE, mail=Frequency.DAILY)
    return people


def waiting() -> int:
    return Delivery.objects.filter(channel=Channel.MAIL, sent_at=None).count()
