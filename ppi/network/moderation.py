"""Events can be reported and removed. They are written by editors, so none waits in the queue."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ppi.kernel.verdicts import Refused
from ppi.moderation.registry import moderatable
from ppi.network import pages, services
from ppi.network.models import Event


class EventModeration:
    label = gettext_lazy("Event")
    preview_template = "network/preview.html"

    def get(self, pk: int) -> Event | None:
        rows = Event.objects.everywhere("moderation checked the portal")
        return rows.select_related("organisation", "portal", "created_by").filter(pk=pk).first()

    def preview(self, subject: Event, request) -> dict:
        return pages.context_of(subject, request)

    def address(self, subject: Event) -> tuple[str, list]:
        return "network:detail", [subject.slug]

    def publish(self, subject: Event, *, by) -> None:
        services.publish(subject, by=by)

    def send_back(self, subject: Event, reason: str, *, by) -> None:
        raise Refused(_("Editors write this themselves: nobody waits for it to come back."))

    def remove(self, subject: Event, reason: str, *, by) -> None:
        services.remove(subject, reason, by=by)

    def authors(self, subject: Event) -> list:
        return [subject.created_by] if subject.created_by else []


moderatable.register(Event, EventModeration())
