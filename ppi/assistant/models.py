"""What people asked, kept for 30 days so that gaps in what is published can be seen."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from ppi.assistant.querysets import QuestionQuerySet
from ppi.kernel.scoping import Scoped
from ppi.portals.models import Portal

LONGEST_QUESTION = 500


class Question(Scoped):
    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=3)
    text = models.CharField(_("question"), max_length=LONGEST_QUESTION)
    answered = models.BooleanField()
    # Ids of the entries that were quoted.
    sources = ArrayField(models.BigIntegerField(), default=list)
    asked_at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        indexes = [models.Index(fields=["portal", "-asked_at"], name="assistant_asked")]

    def __str__(self) -> str:
        return self.text
