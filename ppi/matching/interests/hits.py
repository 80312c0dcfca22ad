"""Write down, once, what newly satisfies saved searches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import batched

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.db.models import Q
from django.utils import timezone

from ppi.matching import events, reverse
from ppi.matching.reverse.finding import BATCH as AT_ONCE
from ppi.moderation.registry import authors_of
from ppi.search import services as index
from ppi.search.models import Entry
from ppi.search.registry import indexable

# What is over can be found, but is no news; unless it has only just been told, as a result is.
NEWS_FOR = timedelta(days=30)
BATCH = 500
MOST_WRITTEN = 5_000
REASON = "what is new is looked for by people of every portal"
# What merely changed was there already when the search was saved after that. A translation is found
# by words alone, and comes when it comes: no date of the entry tells of it. What the search could
# find in the original is no news for having been translated.
WRITE = """
    INSERT INTO matching_hit (search_id, content_type_id, object_id, found_at)
    SELECT search.id, entry.content_type_id, entry.object_id, %(now)s
    FROM unnest(%(searches)s::bigint[], %(entries)s::bigint[]) AS found (search, entry)
    JOIN matching_savedsearch AS search ON search.id = found.search
    JOIN search_entry AS entry ON entry.id = found.entry
    WHERE (
            entry.object_id = ANY(%(new)s::bigint[]) OR search.since < entry.changed_at
            OR EXISTS (
                SELECT FROM unnest(%(translated)s::bigint[], %(originals)s::text[])
                    AS original (id, words)
                WHERE original.id = entry.object_id AND NOT original.words::tsvector @@ search.words
            )
        )
        AND NOT EXISTS (
            SELECT FROM unnest(%(written)s::bigint[], %(authors)s::bigint[]) AS own (id, person)
            WHERE own.id = entry.object_id AND own.person = search.person_id
        )
    ORDER BY search.id, entry.id
    ON CONFLICT DO NOTHING
    RETURNING id
"""


def find(
    model: type[models.Model],
    *,
    new: Sequence[int],
    changed: Sequence[int] = (),
    translated: Sequence[int] = (),
) -> list[int]:
    """Write a hit for each search that one of these objects newly satisfies; the hits' ids.

    Nobody hears of what they wrote themselves. Running it twice writes nothing twice, also where
    the first run ended half-way. Announces `events.found`, some hundred at a time.
    """
    now = timezone.now()
    entries = Entry.objects.everywhere(REASON).filter(
        news_at(now),
        content_type=ContentType.objects.get_for_model(model),
        object_id__in=[*new, *changed, *translated],
    )
    object_ids = dict(entries.order_by("pk").values_list("pk", "object_id"))
    originals = index.untranslated(model, translated)
    hits: list[int] = []
    for pairs in _satisfied(object_ids, now):
        written_by = _authors(model, {object_ids[entry] for _search, entry in pairs})
        hits += _write(pairs, new, originals, written_by, now)
    return hits


def _satisfied(entry_ids: Iterable[int], now: datetime) -> Iterator[Sequence[tuple[int, int]]]:
    """(search, entry), so many as are written at once: half of all searches may want one entry."""
    for batch in batched(entry_ids, AT_ONCE):
        yield from batched(reverse.satisfied_by(batch, now), MOST_WRITTEN)


def news_at(now: datetime) -> Q:
    """Can still be answered, or was only just told: a year of old notices may arrive at once."""
    return Q(open_until__gt=now) | Q(changed_at__gt=now - NEWS_FOR)


def _authors(model: type[models.Model], ids: Iterable[int]) -> list[tuple[int, int]]:
    """(object, person) for those who wrote or published it."""
    rows = indexable.of(model).published().filter(pk__in=ids)
    return [(row.pk, person.pk) for row in rows for person in authors_of(row)]


@transaction.atomic
def _write(
    pairs,
    new: Sequence[int],
    originals: Mapping[int, str],
    written_by: list[tuple[int, int]],
    now: datetime,
) -> list[int]:
    found = {
        "now": now,
        "searches": [search for search, _entry in pairs],
        "entries": [entry for _search, entry in pairs],
        "new": list(new),
        "translated": list(originals),
        "originals": list(originals.values()),
        "written": [pk for pk, _person in written_by],
        "authors": [person for _pk, person in written_by],
    }
    with connection.cursor() as cursor:
        cursor.execute(WRITE, found)
        hits = [pk for (pk,) in cursor.fetchall()]
    for batch in batched(hits, BATCH):
        events.found.announce(hit_ids=list(batch))
    return hits
