"""Files that go along when content is copied: new rows, the same stored bytes."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone

from ppi.documents.models import Document

CONTENT = ("name", "file", "media_type", "bytes", "sha256", "scan", "uploaded_by")


@transaction.atomic
def mirror(source: models.Model, target: models.Model, *, organisation, by) -> None:
    """The target's current files become those of the source; earlier versions are kept.

    The caller has made sure that `by` may read the one and change the other.
    """
    wanted = {(one.name, one.sha256): one for one in Document.objects.of(source)}
    present = {(one.name, one.sha256): one for one in Document.objects.of(target)}
    kept_names = {name for name, _digest in wanted}
    for key, document in wanted.items():
        if key not in present:
            _add(document, target, organisation, by)
    gone = [one.pk for one in present.values() if one.name not in kept_names]
    rows = Document.objects.everywhere("the files of an object that the caller may change")
    rows.filter(pk__in=gone).update(removed_at=timezone.now())


def _add(document: Document, target: models.Model, organisation, by) -> None:
    mine = Document.objects.everywhere("one object's own files").filter(
        content_type=ContentType.objects.get_for_model(target), object_id=target.pk
    )
    latest = mine.filter(name=document.name).aggregate(Max("number"))["number__max"] or 0
    facts = {name: getattr(document, name) for name in CONTENT}
    mine.create(
        content_type=ContentType.objects.get_for_model(target),
        object_id=target.pk,
        organisation=organisation,
        number=latest + 1,
        **(facts | {"uploaded_by": by or document.uploaded_by}),
    )
