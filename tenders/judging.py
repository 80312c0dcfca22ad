"""What the law says to a value on the day of dispatch, in the columns that lists read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils import timezone

from ppi.accounts.middleware import zone
from ppi.taxonomy import conversion, lots, thresholds
from ppi.taxonomy.choices import BuyerType
from tenders.models import Lot, Opportunity


def day_of_dispatch(opportunity: Opportunity) -> date:
    """The day that decides which figures apply: of publication, or today, where the buyer is."""
    sent = opportunity.published_at or timezone.now()
    return timezone.localdate(sent, zone(opportunity.portal.time_zone))


def buyer_type_of(opportunity: Opportunity) -> str:
    """Whose thresholds apply. Who buys for others is judged as most buyers are: sub-central."""
    return opportunity.organisation.buyer_type or BuyerType.SUB_CENTRAL


def is_buyer_type_assumed(opportunity: Opportunity) -> bool:
    return not opportunity.organisation.buyer_type


def verdict_of(
    opportunity: Opportunity, rows: Sequence[dict] | None = None
) -> thresholds.Verdict | None:
    """Where the value stands against the EU threshold; None while there is nothing to say.

    Where there are lots, their sum decides; `rows` are lots as they are being typed.
    """
    if of_lots := lots_verdict_of(opportunity, rows):
        return of_lots.verdict
    if opportunity.value is None or not opportunity.contract:
        return None
    return thresholds.verdict(
        on=day_of_dispatch(opportunity),
        buyer_type=buyer_type_of(opportunity),
        contract=opportunity.contract,
        value=opportunity.value,
        currency=opportunity.currency,
    )


def lots_verdict_of(
    opportunity: Opportunity, rows: Sequence[dict] | None = None
) -> lots.LotsVerdict | None:
    """The verdict on the lots together; None without lots, or while none of them has a value.

    `rows` are lots as they are being typed; without them those that were kept count.
    """
    if not opportunity.contract:
        return None
    values = lot_values(opportunity, rows)
    if not any(lots.has_value(value) for value in values):
        return None
    return lots.judge(
        lots=values,
        on=day_of_dispatch(opportunity),
        buyer_type=buyer_type_of(opportunity),
        contract=opportunity.contract,
        currency=opportunity.currency,
        whole=opportunity.value,
    )


def lot_values(opportunity: Opportunity, rows: Sequence[dict] | None = None) -> list[lots.LotValue]:
    if rows is None:
        rows = Lot.objects.shown_of(opportunity).values("number", "value") if opportunity.pk else []
    return [lots.LotValue(str(row["number"]), row["value"]) for row in rows]


def sum_of_lots(opportunity: Opportunity, rows: Sequence[dict] | None = None) -> Decimal | None:
    """None without lots, or while none of them has a value."""
    values = [lot.value for lot in lot_values(opportunity, rows) if lots.has_value(lot)]
    return sum(values, Decimal(0)) if values else None


def judge(opportunity: Opportunity) -> None:
    """Write the value that is judged, the verdict and the value in euro, in memory."""
    verdict = verdict_of(opportunity)
    opportunity.threshold = "" if verdict is None else verdict.verdict
    opportunity.judged_value = judged_value(opportunity)
    opportunity.value_in_euro = value_in_euro(opportunity)


def judged_value(opportunity: Opportunity) -> Decimal | None:
    """The estimate, or the sum of the lots where that is higher: what all rules go by."""
    known = (opportunity.value, sum_of_lots(opportunity))
    return max((value for value in known if value is not None), default=None)


def value_in_euro(opportunity: Opportunity) -> Decimal | None:
    """For bands and order, converted at the rate of that day; None where it cannot be."""
    value = opportunity.judged_value
    if value is None or opportunity.currency == conversion.EURO:
        return value
    day = day_of_dispatch(opportunity)
    converted = conversion.convert(value, opportunity.currency, conversion.EURO, on=day)
    return converted.amount if converted else None
