"""Dated figures with their source and status: thresholds, small lots, time limits, periods."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from ppi.taxonomy import calendars
from ppi.taxonomy.choices import (
    ANY_BUYER,
    BuyerType,
    ContractKind,
    Directive,
    FigureStatus,
    NationalRule,
    PeriodKind,
    Procedure,
    SpecialService,
    Technique,
    Unit,
)
from ppi.taxonomy.querysets import DatedQuerySet, NationalThresholdQuerySet

BUYER_TYPES_OR_ANY = [*BuyerType.values, ANY_BUYER]


class Dated:
    """A row that holds from one day to another, or on."""

    valid_from: date
    valid_to: date | None

    def is_valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Threshold(Dated, models.Model):
    """From which value on a directive applies, in one currency, for one period."""

    directive = models.CharField(max_length=10, choices=Directive)
    buyer_type = models.CharField(max_length=20, help_text="A buyer type, or any.")
    contract = models.CharField(max_length=20, choices=ContractKind)
    currency = models.CharField(max_length=3)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    regulation = models.CharField(max_length=200, help_text="The act that sets the amount.")
    article = models.CharField(max_length=20, help_text="The article of the directive.")
    status = models.CharField(max_length=10, choices=FigureStatus)
    source = models.TextField()

    class Meta:
        ordering = ["directive", "buyer_type", "contract", "currency", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["directive", "buyer_type", "contract", "currency", "valid_from"],
                name="threshold_is_stated_once",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="threshold_is_positive"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="threshold_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(buyer_type__in=BUYER_TYPES_OR_ANY), name="threshold_buyer_is_known"
            ),
            models.CheckConstraint(
                condition=Q(contract__in=ContractKind.values), name="threshold_contract_is_known"
            ),
            models.CheckConstraint(
                condition=Q(directive__in=Directive.values), name="threshold_directive_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=FigureStatus.values), name="threshold_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$"), name="threshold_currency_is_iso"
            ),
        ]

    def __str__(self) -> str:
        return (
            f"{self.directive} {self.buyer_type} {self.contract} "
            f"{self.amount} {self.currency} from {self.valid_from}"
        )


class NationalThreshold(models.Model):
    """A limit below the EU threshold: indicative, shown with its source, never blocking."""

    language = "en"

    country = models.CharField(max_length=2)
    what = models.CharField(max_length=30, choices=NationalRule)
    buyer_type = models.CharField(max_length=20, default=ANY_BUYER)
    contract = models.CharField(max_length=20, choices=ContractKind)
    service = models.CharField(max_length=20, choices=SpecialService, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    source = models.TextField()
    url = models.URLField(max_length=300, blank=True, help_text="Where the act can be read.")
    checked_on = models.DateField(null=True, blank=True, help_text="The day the source said so.")
    status = models.CharField(max_length=10, choices=FigureStatus)
    note = models.TextField(blank=True)

    objects = NationalThresholdQuerySet.as_manager()

    class Meta:
        ordering = ["country", "contract", "amount", "what", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "what", "buyer_type", "contract", "service", "valid_from"],
                name="national_threshold_is_stated_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0), name="national_threshold_is_positive"
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="national_threshold_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(buyer_type__in=BUYER_TYPES_OR_ANY),
                name="national_threshold_buyer_is_known",
            ),
            models.CheckConstraint(
                condition=Q(what__in=NationalRule.values), name="national_threshold_rule_is_known"
            ),
            models.CheckConstraint(
                condition=Q(contract__in=ContractKind.values),
                name="national_threshold_contract_is_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=FigureStatus.values),
                name="national_threshold_status_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.what} {self.contract} {self.amount} {self.currency}"


class TimeLimit(models.Model):
    """The shortest times a directive allows in a procedure, in calendar days."""

    language = "en"

    directive = models.CharField(max_length=10, choices=Directive)
    procedure = models.CharField(max_length=20, choices=Procedure)
    article = models.CharField(max_length=20)
    requests = models.PositiveSmallIntegerField(null=True, blank=True)
    requests_urgent = models.PositiveSmallIntegerField(null=True, blank=True)
    tenders = models.PositiveSmallIntegerField(null=True, blank=True)
    tenders_electronic = models.PositiveSmallIntegerField(null=True, blank=True)
    tenders_pin = models.PositiveSmallIntegerField(null=True, blank=True)
    tenders_urgent = models.PositiveSmallIntegerField(null=True, blank=True)
    technique = models.CharField(max_length=10, choices=Technique, blank=True)
    contracts = ArrayField(
        models.CharField(max_length=20, choices=ContractKind),
        default=list,
        blank=True,
        help_text="Only for these kinds of contract; empty means every kind.",
    )
    tenders_agreed = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="What holds without agreement, where the time may be agreed with candidates.",
    )
    note = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=FigureStatus)
    source = models.TextField()

    class Meta:
        ordering = ["directive", "procedure", "technique"]
        constraints = [
            models.UniqueConstraint(
                fields=["directive", "procedure", "technique"], name="time_limit_is_stated_once"
            ),
            models.CheckConstraint(
                condition=Q(directive__in=Directive.values), name="time_limit_directive_is_known"
            ),
            models.CheckConstraint(
                condition=Q(procedure__in=Procedure.values), name="time_limit_procedure_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=FigureStatus.values), name="time_limit_status_is_known"
            ),
            # A reduction of a time that is not fixed would reduce nothing.
            models.CheckConstraint(
                condition=Q(tenders__isnull=False)
                | Q(
                    tenders_electronic=None,
                    tenders_pin=None,
                    tenders_urgent=None,
                    tenders_agreed=None,
                ),
                name="time_limit_reduces_something",
            ),
            models.CheckConstraint(
                condition=Q(technique__in=["", *Technique.values]),
                name="time_limit_technique_is_known",
            ),
            models.CheckConstraint(
                condition=Q(requests__isnull=False) | Q(requests_urgent=None),
                name="time_limit_urgency_reduces_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.directive} {self.procedure} {self.technique}".strip()

    def concerns(self, contract: str) -> bool:
        """Whether it speaks of this kind of contract; of one not named only if it does of all."""
        return not self.contracts or contract in self.contracts

    @property
    def caution(self) -> str:
        """A warning where the figures were not seen in an official source, else ""."""
        return str(FigureStatus(self.status).help)


class SmallLotLimit(Dated, models.Model):
    """Lots below this amount may be left out of a directive, up to a share of all lots."""

    directive = models.CharField(max_length=10, choices=Directive)
    contract = models.CharField(max_length=20, choices=ContractKind)
    currency = models.CharField(max_length=3)
    amount = models.DecimalField(max_digits=14, decimal_places=2, help_text="A lot lies below it.")
    share = models.PositiveSmallIntegerField(help_text="Percent of all lots, at most.")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    article = models.CharField(max_length=20, help_text="The article of the directive.")
    status = models.CharField(max_length=10, choices=FigureStatus)
    source = models.TextField()

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["directive", "contract", "currency", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["directive", "contract", "currency", "valid_from"],
                name="small_lot_limit_is_stated_once",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="small_lot_limit_is_positive"),
            models.CheckConstraint(
                condition=Q(share__gt=0, share__lte=100), name="small_lot_share_is_a_percentage"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="small_lot_limit_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$"), name="small_lot_currency_is_iso"
            ),
            models.CheckConstraint(
                condition=Q(
                    directive__in=Directive.values,
                    contract__in=ContractKind.values,
                    status__in=FigureStatus.values,
                ),
                name="small_lot_codes_are_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.directive} {self.contract} {self.amount} {self.currency}"


class LegalPeriod(models.Model):
    """A figure beside the minimum time limits: standstill, answers, award notice, framework."""

    directive = models.CharField(max_length=10, choices=Directive)
    what = models.CharField(max_length=20, choices=PeriodKind)
    length = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=10, choices=Unit, default=Unit.DAYS)
    act = models.CharField(
        max_length=20, blank=True, help_text="The act's number: not always the directive itself."
    )
    article = models.CharField(max_length=20, blank=True)
    status = models.CharField(max_length=10, choices=FigureStatus)
    source = models.TextField()

    class Meta:
        ordering = ["directive", "what"]
        constraints = [
            models.UniqueConstraint(
                fields=["directive", "what"], name="legal_period_is_stated_once"
            ),
            models.CheckConstraint(condition=Q(length__gt=0), name="legal_period_is_positive"),
            models.CheckConstraint(
                condition=Q(
                    directive__in=Directive.values,
                    what__in=PeriodKind.values,
                    unit__in=Unit.values,
                    status__in=FigureStatus.values,
                ),
                name="legal_period_codes_are_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.directive} {self.what} {self.length} {self.unit}"

    def after(self, day: date) -> date:
        """The period's last day, without regard to weekends; the day of the event not counted."""
        return self._shifted(day, self.length)

    def before(self, day: date) -> date:
        """The same counted backwards."""
        return self._shifted(day, -self.length)

    def _shifted(self, day: date, length: int) -> date:
        if self.unit == Unit.DAYS:
            return calendars.days_after(day, length)
        months = length * (calendars.MONTHS_OF_A_YEAR if self.unit == Unit.YEARS else 1)
        return calendars.months_after(day, months)
