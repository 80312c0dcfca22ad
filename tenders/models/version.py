from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ppi.kernel.scoping import Scoped
from tenders.models.opportunity import Opportunity
from tenders.models.years import moments_in_known_years
from tenders.querysets import VersionQuerySet


class Version(Scoped):
    """One publication of an opportunity, kept as it was."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    # BT-701 and BT-757 of the notice; empty and 0 for what was posted here.
    notice_id = models.CharField(max_length=80, blank=True)
    notice_version = models.PositiveIntegerField(default=0)
    notice_type = models.CharField(max_length=60, blank=True)
    # OPP-010, the number in the Official Journal, by which a change notice may name it.
    publication_id = models.CharField(max_length=40, blank=True, db_index=True)
    # BT-758: the notice that this one changes.
    changes_notice_id = models.CharField(max_length=80, blank=True, db_index=True)
    # Why it was corrected or ended, and who did; empty for the first.
    reason = models.TextField(_("reason"), max_length=2_000, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    source_name = models.CharField(max_length=300, blank=True)
    dispatched_at = models.DateTimeField()
    arrived_at = models.DateTimeField(auto_now_add=True)
    content = models.JSONField(default=dict)

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "number"], name="tenders_one_version_a_number"
            ),
            models.UniqueConstraint(
                fields=["notice_id", "notice_version"],
                condition=~models.Q(notice_id=""),
                name="tenders_a_notice_version_once",
            ),
            *moments_in_known_years("dispatched_at"),
        ]

    def __str__(self) -> str:
        return f"{self.opportunity} v{self.number}"

    @property
    def precedence(self) -> tuple:
        """Which of two versions is the later publication."""
        return (self.dispatched_at, self.notice_version)
