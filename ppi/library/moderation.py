"""Library pages in the eyes of the moderators."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ppi.kernel.sources import dated
from ppi.library import services
from ppi.library.models import Page
from ppi.moderation.editing.moderation import EditedModeration
from ppi.moderation.registry import moderatable


class PageModeration(EditedModeration):
    label = _("Library page")
    preview_template = "library/preview.html"
    model = Page
    services = services
    page = "library:detail"

    def preview(self, subject: Page, request) -> dict:
        return {"page": subject, "sources": dated(subject.sources)}


moderatable.register(Page, PageModeration())
