"""What a merge of two organisations changed, row by row, so that it can be undone."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ppi.kernel.scoping import Scoped
from ppi.organisations.models.organisation import Organisation
from ppi.organisations.querysets import MergeQuerySet

CAN_BE_UNDONE_FOR = timedelta(days=30)


class Merge(Scoped):
    """Two entries were one body: all that led to `absorbed` leads to `kept`."""

    kept = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="merges")
    absorbed = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="merged_by")
    reason = models.TextField(_("reason"), max_length=2000)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    merged_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["absorbed"],
                condition=models.Q(undone_at=None),
                name="organisations_merged_into_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.absorbed} → {self.kept}"

    @property
    def undo_until(self) -> datetime:
        return self.merged_at + CAN_BE_UNDONE_FOR

    @property
    def can_be_undone(self) -> bool:
        return self.undone_at is None and timezone.now() < self.undo_until


class MergeStep(models.Model):
    """These rows had one value in a column, and got another."""

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="steps")
    model = models.CharField(max_length=80)
    column = models.CharField(max_length=60)
    was = models.TextField()
    became = models.TextField()
    ids = ArrayField(models.BigIntegerField())

    def __str__(self) -> str:
        return f"{self.model}.{self.column}: {self.was} → {self.became}"
