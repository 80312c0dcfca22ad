"""The row that a verb is about to change."""

from __future__ import annotations

from tenders.models import Opportunity


def locked(opportunity: Opportunity) -> Opportunity:
    """The row as it is now, kept from changing until the transaction ends."""
    rows = Opportunity.objects.everywhere("the row that the caller holds already")
    return rows.select_for_update(of=("self",)).get(pk=opportunity.pk)
