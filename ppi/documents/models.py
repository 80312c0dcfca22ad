"""Uploaded files: private until what they belong to is public, stored under random names."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from ppi.documents.choices import DELIVERED, Scan
from ppi.documents.querysets import DocumentQuerySet
from ppi.kernel.scoping import Scoped
from ppi.organisations.models import Organisation

FOLDER = "documents"


def storage_name(document: Document, filename: str) -> str:
    """Nothing of the uploader's name reaches the file system."""
    key = secrets.token_hex(20)
    return f"{FOLDER}/{key[:2]}/{key}"


class Document(Scoped):
    """One version of a file. The same name with the same object again is the next version."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    subject = GenericForeignKey("content_type", "object_id")
    # None for what a portal's editors keep without an organisation.
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.CASCADE, related_name="documents"
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
    # When the next version took its place.
    replaced_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "name", "number"],
                name="documents_one_version_a_number",
            ),
            models.UniqueConstraint(
                fields=["content_type", "object_id", "name"],
                condition=models.Q(replaced_at=None, removed_at=None),
                name="documents_one_current_version_a_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_delivered(self) -> bool:
        """Only what was found clean is; or what nobody could scan, where no scanner is set up."""
        return self.scan in DELIVERED and self.removed_at is None

    @property
    def is_infected(self) -> bool:
        return self.scan == Scan.INFECTED

    @property
    def is_earlier(self) -> bool:
        """Readable, and not the current version."""
        return self.is_delivered and self.replaced_at is not None
