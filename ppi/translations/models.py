"""Translations of members' and imported texts. The original stays in the object itself."""

from __future__ import annotations

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.TextChoices):
    PERSON = "person", _("a person")
    MACHINE = "machine", _("a machine")
    PUBLISHER = "publisher", _("the publisher of the notice")


class Text(models.Model):
    """One field of one object in one language; `of_version` says which original it renders."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    subject = GenericForeignKey("content_type", "object_id")
    field = models.CharField(max_length=40)
    language = models.CharField(max_length=3)
    text = models.TextField()
    source = models.CharField(max_length=10, choices=Source.choices)
    reviewed = models.BooleanField(default=False)
    of_version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "field", "language"],
                name="translations_one_text_a_language",
            )
        ]

    def __str__(self) -> str:
        return f"{self.content_type} {self.object_id} {self.field} [{self.language}]"
