"""What waits for a moderator, what was decided and why, and what readers reported."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from ppi.kernel.scoping import Scoped
from ppi.moderation.choices import Decision, ReportKind, ReportState
from ppi.moderation.querysets import ReportQuerySet, SubmissionQuerySet
from ppi.portals.models import Portal


class Submission(Scoped):
    """One request to be published. An object that comes back after a return is a new one."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    subject = GenericForeignKey("content_type", "object_id")
    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="+")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    submitted_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=12, choices=Decision.choices, blank=True)
    reason = models.TextField(_("reason"), blank=True, max_length=2000)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["portal", "decided_at", "submitted_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"],
                condition=models.Q(decided_at=None),
                name="moderation_one_waiting_submission_an_object",
            ),
            models.CheckConstraint(
                condition=~models.Q(decision=Decision.RETURNED) | ~models.Q(reason=""),
                name="moderation_a_return_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.content_type} {self.object_id}"


class Report(Scoped):
    """A reader says that something public should not be so."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    subject = GenericForeignKey("content_type", "object_id")
    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("what is wrong"), max_length=10, choices=ReportKind.choices)
    text = models.TextField(_("what you saw"), max_length=2000)
    email = models.EmailField(_("your e-mail, if you want an answer"), blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=8, choices=ReportState.choices, default=ReportState.OPEN)
    answer = models.TextField(_("reason"), blank=True, max_length=2000)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    # A removal that the moderators took back, and why.
    put_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    put_back_at = models.DateTimeField(null=True)
    put_back_reason = models.TextField(blank=True, default="", max_length=2000)

    objects = ReportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["portal", "state", "created_at"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.content_type} {self.object_id}"
