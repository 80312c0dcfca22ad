from __future__ import annotations

from ppi.kernel.jobs import job
from ppi.matching import services
from tenders.models import Opportunity


@job
def match_opportunity(opportunity_id: int) -> None:
    """Write the matches of one opportunity; nothing where it is not public any more."""
    rows = Opportunity.objects.published_anywhere().select_related("organisation")
    if opportunity := rows.filter(pk=opportunity_id).first():
        services.match(opportunity)
