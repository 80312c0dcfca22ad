"""Opportunities in the moderation queue."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ppi.moderation.registry import moderatable
from ppi.organisations.choices import WRITERS
from ppi.organisations.models import Membership
from tenders import rules, services
from tenders.models import Opportunity


class OpportunityModeration:
    label = _("Opportunity")
    preview_template = "tenders/preview.html"

    def get(self, pk: int) -> Opportunity | None:
        rows = Opportunity.objects.everywhere("moderation checked the portal")
        return rows.select_related("organisation", "portal").filter(pk=pk).first()

    def preview(self, subject: Opportunity, request) -> dict:
        from tenders.pages import context_of

        return context_of(subject, request) | {"warnings": rules.warnings_about(subject)}

    def address(self, subject: Opportunity) -> tuple[str, list]:
        return "tenders:detail", [subject.slug]

    def publish(self, subject: Opportunity, *, by) -> None:
        services.publish(subject, by=by)

    def send_back(self, subject: Opportunity, reason: str, *, by) -> None:
        services.send_back(subject, reason, by=by)

    def remove(self, subject: Opportunity, reason: str, *, by) -> None:
        services.remove(subject, reason, by=by)

    def restore(self, subject: Opportunity, *, by) -> None:
        services.restore(subject, by=by)

    def authors(self, subject: Opportunity) -> list:
        """Who wrote it; where that account is gone, the organisation's writers."""
        if subject.created_by_id:
            return [subject.created_by]
        writers = Membership.objects.managed_by(subject.organisation).filter(role__in=WRITERS)
        return [membership.user for membership in writers.select_related("user")]


moderatable.register(Opportunity, OpportunityModeration())
