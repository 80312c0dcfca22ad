"""Uploaded files: private until what they belong to is public, stored under random names."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from ppi.documents.querysets import DocumentQuerySet
from ppi.kernel.scoping import Scoped
from ppi.organisations.models import Organisation


class Scan(models.TextChoices):
    """What the virus scanner said. Only `clean` and `skipped` files are delivered."""

    WAITING = "waiting", _("waiting for the virus scan")
    CLEAN = "clean", _("no virus found")
    SKIPPED = "skipped", _("not scanned: no scanner is set up")
    INFECTED = "infected", _("a virus was found")


def storage_name(document: Document, filename: str) -> str:
    """Nothing of the uploader's name reaches the file system."""
    key = secrets.token_hex(20)
    return f"documents/{key[:2]}/{key}"


class Document(Scoped):
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    subject = GenericForeignKey("content_type", "object_id")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="documents"
    )
    name = models.CharField(_("name"), max_length=120)
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    file = models.FileField(upload_to=storage_name, max_length=120)
    media_type = models.CharField(max_length=120)
    bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    scan = models.CharField(max_length=8, choices=Scan.choices, default=Scan.WAITING)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "name", "number"],
                name="documents_one_version_a_number",
            )
        ]

    def __str__(self) -> str:
        return self.name
