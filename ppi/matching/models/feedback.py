"""What companies say to what fitted them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ppi.kernel.scoping import Scoped
from ppi.matching.choices import Answer
from ppi.matching.querysets import FeedbackQuerySet
from ppi.organisations.models import Organisation
from tenders.models import Opportunity


class Feedback(Scoped):
    """A company says that a need is relevant for it, or why not. Seen by the company alone.

    Kept beside the match, which is made anew when either side changes.
    """

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="feedback")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="match_feedback"
    )
    answer = models.CharField(_("why"), max_length=10, choices=Answer.choices)
    note = models.TextField(_("note"), max_length=1_000, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    given_at = models.DateTimeField(auto_now=True)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "organisation"], name="matching_one_answer_a_company"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.get_answer_display()}"
