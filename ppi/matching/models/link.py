"""What else has to do with it: published things of any room, side by side."""

from __future__ import annotations

from django.db import models

from ppi.kernel.scoping import Scoped
from ppi.matching.querysets import LinkQuerySet
from ppi.search.models import Entry


class Link(Scoped):
    """Beside one published thing a reader may want the other. Each pair is kept both ways round."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()
    reasons = models.JSONField()

    objects = LinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "other"], name="matching_one_link_a_pair"),
            models.CheckConstraint(
                condition=~models.Q(entry=models.F("other")), name="matching_link_to_another"
            ),
        ]
        indexes = [models.Index(fields=["entry", "-score"], name="matching_links_best")]

    def __str__(self) -> str:
        return f"{self.entry_id} – {self.other_id}: {self.score}"
