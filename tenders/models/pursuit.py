"""What a company makes of opportunities: its own pipeline, which nobody outside it sees."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ppi.kernel.scoping import Scoped
from ppi.kernel.states import HasStates
from ppi.organisations.models import Organisation
from tenders.choices import BEFORE_SENDING, STAGE_MOVES, Stage
from tenders.models.opportunity import Opportunity
from tenders.models.years import days_in_known_years
from tenders.querysets import HandoverQuerySet, PursuitQuerySet


class Pursuit(HasStates, Scoped):
    """An opportunity on the desk of one company, whoever of its members put it there."""

    MOVES = STAGE_MOVES

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="pursuits")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="pursuits"
    )
    status = models.CharField(max_length=10, choices=Stage.choices, default=Stage.LOOKING)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="assigned_pursuits",
        verbose_name=_("in whose hands"),
    )
    # The company's own date beside the buyer's deadline, and what is to be done by then.
    due_on = models.DateField(_("our own date"), null=True, blank=True)
    due_what = models.CharField(_("what is to be done by then"), max_length=200, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)
    moved_at = models.DateTimeField()

    objects = PursuitQuerySet.as_manager()

    class Meta:
        verbose_name = _("opportunity on a desk")
        verbose_name_plural = _("opportunities on desks")
        indexes = [
            models.Index(fields=["organisation", "-moved_at", "-id"], name="tenders_pursued_newest")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "organisation"], name="tenders_one_pursuit_a_company"
            ),
            *days_in_known_years("due_on"),
        ]

    def __str__(self) -> str:
        return str(self.opportunity)

    def may_move_to(self, status: str) -> bool:
        """What is only announced takes no answers yet: nothing can be sent."""
        is_sent_to_nobody = status == Stage.SENT and not self.opportunity.facts.has_deadline
        return super().may_move_to(status) and not is_sent_to_nobody

    @property
    def stages_ahead(self) -> list[Stage]:
        """Where it may go from here, in the order of the work."""
        return [stage for stage in Stage if self.may_move_to(stage)]

    @property
    def awaits_deadline(self) -> bool:
        """The buyer's deadline still concerns the company."""
        is_open = self.opportunity.is_public and not self.opportunity.ended
        return bool(is_open and self.status in BEFORE_SENDING and self.opportunity.deadline)


class Handover(Scoped):
    """One member put it into a colleague's hands, or sent it on to them with a word."""

    pursuit = models.ForeignKey(Pursuit, on_delete=models.CASCADE, related_name="handovers")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_in_their_hands = models.BooleanField()
    message = models.TextField(_("message"), max_length=1_000, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("handing over to a colleague")
        verbose_name_plural = _("handing over to colleagues")

    def __str__(self) -> str:
        return f"{self.pursuit_id} to {self.to_id}"
