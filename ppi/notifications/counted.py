"""How many companies have been told, for the buyers' sums."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType

from ppi.matching import counting
from ppi.matching.models import Match
from ppi.notifications.choices import Kind
from ppi.notifications.models import Delivery
from tenders.models import Opportunity


@counting.tells
def companies_told(opportunity: Opportunity) -> int:
    """Companies of which at least one member was told of this very need, in whatever way.

    Who has it in a digest that is still to come counts, because it stands in their list already.
    """
    matches = Match.objects.about(opportunity).values("pk")
    told = Delivery.objects.filter(
        kind=Kind.MATCH,
        content_type=ContentType.objects.get_for_model(Match),
        object_id__in=matches,
    )
    # In the words of the two unique constraints, whose indexes answer.
    people = told.filter(user__isnull=False).values("object_id")
    organisations = told.filter(user=None, webhook__isnull=False).values("object_id")
    return people.union(organisations).count()
