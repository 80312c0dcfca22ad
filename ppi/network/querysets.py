from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db.models import Q

from ppi.kernel.scoping import ScopedQuerySet
from ppi.kernel.words import every_word
from ppi.moderation.editing.choices import Status
from ppi.organisations.querysets import in_good_standing

SEARCHED = ("title", "summary", "description", "place", "organisation__name")


class EventQuerySet(ScopedQuerySet):
    def public(self) -> Q:
        return Q(status=Status.PUBLISHED) & in_good_standing()

    def matching(self, words: str) -> Self:
        """Every word stands in the title, the texts, the place or the organisation's name."""
        return self.filter(every_word(words, *SEARCHED))


def not_over_at(now: datetime) -> Q:
    """What is still to come, or is going on."""
    return Q(ends_at__gte=now)
