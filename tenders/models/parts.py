"""What an opportunity consists of: lots, criteria, and the awards of a result."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ppi.kernel.money import CURRENCY_CHOICES
from ppi.kernel.scoping import Scoped
from tenders.choices import CriterionKind, Role
from tenders.models.opportunity import Opportunity
from tenders.querysets import RowQuerySet


class Lot(Scoped):
    """A part that may be tendered for on its own (eForms BT-137). Values in the currency of the
    opportunity, without VAT."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="lots")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=300)
    description = models.TextField(_("description"), max_length=5_000, blank=True)
    # Empty: as the opportunity's own.
    cpv = ArrayField(models.CharField(max_length=8), verbose_name=_("subject"), default=list)
    nuts = ArrayField(models.CharField(max_length=5), verbose_name=_("place"), default=list)
    value = models.DecimalField(
        _("estimated value"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )

    objects = RowQuerySet.as_manager()

    class Meta:
        verbose_name = _("lot")
        verbose_name_plural = _("lots")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "number"], name="tenders_one_lot_a_number"
            ),
            models.CheckConstraint(
                condition=models.Q(value=None) | models.Q(value__gte=0),
                name="tenders_lot_value_is_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Criterion(Scoped):
    """Who may take part, or how tenders are compared; `weight` in percent."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField(default=0)
    role = models.CharField(max_length=10, choices=Role.choices)
    kind = models.CharField(_("kind"), max_length=12, choices=CriterionKind.choices)
    name = models.CharField(_("name"), max_length=300)
    description = models.TextField(_("description"), max_length=2_000, blank=True)
    weight = models.DecimalField(
        _("weight in percent"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )

    objects = RowQuerySet.as_manager()

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["role", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weight=None) | models.Q(weight__gte=0, weight__lte=100),
                name="tenders_weight_is_a_share",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Award(Scoped):
    """One contract of a result: who won which lot, for how much, against how many tenders."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="awards")
    position = models.PositiveSmallIntegerField(default=0)
    # Empty where the purchase had no lots, or all went to the same winner.
    lot = models.ForeignKey(
        Lot,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="awards",
        verbose_name=_("lot"),
    )
    winner_name = models.CharField(_("winner"), max_length=300)
    winner_country = models.CharField(_("country"), max_length=2, blank=True)
    value = models.DecimalField(
        _("value of the contract"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    currency = models.CharField(
        _("currency"), max_length=3, choices=CURRENCY_CHOICES, default="EUR"
    )
    tenders_received = models.PositiveIntegerField(_("tenders received"), null=True, blank=True)
    reason = models.TextField(_("short reasons"), max_length=5_000, blank=True)

    objects = RowQuerySet.as_manager()

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(value=None) | models.Q(value__gte=0),
                name="tenders_award_value_is_not_negative",
            )
        ]

    def __str__(self) -> str:
        return self.winner_name
