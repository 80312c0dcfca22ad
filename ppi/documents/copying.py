"""Files that go along when content is copied: new rows, the same stored bytes."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone

from ppi.documents import events
from ppi.documents.choices import Scan
from ppi.documents.models import Document

CONTENT = ("name", "file", "media_type", "bytes", "sha256", "scan", "uploaded_by")


@transaction.atomic
def mirror(source: models.Model, target: models.Model, *, organisation, by) -> None:
    """The target's current files become those of the source.

    What it had before is kept as it was published: earlier versions, and files without a successor.

    The caller has made sure that `by` may read the one and change the other.
    """
    wanted = {(one.name, one.sha256): one for one in Document.objects.of(source)}
    present = {(one.name, one.sha256) for one in Document.objects.of(target)}
    for key, document in wanted.items():
        if key not in present:
            _add(document, target, organisation, by)
    names = {name for name, _digest in wanted}
    Document.objects.of(target).exclude(name__in=names).update(replaced_at=timezone.now())


def _add(document: Document, target: models.Model, organisation, by) -> None:
    facts = {name: getattr(document, name) for name in CONTENT}
    same_name = Document.objects.ever_of(target).filter(name=document.name)
    copy = Document.objects.create(
        content_type=ContentType.objects.get_for_model(target),
        object_id=target.pk,
        organisation=organisation,
        # A copy keeps its number, unless the target has come further.
        number=max(same_name.take_next_number(), document.number),
        **(facts | {"uploaded_by": by or document.uploaded_by}),
    )
    if copy.scan == Scan.WAITING:
        events.attached.announce(document_id=copy.pk)
