"""Which companies a need may fit, and how far their texts agree with it: found in the database.

What is offered stands under its topics and under the branches of its codes (`OfferTopic`), so that
a need is compared with a hundred thousand offers at once, and only those that can pass
`scoring.fits` are read. No limit cuts anybody off.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection, models

from ppi.matching import nearness
from ppi.matching.models import Gist
from ppi.matching.scoring import (
    CLOSE_TOPIC,
    CLOSE_TOPIC_IN_DIVISION,
    GROUP_DIGITS,
    MOST_CODES,
    Alike,
)
from ppi.search.choices import Kind
from ppi.taxonomy import cpv
from profiles.models import Product, Profile

KINDS = {Kind.PROFILE: Profile, Kind.PRODUCT: Product}
# Whole numbers add up to the same sum in every order; strengths of gists have four decimals.
UNIT = 10_000
# A branch is written with a 1 before its digits, "34" as 134 and "034" as 1034; topics are codes
# of eight digits, of which the first may be a 0.
LOWEST_GROUP, LOWEST_TOPIC = 1_000, 1_000_000

KEEP = """
    INSERT INTO matching_offertopic (entry_id, code, strength, leads, organisation_id)
    SELECT entry.id, given.code, given.strength, given.leads, entry.organisation_id
    FROM unnest(%s::bigint[], %s::int[], %s::smallint[], %s::bool[])
        AS given (entry_id, code, strength, leads)
    JOIN search_entry AS entry ON entry.id = given.entry_id
    ON CONFLICT (entry_id, code) DO UPDATE
        SET strength = EXCLUDED.strength, leads = EXCLUDED.leads
"""

# A company is led to by a shared group, by one of the strongest topics, or by a rare word; and is
# near, as `scoring.fits` says it, by that group, by one text that is close enough, or by a shared
# division that a text agrees with. Over all that it offers at once, so that nobody who fits is
# left out: a product without codes is compared by those of its company, and may share nothing but
# words with the need itself. Few texts hold a rare word: the company of each is looked up by key.
# `best` holds the strongest topic's code below the product of its strengths.
NEAR = """
WITH shared AS MATERIALIZED (
    SELECT held.entry_id, held.organisation_id,
        sum(held.strength * asked.strength) AS closeness,
        max((held.strength * asked.strength)::bigint << 27 | held.code)
            FILTER (WHERE held.code >= %(lowest_topic)s) AS best,
        bool_or(held.leads AND asked.leads) AS led,
        bool_or(held.code BETWEEN %(lowest_group)s AND %(lowest_topic)s) AS in_group,
        bool_or(held.code < %(lowest_group)s) AS in_division
    FROM unnest(%(codes)s::int[], %(strengths)s::int[], %(leads)s::bool[])
        AS asked (code, strength, leads)
    JOIN matching_offertopic AS held ON held.code = asked.code
    GROUP BY held.entry_id, held.organisation_id
), worded AS MATERIALIZED (
    SELECT DISTINCT (
        SELECT organisation_id FROM search_entry
        WHERE id = gist.entry_id AND kind = ANY(%(kinds)s)
    ) AS organisation_id, TRUE AS is_worded
    FROM matching_gist AS gist WHERE stems && %(rarest)s::varchar[]
), near AS (
    SELECT organisation_id FROM shared LEFT JOIN worded USING (organisation_id)
    WHERE closeness >= %(close_in_division)s OR in_group OR in_division OR led
    GROUP BY organisation_id
    HAVING bool_or(in_group) OR (bool_or(led) OR bool_or(is_worded)) AND (
        max(closeness) >= %(close)s OR bool_or(in_division) AND (
            max(closeness) >= %(close_in_division)s OR bool_or(is_worded)
        )
    )
)
SELECT entry.organisation_id, entry.kind, entry.object_id,
    CASE WHEN %(has_topics)s AND gist.topics <> '{}' THEN coalesce(shared.closeness, 0) END,
    shared.best & ((1 << 27) - 1),
    CASE WHEN entry.language = ANY(%(languages)s) OR entry.translations ?| %(languages)s
        THEN coalesce(
            nullif(ARRAY(
                SELECT stem FROM unnest(gist.stems) AS stem WHERE stem = ANY(%(stems)s::varchar[])
            ), '{}'),
            (SELECT '{}'::varchar[] FROM unnest(gist.stems) AS stem
             WHERE split_part(stem, ':', 1) = ANY(%(languages)s) LIMIT 1)
        ) END
FROM near
JOIN search_entry AS entry
    ON entry.organisation_id = near.organisation_id AND entry.kind = ANY(%(kinds)s)
JOIN matching_gist AS gist ON gist.entry_id = entry.id
LEFT JOIN shared ON shared.entry_id = entry.id
"""


def keep(gists: Iterable[Gist]) -> None:
    """Let these gists' entries be found by needs, those of them that are offers; one statement."""
    gists = [gist for gist in gists if gist.entry.kind in KINDS]
    if not gists:
        return
    rows = [
        (gist.entry_id, code, strength, code in gist.nearest)
        for gist in gists
        for code, strength in held_by(gist.entry.cpv, gist).items()
    ]
    columns = [list(column) for column in zip(*rows, strict=True)] or [[]] * 4
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM matching_offertopic WHERE entry_id = ANY(%s)",
            [[gist.entry_id for gist in gists]],
        )
        cursor.execute(KEEP, columns)


def held_by(codes: Sequence[str], gist: Gist) -> dict[int, int]:
    """Branches and topics, and how strong they are."""
    topics = zip(gist.topics, (round(s * UNIT) for s in gist.strengths), strict=True)
    return dict.fromkeys(branches_of(codes), 0) | dict(topics)


def branches_of(codes: Sequence[str]) -> list[int]:
    """The divisions and groups of codes, as numbers."""
    digits = {cpv.prefix(code) for code in codes[:MOST_CODES]}
    divisions = {found[: cpv.DIVISION_DIGITS] for found in digits}
    groups = {found[:GROUP_DIGITS] for found in digits if len(found) >= GROUP_DIGITS}
    return sorted(int(f"1{found}") for found in divisions | groups)


def near(
    codes: Sequence[str], gist: Gist | None
) -> tuple[set[int], dict[type[models.Model], dict[int, Alike]]]:
    """The organisations that may fit what has these codes and this gist; and of their profiles and
    products, by their ids, how far the texts agree."""
    with connection.cursor() as cursor:
        cursor.execute(NEAR, _asked(codes, gist or Gist()))
        rows = cursor.fetchall()
    found = {model: {} for model in KINDS.values()}
    for _organisation, kind, pk, *common in rows:
        found[KINDS[kind]][pk] = _alike(*common)
    return {row[0] for row in rows}, found


def _asked(codes: Sequence[str], gist: Gist) -> dict:
    held = held_by(codes, gist)
    return {
        "codes": list(held),
        "strengths": list(held.values()),
        "leads": [code in gist.nearest[: nearness.MOST_TOPICS] for code in held],
        "has_topics": bool(gist.topics),
        "stems": gist.stems,
        "languages": sorted({stem.partition(":")[0] for stem in gist.stems}),
        "rarest": nearness.rarest_of([gist]),
        "kinds": list(KINDS),
        "lowest_group": LOWEST_GROUP,
        "lowest_topic": LOWEST_TOPIC,
        "close": round(CLOSE_TOPIC * UNIT**2),
        "close_in_division": round(CLOSE_TOPIC_IN_DIVISION * UNIT**2),
    }


def _alike(closeness: int | None, topic: int | None, stems: list[str] | None) -> Alike:
    return Alike(None if closeness is None else closeness / UNIT**2, topic, stems)
