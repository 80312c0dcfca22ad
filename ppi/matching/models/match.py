"""What fits whom."""

from __future__ import annotations

from django.db import models

from ppi.kernel.scoping import Scoped
from ppi.matching.querysets import MatchQuerySet
from profiles.models import Product, Profile
from tenders.models import Opportunity


class Match(Scoped):
    """An opportunity fits a profile. `reasons` holds each part's share of the score."""

    # Thousands of rows are written for one need: each key is found by an index that serves more.
    opportunity = models.ForeignKey(
        Opportunity, on_delete=models.CASCADE, related_name="matches", db_index=False
    )
    profile = models.ForeignKey(
        Profile, on_delete=models.CASCADE, related_name="matches", db_index=False
    )
    # The product that fits best; none where the company as a whole does.
    product = models.ForeignKey(
        Product, null=True, on_delete=models.SET_NULL, related_name="matches", db_index=False
    )
    score = models.PositiveSmallIntegerField()
    # The score, moved by what the company has answered to other matches.
    rank = models.SmallIntegerField(default=0)
    # [{"kind": "cpv", "digits": "34928", "share": 38}, …]; sentences are made by `reasons`.
    reasons = models.JSONField()
    matched_at = models.DateTimeField(auto_now_add=True)

    objects = MatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "profile"], name="matching_one_match_a_pair"
            )
        ]
        indexes = [
            models.Index(fields=["profile", "-matched_at", "-id"]),
            models.Index(
                fields=["product"],
                condition=models.Q(product__isnull=False),
                name="matching_of_product",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opportunity} – {self.profile}: {self.score}"
