"""How a notice's lots and winners become the parts of an opportunity."""

from __future__ import annotations

from typing import Any

from tenders.choices import Technique
from tenders.exchange import notice as reading
from tenders.exchange.notice import Notice, wording
from tenders.models import Award, Lot, Opportunity
from tenders.noticefacts import TITLE_LENGTH, amount, codes

DESCRIPTION_LENGTH = 5_000
# Notices with thousands of lots exist; a page holds what a person can read.
MOST_LOTS = 500


def lots(notice: Notice) -> list[dict[str, Any]]:
    """The lots in their order, numbered from 1; none where the purchase is not divided."""
    stated = notice.lots or notice.parts
    if len(stated) < 2:
        return []
    return [_lot(number, lot, notice) for number, lot in enumerate(stated[:MOST_LOTS], start=1)]


def _lot(number: int, lot: reading.Lot, notice: Notice) -> dict[str, Any]:
    value = amount(lot.value or lot.framework_maximum)
    whole = notice.value or notice.framework_maximum
    is_comparable = value is not None and whole is not None and value.currency == whole.currency
    title = wording(lot.title, notice.language) or lot.lot_id
    return {
        "number": number,
        "title": title[:TITLE_LENGTH],
        "description": (wording(lot.description, notice.language) or "")[:DESCRIPTION_LENGTH],
        "cpv": codes(lot.cpv, *lot.cpv_additional),
        "nuts": codes(*(place.nuts for place in lot.places)),
        "value": value.amount if is_comparable else None,
    }


def awards(notice: Notice) -> list[dict[str, Any]]:
    """The winners; sum and number of tenders stand with the only one, else with the whole."""
    if notice.result is None:
        return []
    total = amount(notice.result.total)
    whole = {
        "value": total.amount if total else None,
        "currency": total.currency if total else "EUR",
        "tenders_received": notice.result.tenders_received,
    }
    winners = notice.result.winners[:MOST_LOTS]
    stated = whole if len(winners) == 1 else {"currency": whole["currency"]}
    return [
        {"position": position, "winner_name": name[:300], **stated}
        for position, name in enumerate(winners)
    ]


def columns(notice: Notice) -> dict[str, Any]:
    """What is said for each lot and holds for the whole where one lot says so."""
    every_lot = notice.lots
    return {
        "is_for_small_firms": any(lot.sme_suitable for lot in every_lot),
        "is_eu_funded": any(lot.eu_funded for lot in every_lot),
        "technique": technique(notice),
        # Questions about an official notice are asked where it was published.
        "takes_questions": False,
    }


def technique(notice: Notice) -> str:
    """BT-765 and BT-766, whose codes say `none` where there is none."""
    if any((lot.dynamic_purchasing_system or "none") != "none" for lot in notice.lots):
        return Technique.DYNAMIC
    if any((lot.framework or "none") != "none" for lot in notice.lots):
        return Technique.FRAMEWORK
    return ""


def keep(opportunity: Opportunity, notice: Notice) -> None:
    """The parts of this notice in the place of those of the one before."""
    for model, rows in ((Award, awards(notice)), (Lot, lots(notice))):
        model.objects.of(opportunity).delete()
        model.objects.bulk_create(model(opportunity=opportunity, **row) for row in rows)
