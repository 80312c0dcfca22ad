"""From entries to the searches that they satisfy.

An entry bears keys: its facets' tokens, pairs of them, its lexemes and their beginnings. They lead
to candidates through the primary key of `SearchKey`, and one statement verifies all of those.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import batched

from django.db import connection
from django.utils import timezone

from ppi.matching.reverse.borne import keys_of, tokens_of
from ppi.matching.reverse.keys import GRADES, LONGEST_STEM
from ppi.portals.models import Portal
from ppi.search.criteria import CONDITIONS
from ppi.search.models import Entry

# So many entries are asked for in one statement.
BATCH = 100
REASON = "entries of every portal are looked for by somebody"

# `||` makes a vector of each that is held in memory, read from its page once and not once a
# candidate.
BORNE = """
    WITH given AS (
        SELECT entry, array_agg(token) AS tokens
        FROM unnest(%(token_entries)s::bigint[], %(tokens)s::text[]) AS pair (entry, token)
        GROUP BY entry
    ),
    borne AS MATERIALIZED (
        SELECT entry, coalesce(search_entry.vector, '') || ''::tsvector AS words,
            array_to_tsvector(tokens) AS facets
        FROM given JOIN search_entry ON search_entry.id = entry
    ),
    offered AS (
        SELECT entry, key
        FROM unnest(%(key_entries)s::bigint[], %(keys)s::text[]) AS pair (entry, key)
        UNION
        SELECT entry, key
        FROM borne, unnest(tsvector_to_array(words)) AS lexeme, LATERAL (
            SELECT '+' || left(lexeme, %(longest)s) AS key
            UNION ALL
            SELECT '^' || left(lexeme, grade) FROM unnest(%(grades)s::int[]) AS grade
            WHERE length(lexeme) >= grade
        ) AS of_lexeme
    )
"""
# OFFSET 0 keeps the planner, which cannot know how many keys come, from reading whole tables.
SATISFIED = """,
    candidates AS (
        SELECT DISTINCT entry, search_id
        FROM offered, LATERAL (
            SELECT search_id FROM matching_searchkey WHERE matching_searchkey.key = offered.key
            OFFSET 0
        ) AS stored
    )
    SELECT search.id, entry, nullif(search.others, '{}'::jsonb)
    FROM candidates JOIN borne USING (entry), LATERAL (
        SELECT id, facets, words, others FROM matching_savedsearch WHERE id = search_id OFFSET 0
    ) AS search
    WHERE borne.facets @@ search.facets
        AND (search.words IS NULL OR borne.words @@ search.words)
    ORDER BY entry, search.id
"""
OFFERED = " SELECT key FROM offered"


def satisfied_by(
    entry_ids: Iterable[int], now: datetime | None = None
) -> Iterator[tuple[int, int]]:
    """(search, entry) for each saved search that would find one of these entries now.

    Searches in a portal that is closed find nothing meanwhile.
    """
    now = now or timezone.now()
    for batch in batched(entry_ids, BATCH):
        found = _rows(BORNE + SATISFIED, batch, now)
        refused = _refused(found, now)
        yield from ((s, e) for s, e, _others in found if (s, e) not in refused)


def keys_borne_by(entry_ids: Sequence[int]) -> list[str]:
    """Every key of every one of these entries, once an entry."""
    return [key for (key,) in _rows(BORNE + OFFERED, entry_ids, timezone.now())]


def _rows(statement: str, entry_ids: Sequence[int], now: datetime) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, _parameters(entry_ids, now))
        return cursor.fetchall()


def _parameters(entry_ids: Sequence[int], now: datetime) -> dict:
    entries = Entry.objects.everywhere(REASON).filter(pk__in=entry_ids)
    entries = entries.prefetch_related("organisation__former_slugs")
    entries = entries.select_related("organisation", "portal").defer(
        "title", "summary", "body", "translations", "bodies", "vector"
    )
    # What a closed portal shows leads nobody anywhere.
    portals = list(Portal.objects.open())
    borne = {entry.pk: tokens_of(entry, portals, now) for entry in entries}
    tokens = [(pk, t) for pk, by_facet in borne.items() for each in by_facet.values() for t in each]
    keys = [(pk, key) for pk, by_facet in borne.items() for key in keys_of(by_facet)]
    return {
        "token_entries": [pk for pk, _token in tokens],
        "tokens": [token for _pk, token in tokens],
        "key_entries": [pk for pk, _key in keys],
        "keys": [key for _pk, key in keys],
        "longest": LONGEST_STEM,
        "grades": list(GRADES),
    }


def _refused(found: Sequence[tuple], now: datetime) -> set[tuple[int, int]]:
    """Those of the found that fail a facet of which `borne` knows nothing: the search's own
    condition is asked, once for all that chose the same values."""
    asked: dict[tuple, list[tuple[int, int]]] = defaultdict(list)
    for search, entry, others in found:
        for facet, values in json.loads(others or "{}").items():
            asked[facet, tuple(values)].append((search, entry))
    refused: set[tuple[int, int]] = set()
    for (facet, values), pairs in asked.items():
        rows = Entry.objects.everywhere(REASON).filter(pk__in={entry for _search, entry in pairs})
        meeting = set(rows.filter(CONDITIONS[facet](values, now)).values_list("pk", flat=True))
        refused |= {pair for pair in pairs if pair[1] not in meeting}
    return refused
