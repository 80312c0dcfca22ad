"""Who has some words, for the directory."""

from __future__ import annotations

from ppi.kernel import finding
from ppi.kernel.listing import COUNT_LIMIT
from ppi.search import stemming
from ppi.search.choices import Kind
from ppi.search.models import Entry


@finding.finder
def organisations_with(words: str, language: str) -> list[int]:
    """In all portals: the directory lists what its reader may see. Words that are not finished yet
    find what begins so."""
    entries = Entry.objects.everywhere("ids, of which a list shows what its reader may see")
    faces = entries.filter(kind__in=(Kind.PROFILE, Kind.PRODUCT), organisation__isnull=False)
    for asked in (stemming.query(words, language), stemming.half_typed(words)):
        newest = faces.holding(asked).newest().values_list("organisation_id", flat=True)
        if found := list(dict.fromkeys(newest[: COUNT_LIMIT + 1])):
            return found
    return []
