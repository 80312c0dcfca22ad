"""What the page of an event shows."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ppi.kernel import dates
from ppi.network.models import Event
from ppi.translations import reading

TEXTS = ("title", "summary", "description")


def context_of(event: Event, request: HttpRequest) -> dict:
    reading.attach([event], *TEXTS)
    texts = {name: reading.text(event, name) for name in TEXTS}
    return {
        "event": event,
        "texts": texts,
        "ends_text": ends_text(event),
        "is_over": event.ends_at < timezone.now(),
        "breadcrumbs": [(_("Events"), reverse("network:list")), (texts["title"].text, "")],
    }


def ends_text(event: Event) -> str:
    """«until 15:00», with the day where it is another one."""
    starts, ends = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
    same_day = starts.date() == ends.date()
    return _("until %(end)s") % {
        "end": f"{ends:%H:%M}" if same_day else dates.day_and_time(event.ends_at)
    }
