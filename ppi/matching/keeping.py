"""Writes what was matched, in place of what stood: one statement for what is new."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from ppi.matching import ranking
from ppi.matching.models import Match
from ppi.matching.querysets import MatchQuerySet
from ppi.matching.sides import Company
from tenders.models import Opportunity

WHY = "what was matched anew"
# One document for all: thousands of values in arrays would each be quoted for themselves.
FOUND = """
    SELECT (row->>0)::bigint AS opportunity_id, (row->>1)::bigint AS profile_id,
        (row->>2)::bigint AS product_id, (row->>3)::smallint AS score,
        (row->>4)::smallint AS rank, row->5 AS reasons, place
    FROM jsonb_array_elements(%s::jsonb) WITH ORDINALITY AS given (row, place)
"""
# In the order in which they were found: later ones stand first among the newest.
WRITE = f"""
    INSERT INTO matching_match (
        opportunity_id, profile_id, product_id, score, rank, reasons, matched_at
    )
    SELECT opportunity_id, profile_id, product_id, score, rank, reasons, statement_timestamp()
    FROM ({FOUND}) AS found ORDER BY place
    ON CONFLICT (opportunity_id, profile_id) DO NOTHING
"""
CHANGE = f"""
    UPDATE matching_match AS match SET product_id = found.product_id, score = found.score,
        rank = found.rank, reasons = found.reasons
    FROM ({FOUND}) AS found
    WHERE match.opportunity_id = found.opportunity_id AND match.profile_id = found.profile_id
"""
# What of a match may become another.
CHANGING = ("product_id", "score", "rank", "reasons")


@dataclass(slots=True)
class Fit:
    """That a need fits a company, or a product of it; `Match` is its row."""

    opportunity: Opportunity
    company: Company
    product_id: int | None
    score: int
    reasons: list[dict]
    rank: int = 0

    @property
    def profile_id(self) -> int:
        return self.company.pk

    @property
    def pair(self) -> tuple[int, int]:
        return self.opportunity.pk, self.profile_id

    @property
    def changing(self) -> tuple:
        return self.product_id, self.score, self.rank, self.reasons


def keep(found: Sequence[Fit], stood: MatchQuerySet) -> None:
    """Add what is new, change what is different, and take off what fits no longer.

    What stood the same is not written, so that two runs over it do not wait for each other.
    """
    ranking.rank(found, {fit.company.pk: fit.company.organisation_id for fit in found})
    before = {
        (opportunity, profile): (pk, changing)
        for pk, opportunity, profile, *changing in stood.values_list(
            "pk", "opportunity_id", "profile_id", *CHANGING
        )
    }
    now = {fit.pair for fit in found}
    write(WRITE, [fit for fit in found if fit.pair not in before])
    write(CHANGE, [f for f in found if f.pair in before and [*f.changing] != before[f.pair][1]])
    if gone := [pk for pair, (pk, _) in before.items() if pair not in now]:
        Match.objects.everywhere(WHY).filter(pk__in=gone).delete()


def write(statement: str, fits: Sequence[Fit]) -> None:
    if not fits:
        return
    rows = [[*fit.pair, *fit.changing] for fit in fits]
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(rows, ensure_ascii=False)])
