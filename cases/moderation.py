"""Cases in the moderation queue."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cases import services
from cases.models import Case
from ppi.moderation.registry import moderatable
from ppi.organisations.choices import WRITERS
from ppi.organisations.models import Membership


class CaseModeration:
    label = _("Case")
    preview_template = "cases/preview.html"

    def get(self, pk: int) -> Case | None:
        rows = Case.objects.everywhere("moderation checked the portal")
        return rows.select_related("organisation", "portal", "created_by").filter(pk=pk).first()

    def preview(self, subject: Case, request) -> dict:
        from cases.pages import context_of

        return context_of(subject, request)

    def address(self, subject: Case) -> tuple[str, list]:
        return "cases:detail", [subject.slug]

    def publish(self, subject: Case, *, by) -> None:
        services.publish(subject, by=by)

    def send_back(self, subject: Case, reason: str, *, by) -> None:
        services.send_back(subject, reason, by=by)

    def remove(self, subject: Case, reason: str, *, by) -> None:
        services.remove(subject, reason, by=by)

    def restore(self, subject: Case, *, by) -> None:
        services.publish(subject, by=by)

    def authors(self, subject: Case) -> list:
        """Who wrote it; where that account is gone, the organisation's writers."""
        if subject.created_by or not subject.organisation:
            return [subject.created_by] if subject.created_by else []
        writers = Membership.objects.managed_by(subject.organisation).filter(role__in=WRITERS)
        return [membership.user for membership in writers.select_related("user")]


moderatable.register(Case, CaseModeration())
