"""Lots: their sum decides, and small lots may be left out of the directive.

Article 5(8) to (10) of 2014/24 and article 16(8) to (10) of 2014/25; article 9(5) of 2009/81 says
the same. Directive 2014/23 on concessions adds lots up too (article 8(5) and (6)), but knows no
exception for small ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ppi.taxonomy import thresholds
from ppi.taxonomy.models import SmallLotLimit, Threshold


@dataclass(frozen=True)
class LotValue:
    """A lot's number, as the notice writes it, and its estimated value without VAT."""

    number: str
    value: Decimal | None


def judge(
    *,
    lots: Sequence[LotValue],
    on: date,
    buyer_type: str,
    contract: str,
    currency: str,
    whole: Decimal | None = None,
    rows: Iterable[Threshold] | None = None,
    limits: Iterable[SmallLotLimit] | None = None,
):
    """-> LotsVerdict(verdict: thresholds.Verdict, total, small_lots, sentence …)"""
    raise NotImplementedError
