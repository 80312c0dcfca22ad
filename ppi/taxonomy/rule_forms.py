"""The form behind «Which rules apply to my purchase?», asked by GET so that it can be shared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ppi.kernel.dates import FIRST_DAY, LAST_DAY, OTHER_YEAR
from ppi.kernel.money import CURRENCY_CHOICES, AmountField, home_currency
from ppi.kernel.plain_text import PlainForm
from ppi.taxonomy.answers import Question
from ppi.taxonomy.choices import BuyerType, ContractKind
from ppi.taxonomy.countries import COUNTRIES, country_choices
from ppi.taxonomy.procedures import Novelty

MOST_LOTS = 100


def refuse_other_years(day: date) -> None:
    """A validator: a day within the years that the rules know something about."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValidationError(OTHER_YEAR)


class DayField(forms.DateField):
    """A day within the years that the rules know something about."""

    def __init__(self, **options) -> None:
        super().__init__(
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            input_formats=["%Y-%m-%d"],
            validators=[refuse_other_years],
            error_messages={"invalid": gettext_lazy("Write the day as year-month-day.")},
            **options,
        )


class LotValuesField(forms.Field):
    """One amount a line; cleans to a tuple of amounts. A mistake names its line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value: str | None) -> tuple[Decimal, ...]:
        lines = enumerate((value or "").splitlines(), start=1)
        filled = [(number, line.strip()) for number, line in lines if line.strip()]
        if len(filled) > MOST_LOTS:
            raise ValidationError(_("Write at most %(most)s lots.") % {"most": MOST_LOTS})
        return tuple(amount_of(line, number) for number, line in filled)


def amount_of(line: str, number: int) -> Decimal:
    """The amount in a line, read as the reader's language writes it."""
    try:
        return AmountField().clean(line)
    except ValidationError as mistake:
        words = {"number": number, "mistake": " ".join(mistake.messages)}
        raise ValidationError(_("Line %(number)s: %(mistake)s") % words) from None


class RulesForm(PlainForm):
    """Every question has an answer to begin with; only buyer and contract matter for a verdict."""

    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=country_choices)
    buyer_type = forms.ChoiceField(label=gettext_lazy("Who buys?"), choices=BuyerType.choices)
    contract = forms.ChoiceField(
        label=gettext_lazy("What is bought?"), choices=ContractKind.choices
    )
    value = AmountField(
        label=gettext_lazy("Estimated value without VAT"),
        help_text=gettext_lazy("Over the whole period, with options and renewals."),
        required=False,
    )
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=CURRENCY_CHOICES)
    date = DayField(label=gettext_lazy("Day on which the notice is sent"), required=False)
    novelty = forms.ChoiceField(
        label=gettext_lazy("How new is it?"), choices=Novelty.choices, widget=forms.RadioSelect
    )
    research = forms.BooleanField(
        label=gettext_lazy("Research or development is part of the purchase"), required=False
    )
    lots = LotValuesField(
        label=gettext_lazy("Value of each lot"),
        help_text=gettext_lazy("One lot a line. Their sum decides, and small lots may be exempt."),
        required=False,
    )
    prior_information_on = DayField(
        label=gettext_lazy("Prior information notice sent on"),
        help_text=gettext_lazy("35 days to 12 months before, it shortens the time for tenders."),
        required=False,
    )
    urgent = forms.BooleanField(
        label=gettext_lazy("It is urgent, and the notice says why"), required=False
    )
    paper_tenders = forms.BooleanField(
        label=gettext_lazy("Tenders cannot be sent electronically"), required=False
    )
    paper_documents = forms.BooleanField(
        label=gettext_lazy("Not all documents are online from the first day"), required=False
    )

    LOTS = ("lots",)
    TIMES = ("prior_information_on", "urgent", "paper_tenders", "paper_documents")

    def opens(self, names: tuple[str, ...]) -> bool:
        """Whether a closed part of the form must stand open: something is in it, or wrong in it."""
        return any(self[name].value() or self[name].errors for name in names)

    @property
    def has_open_lots(self) -> bool:
        return self.opens(self.LOTS)

    @property
    def has_open_times(self) -> bool:
        return self.opens(self.TIMES)

    def question(self) -> Question:
        """What was asked, once the form is valid."""
        asked = self.cleaned_data
        return Question(
            country=asked["country"],
            buyer_type=asked["buyer_type"],
            contract=asked["contract"],
            currency=asked["currency"],
            on=asked["date"] or timezone.localdate(),
            novelty=asked["novelty"],
            value=asked["value"],
            lots=asked["lots"],
            has_research=asked["research"],
            paper_tenders=asked["paper_tenders"],
            paper_documents=asked["paper_documents"],
            prior_information_on=asked["prior_information_on"],
            urgent=asked["urgent"],
        )


def rules_form(asked: Mapping[str, str], country: str) -> RulesForm:
    """The form with what was asked; what an address leaves out is answered as the form begins."""
    country = country if country in COUNTRIES else COUNTRIES[0]
    beginning = {
        "country": country,
        "buyer_type": BuyerType.SUB_CENTRAL.value,
        "contract": ContractKind.SERVICES.value,
        "currency": home_currency(country),
        "date": timezone.localdate().isoformat(),
        "novelty": Novelty.UNKNOWN.value,
    }
    known = {name: asked[name] for name in RulesForm.base_fields if name in asked}
    return RulesForm(beginning | known) if known else RulesForm(initial=beginning)
