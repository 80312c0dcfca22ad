"""What stands around the writing: pages typed but not kept, firms invited, the look back."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ppi.kernel.scoping import Scoped
from tenders.models.opportunity import Opportunity
from tenders.querysets import FollowUpQuerySet, InvitedFirmQuerySet, PersonalQuerySet


class Typed(Scoped):
    """A page of the form as one person has typed it, valid or not, until it is kept."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="typed")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    page = models.SlugField(max_length=20)
    # Field name → the list of values that the browser would post.
    values = models.JSONField(default=dict)
    # Fingerprint of the page as it was when the person opened it.
    seen = models.CharField(max_length=64, blank=True)
    # When the values were typed; empty values say that the person only has the page open.
    at = models.DateTimeField()
    # When the page was last open before the person.
    here_at = models.DateTimeField(null=True)

    objects = PersonalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "person", "page"], name="tenders_typed_once_a_page"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page} of {self.opportunity_id} by {self.person_id}"


class InvitedFirm(Scoped):
    """A firm that the buyer told of the opportunity by mail, with or without an account."""

    opportunity = models.ForeignKey(
        Opportunity, on_delete=models.CASCADE, related_name="invited_firms"
    )
    name = models.CharField(_("firm"), max_length=200)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=3)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    invited_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    # When the firm said, by the link in a mail, that it wants no more of them about this.
    declined_at = models.DateTimeField(null=True)

    objects = InvitedFirmQuerySet.as_manager()

    class Meta:
        ordering = ["invited_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "email"], name="tenders_a_firm_is_invited_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class FollowUp(Scoped):
    """What came of it, asked twelve months after the result."""

    opportunity = models.OneToOneField(
        Opportunity, on_delete=models.CASCADE, related_name="follow_up"
    )
    due_on = models.DateField(db_index=True)
    reminded_at = models.DateTimeField(null=True)
    effects = models.TextField(_("what changed"), max_length=5_000, blank=True)
    saved = models.DecimalField(
        _("saved each year"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    is_recommended = models.BooleanField(_("would buy it again"), null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = FollowUpQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.opportunity_id} due {self.due_on}"
