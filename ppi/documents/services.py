"""The verbs of documents: attach a file, remove one, release or block it after the scan."""

from __future__ import annotations

import functools
import hashlib
import logging

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ppi.documents import events, scanning
from ppi.documents.choices import Scan
from ppi.documents.models import Document
from ppi.documents.naming import safe_name
from ppi.documents.registry import holders
from ppi.documents.sniffing import media_type
from ppi.kernel import audit
from ppi.kernel.verdicts import Refused
from ppi.organisations.models import Organisation

logger = logging.getLogger(__name__)

MEGABYTE = 1024 * 1024
# Current files of one object.
MOST_FILES = 20
# Rows of one object, earlier and removed versions included: nobody replaces a file so often.
MOST_VERSIONS = 500


@transaction.atomic
def attach(subject: models.Model, upload: UploadedFile, *, organisation, by) -> Document:
    """Keep the file with the object; the same name again makes the next version.

    It counts for the organisation's quota, if there is one. Raises `Refused` where the person may
    not (the room's rule in `registry.holders`), and for a file that is too large, over quota, or
    not what its name says. Announces `events.attached` if it waits for the virus scanner.
    """
    subject = _locked_if_allowed(type(subject), subject.pk, by)
    _refuse_wrong_size(upload)
    served_as, name = media_type(upload), safe_name(upload.name)
    mine = Document.objects.ever_of(subject)
    _refuse_over_quota(mine, name, upload.size)
    _refuse_over_organisations_quota(organisation, upload.size)
    document = Document.objects.create(
        content_type=ContentType.objects.get_for_model(subject),
        object_id=subject.pk,
        organisation=organisation,
        name=name,
        number=mine.filter(name=name).take_next_number(),
        file=upload,
        media_type=served_as,
        bytes=upload.size,
        sha256=_digest(upload),
        scan=Scan.WAITING if settings.PPI_CLAMD else Scan.SKIPPED,
        uploaded_by=by,
    )
    audit.record("document.attached", document, by=by, name=name)
    if document.scan == Scan.WAITING:
        events.attached.announce(document_id=document.pk)
    return document


def _locked_if_allowed(model: type[models.Model], pk: int, by) -> models.Model:
    """The object as it is now, locked: two colleagues at once make versions one after the other."""
    rows = model.objects.everywhere("permission is asked below")
    locked = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if locked is None:
        raise Refused(_("What this file belongs to is not here any more."))
    holders.of(locked)(by, locked).or_refuse()
    return locked


def _refuse_wrong_size(upload: UploadedFile) -> None:
    limit = settings.PPI_UPLOAD_LIMIT_MB
    if upload.size > limit * MEGABYTE:
        raise Refused(
            _("«%(name)s» is too large: a file may have %(limit)s MB.")
            % {"name": safe_name(upload.name), "limit": limit}
        )
    if not upload.size:
        raise Refused(_("«%(name)s» is empty.") % {"name": safe_name(upload.name)})


def _refuse_over_quota(mine, name: str, size: int) -> None:
    limit = settings.PPI_OBJECT_QUOTA_MB
    others = mine.filter(removed_at=None, replaced_at=None).exclude(name=name).count()
    is_full = others >= MOST_FILES or mine.count() >= MOST_VERSIONS
    if is_full or mine.bytes_stored() + size > limit * MEGABYTE:
        raise Refused(
            _(
                "There is no room for more files here: at most %(files)s files and %(limit)s MB, "
                "earlier and removed versions included."
            )
            % {"files": MOST_FILES, "limit": limit}
        )


def _refuse_over_organisations_quota(organisation: Organisation | None, size: int) -> None:
    """The organisation's row is held, so that uploads to two of its objects do not both fit."""
    if organisation is None:
        return
    rows = Organisation.objects.everywhere("the one whose files are counted")
    rows.select_for_update(of=("self",), no_key=True).get(pk=organisation.pk)
    limit = settings.PPI_ORGANISATION_QUOTA_MB
    theirs = Document.objects.managed_by(organisation)
    if theirs.bytes_stored() + size > limit * MEGABYTE:
        raise Refused(
            _("The files of %(organisation)s together may have %(limit)s MB, and they are full.")
            % {"organisation": organisation, "limit": limit}
        )


def _digest(upload: UploadedFile) -> str:
    upload.seek(0)
    return hashlib.file_digest(upload.file, "sha256").hexdigest()


@transaction.atomic
def remove(document: Document, *, by) -> None:
    """Take the file off its object, with its earlier versions.

    They are kept for the record, and never delivered again.
    """
    subject = _locked_if_allowed(document.content_type.model_class(), document.object_id, by)
    versions = Document.objects.ever_of(subject).filter(name=document.name, removed_at=None)
    versions.update(removed_at=timezone.now())
    audit.record("document.removed", document, by=by, name=document.name)


def scan(document_id: int) -> bool:
    """Ask the scanner about a file that waits. False where it must be asked again later."""
    rows = Document.objects.everywhere("the job is told an id").waiting()
    document = rows.filter(pk=document_id).first()
    if document is None:
        return True
    try:
        said = _asked(document)
    except scanning.NoAnswer as silence:
        logger.warning("The virus scanner gave no answer on document %s: %s", document_id, silence)
        return False
    _keep_answer(document, said)
    return True


def _asked(document: Document) -> Scan:
    # The scanner was taken away while the file waited for it.
    if not settings.PPI_CLAMD:
        return Scan.SKIPPED
    with document.file.open("rb") as content:
        return Scan.CLEAN if scanning.is_clean(content) else Scan.INFECTED


@transaction.atomic
def _keep_answer(document: Document, said: Scan) -> None:
    """For every copy that shares the file, too.

    What is infected is deleted, so that no backup carries it; its row remains to say so.
    """
    copies = Document.objects.everywhere("the same bytes have the same virus")
    copies.filter(file=document.file.name).waiting().update(scan=said)
    audit.record("document.scanned", document, result=said.value)
    if said == Scan.INFECTED:
        transaction.on_commit(
            functools.partial(document.file.storage.delete, document.file.name), robust=True
        )
