"""What the law says to a value on the day of dispatch, in the columns that lists read."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from ppi.accounts.middleware import zone
from ppi.taxonomy import conversion, thresholds
from ppi.taxonomy.choices import BuyerType
from tenders.models import Opportunity


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
    """Where the value stands against the EU threshold; None while there is nothing to say."""
    if opportunity.value is None or not opportunity.contract:
        return None
    return thresholds.verdict(
        on=day_of_dispatch(opportunity),
        buyer_type=buyer_type_of(opportunity),
        contract=opportunity.contract,
        value=opportunity.value,
        currency=opportunity.currency,
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
