"""One calendar of all that a person has starred, under a secret address that can be renewed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Event as Date

from ppi.kernel.calendars import calendar_of
from ppi.matching.models import CalendarAddress, Star
from ppi.matching.models.interests import new_token
from ppi.network import calendars as network
from ppi.network.models import Event
from tenders import calendars as tenders
from tenders.models import Opportunity

# Whose rows have dates, and how the room puts them into a calendar.
DATED: dict[type[models.Model], Callable[[models.Model], Iterable[Date]]] = {
    Opportunity: tenders.events_of,
    Event: network.events_of,
}


def address_of(person) -> CalendarAddress:
    return CalendarAddress.objects.of_person(person).get_or_create(person=person)[0]


@transaction.atomic
def renew(*, by) -> CalendarAddress:
    """From now on the old address answers as one that never was."""
    address = address_of(by)
    address.token, address.renewed_at = new_token(), timezone.now()
    address.save(update_fields=["token", "renewed_at"])
    return address


def feed_of(person) -> bytes:
    """Every date of every starred thing that is public; a query a room, however many stars."""
    starred: dict[type[models.Model], list[int]] = defaultdict(list)
    stars = Star.objects.of_person(person).select_related("content_type")
    for star in stars.order_by("pk"):
        starred[star.content_type.model_class()].append(star.object_id)
    dates = [
        date
        for model, events_of in DATED.items()
        for row in _public(model, starred[model])
        for date in events_of(row)
    ]
    return calendar_of(dates, name=_("What I have starred"))


def _public(model: type[models.Model], ids: list[int]):
    return model.objects.published_anywhere().filter(pk__in=ids).select_related("portal")
