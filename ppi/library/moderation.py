"""Pages can be reported and removed. They are written by editors, so none waits in the queue."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ppi.kernel.sources import dated
from ppi.kernel.verdicts import Refused
from ppi.library import services
from ppi.library.models import Page
from ppi.moderation.registry import moderatable


class PageModeration:
    label = gettext_lazy("Library page")
    preview_template = "library/preview.html"

    def get(self, pk: int) -> Page | None:
        rows = Page.objects.everywhere("moderation checked the portal")
        return rows.select_related("portal", "created_by").filter(pk=pk).first()

    def preview(self, subject: Page, request) -> dict:
        return {"page": subject, "sources": dated(subject.sources)}

    def address(self, subject: Page) -> tuple[str, list]:
        return "library:detail", [subject.slug]

    def publish(self, subject: Page, *, by) -> None:
        services.publish(subject, by=by)

    def send_back(self, subject: Page, reason: str, *, by) -> None:
        raise Refused(_("Editors write this themselves: nobody waits for it to come back."))

    def remove(self, subject: Page, reason: str, *, by) -> None:
        services.remove(subject, reason, by=by)

    def authors(self, subject: Page) -> list:
        return [subject.created_by] if subject.created_by else []


moderatable.register(Page, PageModeration())
