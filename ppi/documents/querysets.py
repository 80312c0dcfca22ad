from __future__ import annotations

from typing import Self

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from ppi.kernel.scoping import ScopedQuerySet


class DocumentQuerySet(ScopedQuerySet):
    """A document is as public as what it belongs to: whoever may read that asks `of(subject)`."""

    def public(self) -> Q:
        return Q(pk__in=[])

    def moderated_by(self, portal) -> Self:
        return self.through("moderated_by").filter(organisation__portal=portal)

    def of(self, subject) -> Self:
        """The current versions of one object's files, for a reader who may see the object."""
        mine = self.through("of an object the reader may see").filter(
            content_type=ContentType.objects.get_for_model(subject),
            object_id=subject.pk,
            removed_at=None,
        )
        newest = mine.order_by("name", "-number").distinct("name")
        return mine.filter(pk__in=newest.values("pk")).order_by("pk")
