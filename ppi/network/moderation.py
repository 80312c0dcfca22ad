"""Events in the eyes of the moderators."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ppi.moderation.editing.moderation import EditedModeration
from ppi.moderation.registry import moderatable
from ppi.network import pages, services
from ppi.network.models import Event


class EventModeration(EditedModeration):
    label = _("Event")
    preview_template = "network/preview.html"
    model = Event
    services = services
    page = "network:detail"
    related = ("organisation", "portal", "created_by")

    def preview(self, subject: Event, request) -> dict:
        return pages.context_of(subject, request)


moderatable.register(Event, EventModeration())
