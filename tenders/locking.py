"""The row that a verb is about to change."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ppi.kernel.verdicts import Refused
from tenders.models import Opportunity


def locked(opportunity: Opportunity) -> Opportunity:
    """The row as it is now, kept from changing until the transaction ends.

    Raises `Refused` where it is gone. Two rows are locked in one order: a correction before what
    it corrects, a result before its call; so that nobody waits in a circle.
    """
    rows = Opportunity.objects.everywhere("the row that the caller holds already")
    row = rows.select_for_update(of=("self",)).filter(pk=opportunity.pk).first()
    if row is None:
        raise Refused(_("It is not here any more: somebody published or discarded it meanwhile."))
    return row
