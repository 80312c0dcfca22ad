"""The codes of the two vocabularies, with their labels."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ppi.taxonomy import cpv, nuts
from ppi.taxonomy.choices import Origin
from ppi.taxonomy.countries import country_name
from ppi.taxonomy.querysets import CpvQuerySet, NutsQuerySet


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


# As Regulation (EC) 1059/2003 tells them apart: by how many people live there.
LEVELS = {
    1: gettext_lazy("major region"),
    2: gettext_lazy("basic region"),
    3: gettext_lazy("small region"),
}


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
        """With what kind of region it is: «Nordjylland» is both `DK05` and `DK050`."""
        return f"{self.code}, {LEVELS[self.level]}" if self.level else self.code

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
