"""Lots, criteria and awards as rows of a page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from babel import Locale
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from ppi.kernel.money import CURRENCY_CHOICES, LETTER, AmountField
from ppi.taxonomy.countries import in_order_of_names
from ppi.taxonomy.forms import CodesField
from ppi.taxonomy.rule_forms import DayField
from tenders.choices import KINDS_OF_CRITERION, Role
from tenders.forms.page import Page, lines
from tenders.forms.rows import Group, Row, RowsPage
from tenders.models import Award, Criterion, Lot, Opportunity

WHOLE = Decimal(100)
# Territories of CLDR that are no countries.
NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
LARGEST_NUMBER = 999
NUMBER = re.compile(r"[0-9]{1,3}")


def next_number(taken: Iterable[int]) -> int:
    return min(max(taken, default=0) + 1, LARGEST_NUMBER)


def countries() -> list[tuple[str, str]]:
    """Every country by its name in the reader's language."""
    names = Locale.parse(get_language() or "en", sep="-").territories
    named = [(c, n) for c, n in names.items() if len(c) == 2 and c not in NO_COUNTRIES]
    return [("", _("Choose")), *in_order_of_names(named)]


class LotRow(Row):
    telling = ("title", "description", "value", "cpv", "nuts", "cpv_search", "nuts_search")
    number = forms.IntegerField(
        label=gettext_lazy("Number"), min_value=1, max_value=LARGEST_NUMBER, required=False
    )
    value = AmountField(label=gettext_lazy("Estimated value without VAT"), required=False)
    cpv = CodesField(kind="cpv", maximum=10, required=False, label=gettext_lazy("Subject"))
    nuts = CodesField(kind="nuts", maximum=10, required=False, label=gettext_lazy("Place"))

    class Meta:
        model = Lot
        fields = ["number", "title", "value", "description", "cpv", "nuts"]
        widgets = {"description": lines(3)}

    @property
    def codes(self) -> list[forms.BoundField]:
        """What is asked only where the lot differs from the whole."""
        return [self["cpv"], self["nuts"]]

    @property
    def has_codes(self) -> bool:
        entries = [self[name].field.prepare_value(self[name].value()) for name in ("cpv", "nuts")]
        return any(entry.codes or entry.query for entry in entries)

    @property
    def plain(self) -> list[forms.BoundField]:
        return [self[name] for name in ("number", "title", "value", "description")]

    @property
    def heading(self) -> str:
        return _("Lot %(number)s") % {"number": self["number"].value() or self.number + 1}


class Lots(Group):
    name, row, part = "lots", LotRow, Lot
    label = gettext_lazy("Lots")
    add_label = gettext_lazy("Add another lot")

    def blank(self, number: int) -> dict:
        """The next number that no lot has, so that the others keep theirs."""
        names = (name for name in self.data or () if name.endswith("-number"))
        typed = (self.data[name].strip() for name in names)
        return {"number": next_number(int(text) for text in typed if NUMBER.fullmatch(text))}

    def clean(self) -> None:
        """A lot without a number gets the next one; no number stands twice."""
        for row in self.filled:
            if row.cleaned_data["number"] is None:
                taken = (other.cleaned_data["number"] or 0 for other in self.filled)
                row.cleaned_data["number"] = next_number(taken)
        numbers = [row.cleaned_data["number"] for row in self.filled]
        twice = sorted({number for number in numbers if numbers.count(number) > 1})
        if twice:
            sentence = ngettext(
                "Two lots have the number %(numbers)s.",
                "Several lots have the same numbers: %(numbers)s.",
                len(twice),
            )
            self.refusals.append(sentence % {"numbers": ", ".join(map(str, twice))})


class LotsPage(RowsPage):
    groups = (Lots,)


class CriterionRow(Row):
    telling = ("name", "description", "weight")
    role: Role

    class Meta:
        model = Criterion
        fields = ["kind", "name", "description"]
        widgets = {"description": lines(2)}
        labels = {"name": gettext_lazy("In a few words")}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        kinds = KINDS_OF_CRITERION[self.role]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]

    @property
    def plain(self) -> list[forms.BoundField]:
        return list(self)

    @property
    def heading(self) -> str:
        return _("Criterion %(number)s") % {"number": self.number + 1}


class SelectionRow(CriterionRow):
    role = Role.SELECTION


class WeightField(forms.DecimalField):
    """In digits: `1e2` is a hundred to a program, and a slip of the finger to a buyer."""

    def to_python(self, value: str | None) -> Decimal | None:
        if LETTER.search(str(value or "")):
            raise forms.ValidationError(_("Write the weight in digits, for instance 40."))
        return super().to_python(value)


class AwardCriterionRow(CriterionRow):
    role = Role.AWARD
    weight = WeightField(
        label=gettext_lazy("Weight in percent"),
        max_digits=5,
        decimal_places=2,
        required=False,
        validators=[
            MinValueValidator(0, gettext_lazy("A weight cannot be negative.")),
            MaxValueValidator(100, gettext_lazy("A weight is at most 100 percent.")),
        ],
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        localize=True,
    )

    class Meta(CriterionRow.Meta):
        fields = ["kind", "name", "weight", "description"]


class Criteria(Group):
    part = Criterion
    role: Role

    def present(self) -> list[dict]:
        return [row for row in super().present() if row["role"] == self.role]

    def kept_rows(self) -> list[dict]:
        rows = enumerate(super().kept_rows())
        return [row | {"role": self.role, "position": position} for position, row in rows]


class SelectionCriteria(Criteria):
    name, row, role = "selection", SelectionRow, Role.SELECTION
    label = gettext_lazy("Who may take part")
    help = gettext_lazy("What a company must show. Ask for no more than this purchase needs.")
    add_label = gettext_lazy("Add another selection criterion")


class AwardCriteria(Criteria):
    name, row, role = "award", AwardCriterionRow, Role.AWARD
    label = gettext_lazy("How tenders are compared")
    help = gettext_lazy("Give every criterion a weight so that they make 100 percent, or none.")
    add_label = gettext_lazy("Add another award criterion")

    def clean(self) -> None:
        weights = [row.cleaned_data["weight"] for row in self.filled]
        given = [weight for weight in weights if weight is not None]
        if not given:
            return
        if len(given) < len(weights):
            self.refusals.append(_("Give every award criterion a weight, or none."))
        elif sum(given) != WHOLE:
            sentence = _("The weights make %(sum)s percent; they must make 100.")
            self.refusals.append(sentence % {"sum": sum(given).normalize().__format__("f")})


class CriteriaPage(RowsPage):
    groups = (SelectionCriteria, AwardCriteria)


class AwardRow(Row):
    telling = ("winner_name", "value", "tenders_received", "reason")
    winner_country = forms.ChoiceField(
        label=gettext_lazy("Country"), choices=countries, required=False
    )
    value = AmountField(label=gettext_lazy("Value of the contract without VAT"), required=False)
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=CURRENCY_CHOICES)
    tenders_received = forms.IntegerField(
        label=gettext_lazy("How many tenders did you receive?"),
        min_value=0,
        max_value=100_000,
        required=False,
    )

    class Meta:
        model = Award
        fields = [
            "lot", "winner_name", "winner_country", "value", "currency", "tenders_received",
            "reason",
        ]  # fmt: skip
        labels = {
            "winner_name": gettext_lazy("Who won?"),
            "reason": gettext_lazy("Why did this tender win?"),
        }
        help_texts = {"reason": gettext_lazy("In a few sentences; the others learn from it.")}
        widgets = {"reason": lines(3)}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        lots = Lot.objects.of(self.opportunity)
        if lots.exists():
            self.fields["lot"].queryset = lots
            self.fields["lot"].empty_label = _("All of it")
        else:
            del self.fields["lot"]

    @property
    def plain(self) -> list[forms.BoundField]:
        return list(self)

    @property
    def heading(self) -> str:
        return _("Contract %(number)s") % {"number": self.number + 1}


class Awards(Group):
    name, row, part = "awards", AwardRow, Award
    label = gettext_lazy("Contracts")
    add_label = gettext_lazy("Add another contract")

    def columns(self) -> tuple[str, ...]:
        return (*super().columns(), "lot")

    def blank(self, number: int) -> dict:
        return {"currency": self.opportunity.currency}

    def kept_rows(self) -> list[dict]:
        return [row | {"position": n} for n, row in enumerate(super().kept_rows())]

    def clean(self) -> None:
        if not self.filled:
            self.refusals.append(_("Say at least who won."))


class StandstillPage(Page):
    standstill_until = DayField(
        label=gettext_lazy("Standstill until"),
        help_text=gettext_lazy("No contract is signed before this day has passed."),
        required=False,
    )

    class Meta:
        model = Opportunity
        fields = ["standstill_until"]


class AwardsPage(RowsPage):
    head = StandstillPage
    groups = (Awards,)
