"""How much each part of a score counts in one portal, and from which score on a company is told."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ppi.kernel.scoping import Scoped
from ppi.matching.choices import (
    HIGHEST_BAR,
    LARGEST_WEIGHT,
    SMALLEST_SUBJECT,
    USUAL_BAR,
    USUAL_WEIGHTS,
    Part,
)
from ppi.matching.querysets import OfPortalQuerySet
from ppi.portals.models import Portal


def points(part: Part) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        part.label, default=USUAL_WEIGHTS[part], validators=[MaxValueValidator(LARGEST_WEIGHT)]
    )


class Weights(Scoped):
    """What counts for the companies of one portal; a portal without a row has the usual weights."""

    portal = models.OneToOneField(Portal, on_delete=models.CASCADE, related_name="weights")
    cpv = points(Part.CPV)
    topic = points(Part.TOPIC)
    words = points(Part.WORDS)
    meaning = points(Part.MEANING)
    nuts = points(Part.NUTS)
    language = points(Part.LANGUAGE)
    value = points(Part.VALUE)
    innovation = points(Part.INNOVATION)
    kind = points(Part.KIND)
    told_from = models.PositiveSmallIntegerField(
        _("Score from which a company gets a message"),
        default=USUAL_BAR,
        validators=[MaxValueValidator(HIGHEST_BAR)],
    )

    objects = OfPortalQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "weights"
        constraints = [
            models.CheckConstraint(
                condition=Q(cpv__gte=SMALLEST_SUBJECT - F("topic")),
                name="matching_the_subject_counts",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{part}__lte": LARGEST_WEIGHT}),
                    name=f"matching_{part}_has_a_limit",
                )
                for part in Part.values
            ),
            models.CheckConstraint(
                condition=Q(told_from__lte=HIGHEST_BAR), name="matching_somebody_can_be_told"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.portal}: {self.by_part()}"

    def by_part(self) -> dict[str, int]:
        return {part: getattr(self, part) for part in Part.values}

    def as_set(self) -> dict[str, int]:
        """All that moderators set."""
        return self.by_part() | {"told_from": self.told_from}
