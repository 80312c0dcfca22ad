"""The verbs of documents: attach a file, remove one, release after the scan."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.db.models import Max, Sum
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from ppi.documents.models import Document, Scan
from ppi.documents.sniffing import media_type, safe_name
from ppi.kernel import audit
from ppi.kernel.verdicts import Refused

MOST_FILES = 20
# All files of one object together.
QUOTA_BYTES = 200 * 1024 * 1024


@transaction.atomic
def attach(subject: models.Model, upload: UploadedFile, *, organisation, by) -> Document:
    """Keep the file with the object; the same name again makes the next version.

    Raises `Refused` when it is too large, over quota, or not what its name says.
    """
    _refuse_too_large(upload)
    served_as, name = media_type(upload), safe_name(upload.name)
    mine = _all_of(subject)
    _refuse_over_quota(mine, upload)
    document = Document.objects.create(
        content_type=ContentType.objects.get_for_model(subject),
        object_id=subject.pk,
        organisation=organisation,
        name=name,
        number=(mine.filter(name=name).aggregate(Max("number"))["number__max"] or 0) + 1,
        file=upload,
        media_type=served_as,
        bytes=upload.size,
        sha256=_digest(upload),
        scan=scan(upload),
        uploaded_by=by,
    )
    audit.record("document.attached", document, by=by, name=name)
    return document


def _all_of(subject: models.Model):
    return Document.objects.everywhere("one object's own files").filter(
        content_type=ContentType.objects.get_for_model(subject), object_id=subject.pk
    )


def _refuse_too_large(upload: UploadedFile) -> None:
    limit = settings.PPI_UPLOAD_LIMIT_BYTES
    if upload.size > limit:
        raise Refused(
            _("«%(name)s» is too large: a file may have %(limit)s MB.")
            % {"name": safe_name(upload.name), "limit": limit // 1024 // 1024}
        )
    if not upload.size:
        raise Refused(_("«%(name)s» is empty.") % {"name": safe_name(upload.name)})


def _refuse_over_quota(mine, upload: UploadedFile) -> None:
    used = mine.aggregate(total=Sum("bytes"))["total"] or 0
    current = mine.filter(removed_at=None).values("name").distinct().count()
    if current >= MOST_FILES or used + upload.size > QUOTA_BYTES:
        raise Refused(_("There is no room for more files here: at most 20 files and 200 MB."))


def _digest(upload: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def scan(upload: UploadedFile) -> str:
    """Ask the scanner named in `PPI_VIRUS_SCANNER`: a path to `scanner(upload) -> bool`."""
    if not settings.PPI_VIRUS_SCANNER:
        return Scan.SKIPPED
    clean = import_string(settings.PPI_VIRUS_SCANNER)(upload)
    upload.seek(0)
    if not clean:
        raise Refused(_("A virus was found in «%(name)s».") % {"name": safe_name(upload.name)})
    return Scan.CLEAN


@transaction.atomic
def remove(document: Document, *, by) -> None:
    """Take the file off its object. It is kept for the record, and never delivered again."""
    document.removed_at = timezone.now()
    document.save(update_fields=["removed_at"])
    audit.record("document.removed", document, by=by, name=document.name)
