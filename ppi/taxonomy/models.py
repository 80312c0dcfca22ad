"""Codes and dated figures: what the law and its code lists say, and nothing about anybody."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext as _

from ppi.taxonomy import cpv, nuts
from ppi.taxonomy.choices import (
    ANY_BUYER,
    BuyerType,
    ContractKind,
    Directive,
    FigureStatus,
    NationalRule,
    Origin,
    Procedure,
    SpecialService,
)
from ppi.taxonomy.countries import country_name
from ppi.taxonomy.querysets import CpvQuerySet, NationalThresholdQuerySet, NutsQuerySet

BUYER_TYPES_OR_ANY = [*BuyerType.values, ANY_BUYER]


class CpvCode(models.Model):
    """A code of the Common Procurement Vocabulary 2008, with its labels in nine languages."""

    # The vocabulary's labels fall back to English, whatever the reader's language lacks.
    language = "en"

    code = models.CharField(max_length=8, unique=True)
    check_digit = models.CharField(max_length=1, blank=True)
    parent = models.ForeignKey(
        "self",
        to_field="code",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    label = models.CharField(max_length=400)
    origin = models.CharField(max_length=10, choices=Origin)

    objects = CpvQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{8}$"), name="cpv_code_is_eight_digits"
            ),
            models.CheckConstraint(
                condition=Q(check_digit__regex=r"^[0-9]?$"), name="cpv_check_digit_is_a_digit"
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("code")), name="cpv_parent_is_another"
            ),
        ]
        indexes = [
            GinIndex(
                OpClass(Upper(f"label_{language}"), name="gin_trgm_ops"),
                name=f"cpv_label_{language}_trigrams",
            )
            for language, _name in settings.LANGUAGES
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"

    @property
    def written(self) -> str:
        """With its check digit, as notices print it: `34928510-6`."""
        return f"{self.code}-{self.check_digit}" if self.check_digit else self.code

    @property
    def title(self) -> str:
        """What a reader sees beside the code."""
        return self.label

    def mistake_in(self, text: str) -> str:
        """A sentence where a text is this code with a check digit that is not its own."""
        code, check_digit = cpv.parsed(text) or ("", "")
        if code != self.code or check_digit in ("", self.check_digit) or not self.check_digit:
            return ""
        return _("The check digit of %(code)s is %(right)s, not %(wrong)s.") % {
            "code": code,
            "right": self.check_digit,
            "wrong": check_digit,
        }

    @property
    def prefix(self) -> str:
        """The digits that carry meaning."""
        return cpv.prefix(self.code)

    @property
    def depth(self) -> int:
        """0 for a division, one more for each narrower level."""
        return cpv.depth(self.code)

    def path(self) -> list[CpvCode]:
        """From the division down to this code; one query."""
        return list(CpvCode.objects.filter(code__in=[*cpv.ancestors(self.code), self.code]))


class NutsRegion(models.Model):
    """A country or region of NUTS 2024, in its native name."""

    code = models.CharField(max_length=5, unique=True)
    level = models.PositiveSmallIntegerField()
    parent = models.ForeignKey(
        "self",
        to_field="code",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    country = models.CharField(max_length=2, db_index=True, help_text="ISO 3166: GR, not EL.")
    name = models.CharField(max_length=200)
    origin = models.CharField(max_length=10, choices=Origin)

    objects = NutsQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z]{2}[0-9A-Z]{0,3}$"), name="nuts_code_has_its_shape"
            ),
            models.CheckConstraint(
                condition=Q(level__gte=0, level__lte=3), name="nuts_level_is_known"
            ),
            models.CheckConstraint(
                condition=Q(level=0, parent=None) | Q(level__gt=0, parent__isnull=False),
                name="nuts_region_lies_in_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def written(self) -> str:
        return self.code

    @property
    def title(self) -> str:
        """«Østjylland, Denmark»; a country in the reader's language alone."""
        country = country_name(self.country)
        return country if self.level == 0 else f"{self.name}, {country}"

    def mistake_in(self, text: str) -> str:
        """NUTS codes have no check digit to get wrong."""
        return ""

    def path(self) -> list[NutsRegion]:
        """From the country down to this region; one query."""
        lengths = range(2, len(self.code) + 1)
        return list(NutsRegion.objects.filter(code__in=[self.code[:x] for x in lengths]))

    def is_within(self, region: str) -> bool:
        return nuts.is_within(self.code, region)


class Threshold(models.Model):
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

    def is_valid_on(self, day) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


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
    note = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=FigureStatus)
    source = models.TextField()

    class Meta:
        ordering = ["directive", "procedure"]
        constraints = [
            models.UniqueConstraint(
                fields=["directive", "procedure"], name="time_limit_is_stated_once"
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
                | Q(tenders_electronic=None, tenders_pin=None, tenders_urgent=None),
                name="time_limit_reduces_something",
            ),
            models.CheckConstraint(
                condition=Q(requests__isnull=False) | Q(requests_urgent=None),
                name="time_limit_urgency_reduces_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.directive} {self.procedure}"
