from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from ppi.translations import events
from ppi.translations.models import Source, Text


@transaction.atomic
def keep(
    subject: models.Model,
    field: str,
    language: str,
    text: str,
    *,
    source: str = Source.PERSON,
    reviewed: bool = False,
    announced: bool = True,
) -> Text:
    """Store or replace the translation of one field.

    A person's text is not replaced by a machine's. Announces `events.kept` where anything changed;
    `announced=False` is for a caller that announces the object's own change in this transaction.
    """
    key = {
        "content_type": ContentType.objects.get_for_model(subject),
        "object_id": subject.pk,
        "field": field,
        "language": language,
    }
    kept = Text.objects.filter(**key).first()
    if kept is not None and kept.source != Source.MACHINE and source == Source.MACHINE:
        return kept
    values = {
        "text": text,
        "source": source,
        "reviewed": reviewed,
        "of_version": getattr(subject, "version", 1),
    }
    if kept is not None and all(getattr(kept, name) == new for name, new in values.items()):
        return kept
    made = Text.objects.update_or_create(**key, defaults=values)[0]
    if announced:
        events.kept.announce(model=subject._meta.label_lower, object_id=subject.pk)
    return made
