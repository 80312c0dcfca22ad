"""How many companies have been told, for the buyers' sums."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, F, Func

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
    # In the words of the two unique constraints, whose indexes answer. Who works in two of the
    # companies was told once, because of both.
    people = told.filter(user__isnull=False).values(match=Each(F("because_ids")))
    organisations = told.filter(user=None, webhook__isnull=False).values("object_id")
    return Match.objects.about(opportunity).filter(pk__in=people.union(organisations)).count()


class Each(Func):
    """A row for each member of a list."""

    function = "unnest"
    set_returning = True
    output_field = BigIntegerField()
