"""What nobody needs: files that no row names, and rows whose object was deleted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import batched

from django.core.files.storage import default_storage

from ppi.documents.models import FOLDER, Document

BATCH = 500


def forget_documents_of_nothing(*, before: datetime) -> int:
    """Delete the rows, uploaded before that moment, whose object is not there any more."""
    count, _per_model = (
        Document.objects.of_deleted_objects().filter(uploaded_at__lt=before).delete()
    )
    return count


def orphans(*, before: datetime) -> Iterator[str]:
    """Names in the storage, last changed before that moment, of files that no row needs.

    They were left by an upload that was rolled back, or by rows that were deleted. A younger file
    may belong to an upload whose transaction has not ended.
    """
    for names in batched(_stored(), BATCH):
        rows = Document.objects.everywhere("files of all").stored()
        needed = set(rows.filter(file__in=names).values_list("file", flat=True))
        yield from (name for name in names if name not in needed and _is_older(name, before))


def _stored() -> Iterator[str]:
    """Only where documents are kept, and only as deep as they are."""
    for folder in sorted(_folders()):
        for name in sorted(default_storage.listdir(f"{FOLDER}/{folder}")[1]):
            yield f"{FOLDER}/{folder}/{name}"


def _folders() -> list[str]:
    try:
        return default_storage.listdir(FOLDER)[0]
    except FileNotFoundError:
        # Nothing was ever uploaded. A bucket knows no folders, and so misses none.
        return []


def _is_older(name: str, moment: datetime) -> bool:
    return default_storage.get_modified_time(name) < moment
