"""Events as their organisers announce them."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from ppi.network import services
from ppi.network.models import Event

TITLE = "Gåtur i mørket"


def kept(slug: str, portal, by, *, days: int = 6, **changes) -> Event:
    starts = (timezone.now() + timedelta(days=days)).replace(hour=17, minute=30)
    facts = {
        "kind": "site-visit",
        "language": "da",
        "title": TITLE,
        "summary": "For dem, der vil byde på gadebelysningen.",
        "description": "Vi går **to timer**.\n\n<script>alert(1)</script>",
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=2),
        "place": "Rådhuspladsen, Havneby",
    }
    return services.keep_event(slug, portal=portal, by=by, **(facts | changes))


def announce(slug: str, portal, by, **facts) -> Event:
    return services.publish(kept(slug, portal, by, **facts), by=by)


def reloaded(event: Event) -> Event:
    return Event.objects.everywhere("the test looks again").get(pk=event.pk)
