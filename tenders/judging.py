"""What the law says to a value on the day of dispatch, in the columns that lists read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

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


def verdict_of(opportunity: Opportunity) -> thresholds.Verdict | None:
    """Where the value stands against the EU threshold; None while there is nothing to say.

    Where there are lots, their sum decides.
    """
    if of_lots := lots_verdict_of(opportunity):
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
    if rows is None:
        rows = Lot.objects.of(opportunity).values("number", "value") if opportunity.pk else []
    values = [lots.LotValue(str(row["number"]), row["value"]) for row in rows]
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


def judge(opportunity: Opportunity) -> None:
    """Write the verdict and the value in euro into their columns, in memory."""
    verdict = verdict_of(opportunity)
    opportunity.threshold = "" if verdict is None else verdict.verdict
    opportunity.value_in_euro = value_in_euro(opportunity)


def value_in_euro(opportunity: Opportunity):
    """For bands and order, converted at the rate of that day; None where it cannot be."""
    if opportunity.value is None or opportunity.currency == "EUR":
        return opportunity.value
    day = day_of_dispatch(opportunity)
    converted = conversion.convert(opportunity.value, opportunity.currency, "EUR", on=day)
    return converted.amount if converted else None
