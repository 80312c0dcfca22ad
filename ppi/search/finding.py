"""Which rows of a room have some words, for the room's own list."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import models

from ppi.kernel import finding
from ppi.kernel.listing import COUNT_LIMIT
from ppi.search import stemming
from ppi.search.choices import Kind
from ppi.search.models import Entry

# Where one kind of entry is a model's own, the index finds it by its kind.
KINDS = {"profiles.Profile": Kind.PROFILE}


@finding.finder
def ids_with(model: type[models.Model], words: str, language: str) -> list[int]:
    """Of all portals: the list shows what its reader may see. Words that are not finished yet
    find what begins so."""
    entries = Entry.objects.everywhere("ids, of which a list shows what its reader may see")
    own = entries.filter(content_type=ContentType.objects.get_for_model(model))
    if kind := KINDS.get(model._meta.label):
        own = own.filter(kind=kind)
    for asked in (stemming.query(words, language), stemming.half_typed(words)):
        rows = own.holding(asked)
        found = list(rows.newest().values_list("object_id", flat=True)[: COUNT_LIMIT + 1])
        if found:
            return found
    return []
