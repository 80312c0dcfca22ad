from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db.models import Q

from ppi.kernel.scoping import ScopedQuerySet
from ppi.kernel.words import every_word
from ppi.organisations.choices import Status as Organisations
from tenders.choices import Kind, Status


class OpportunityQuerySet(ScopedQuerySet):
    def public(self) -> Q:
        """Published, by a buyer who was not suspended meanwhile."""
        return Q(status=Status.PUBLISHED) & ~Q(organisation__status=Organisations.SUSPENDED)

    def open_at(self, now: datetime) -> Self:
        """What can still be answered, or is announced for later."""
        return self.filter(answerable(now))

    def matching(self, words: str) -> Self:
        """Every word stands in the title, the need or the buyer's name."""
        return self.filter(every_word(words, "title", "need", "organisation__name"))


def answerable(now: datetime, path: str = "") -> Q:
    """The deadline lies ahead; planned purchases have none and stay open.

    `path` leads to the opportunity from another model, for instance `opportunity__`.
    """
    ahead = Q(**{f"{path}deadline__gt": now})
    return ahead | Q(**{f"{path}deadline": None, f"{path}kind": Kind.PLANNED})


class PurchaseQuerySet(ScopedQuerySet):
    """A purchase has no page of its own: it shows through its opportunities."""

    def public(self) -> Q:
        return Q(opportunities__status=Status.PUBLISHED)

    def moderated_by(self, portal) -> Self:
        return self.through("moderated_by").filter(opportunities__portal=portal)


class VersionQuerySet(ScopedQuerySet):
    def public(self) -> Q:
        return Q(opportunity__status=Status.PUBLISHED)

    def moderated_by(self, portal) -> Self:
        return self.through("moderated_by").filter(opportunity__portal=portal)

    def managed_by(self, *organisations) -> Self:
        return self.through("managed_by").filter(opportunity__organisation__in=organisations)

    def of(self, opportunity) -> Self:
        """All versions of one opportunity that the reader may see, newest publication first."""
        own = self.through("of an opportunity the reader may see")
        return own.filter(opportunity=opportunity).order_by(
            "-dispatched_at", "-notice_version", "-pk"
        )
