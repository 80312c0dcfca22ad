"""Opportunities in the moderation queue."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ppi.accounts.models import User
from ppi.moderation.registry import moderatable
from ppi.organisations.choices import WRITERS
from ppi.organisations.models import Membership
from tenders import rules, services
from tenders.models import Opportunity, Version


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
        """Who wrote it, or of its organisation published a version of it; where the account of
        whoever wrote it is gone, the organisation's writers.

        A version that awards the call carries the name of the moderator who let the result out.
        """
        versions = Version.objects.everywhere("who published them").filter(opportunity=subject)
        members = Membership.objects.managed_by(subject.organisation)
        wrote = Q(pk=subject.created_by_id)
        if subject.created_by_id is None:
            wrote = Q(pk__in=members.filter(role__in=WRITERS).values("user"))
        published = Q(pk__in=versions.values("published_by")) & Q(pk__in=members.values("user"))
        return list(User.objects.filter(wrote | published).order_by("pk"))


moderatable.register(Opportunity, OpportunityModeration())
