"""What readers say to an opportunity: we need it too, we did not bid."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ppi.kernel.scoping import Scoped
from ppi.organisations.models import Organisation
from tenders.choices import Level, NotBidding
from tenders.models.opportunity import Opportunity
from tenders.querysets import GivenQuerySet


class Commitment(Scoped):
    """Another buyer has the same need, and says how far it would go. Seen by buyers only."""

    opportunity = models.ForeignKey(
        Opportunity, on_delete=models.CASCADE, related_name="commitments"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="commitments"
    )
    level = models.CharField(_("how far"), max_length=12, choices=Level.choices)
    note = models.TextField(_("note"), max_length=1_000, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    given_at = models.DateTimeField(auto_now=True)

    objects = GivenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "organisation"], name="tenders_one_commitment_a_buyer"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_level_display()}"


class NoBid(Scoped):
    """Why a company did not bid. The buyer sees the sums, never who."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="no_bids")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="no_bids")
    reason = models.CharField(_("reason"), max_length=12, choices=NotBidding.choices)
    note = models.TextField(_("note"), max_length=1_000, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    given_at = models.DateTimeField(auto_now=True)

    objects = GivenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "organisation"], name="tenders_one_no_bid_a_company"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.get_reason_display()}"
