"""What is asked about a product: its texts and stage, its files, and the self-test."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ppi.documents.forms import DocumentField
from ppi.kernel.languages import LANGUAGE_CHOICES
from ppi.kernel.money import CURRENCY_CHOICES, AmountField, home_currency
from ppi.kernel.plain_text import PlainForm, PlainModelForm
from ppi.taxonomy.forms import CodesField
from profiles import selftest
from profiles.choices import (
    LEVEL,
    TRL_LABELS,
    MarketStage,
    PriceUnit,
    Status,
    facts_of_stage,
    stage_of,
)
from profiles.models import Product

STAGES = [
    ("", _("Not stated")),
    (
        _("Being developed: technology readiness level"),
        [(f"{LEVEL}{level}", label) for level, label in TRL_LABELS.items()],
    ),
    (_("On the market"), MarketStage.choices),
]
PICTURE_ENDINGS = ".png,.jpg,.jpeg"


def lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ProductForm(PlainModelForm):
    language = forms.ChoiceField(label=_("Language you write in"), choices=LANGUAGE_CHOICES)
    cpv = CodesField(kind="cpv", maximum=10, required=False, label=_("Subjects"))
    stage = forms.ChoiceField(
        label=_("How far is it?"),
        choices=STAGES,
        required=False,
        help_text=_("From an idea (1) to proven in real use (9); or how far it has been sold."),
    )
    price_amount = AmountField(
        label=_("Price, without VAT"),
        required=False,
        max_digits=14,
        help_text=_("An indication, not an offer: for instance what one of your customers paid."),
    )
    price_currency = forms.ChoiceField(
        label=_("Currency"), choices=CURRENCY_CHOICES, required=False
    )
    price_unit = forms.ChoiceField(
        label=_("What is the price for?"), choices=[("", "–"), *PriceUnit.choices], required=False
    )
    is_draft = forms.BooleanField(
        label=_("Not ready to be shown: keep it to ourselves"), required=False
    )

    class Meta:
        model = Product
        fields = [
            "language", "name", "problem", "description", "evidence", "stage",
            "seeking_first_buyer", "price_amount", "price_currency", "price_unit", "price_note",
            "cpv",
        ]  # fmt: skip
        labels = {
            "problem": _("Which problem does it solve?"),
            "description": _("How does it work?"),
            "evidence": _("What shows that it works?"),
            "seeking_first_buyer": _("We look for a first public buyer, or one for a pilot"),
            "price_note": _("What else should a buyer know about the price?"),
        }
        help_texts = {
            "problem": _("One sentence in the buyer's words."),
            "evidence": _(
                "Tests, pilots, certificates, figures, each with who measured it and when. Ask "
                "before you name a customer, and name no private persons."
            ),
            "price_note": _("For instance: from 20 lamps on; without mounting."),
        }
        widgets = {"description": lines(8), "evidence": lines(5)}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        product = self.instance
        self.order_fields([*self.Meta.fields, "is_draft"])
        self.initial.setdefault("stage", stage_of(product.trl, product.market_stage))
        self.fields["price_currency"].choices = self._currencies()
        self.initial.setdefault("is_draft", bool(product.pk) and product.status == Status.DRAFT)
        if not self._can_be_kept_back():
            del self.fields["is_draft"]

    def _currencies(self) -> list[tuple[str, str]]:
        """The usual one first: a browser chooses it where none is named. It is no initial value,
        or what a colleague wrote meanwhile would be compared with what nobody wrote."""
        usual = home_currency(self.instance.organisation.country)
        return sorted(CURRENCY_CHOICES, key=lambda choice: choice[0] != usual)

    def _can_be_kept_back(self) -> bool:
        """A draft on a public profile shows by being sent; what is off waits for moderators."""
        product = self.instance
        if product.status == Status.DRAFT:
            return not product.profile.stands
        return product.status == Status.PUBLISHED

    def clean(self) -> dict:
        cleaned = super().clean()
        amount, unit = cleaned.get("price_amount"), cleaned.get("price_unit")
        if amount is not None and not unit:
            self.add_error("price_unit", _("Say what the price is for."))
        if amount is not None and not cleaned.get("price_currency"):
            self.add_error("price_currency", _("Say in which currency."))
        if amount is None and unit and "price_amount" not in self.errors:
            self.add_error("price_amount", _("Write the amount, or choose nothing beside it."))
        if amount is None:
            # A browser sends one, for those who write an amount.
            cleaned["price_currency"] = ""
        return cleaned

    def facts(self) -> dict:
        """As the service takes them: the model's own columns, and `is_draft` where it was asked."""
        facts = dict(self.cleaned_data)
        facts |= facts_of_stage(facts.pop("stage"))
        return facts


class PictureField(DocumentField):
    def __init__(self, **options) -> None:
        widget = forms.ClearableFileInput(attrs={"accept": PICTURE_ENDINGS})
        super().__init__(**({"widget": widget} | options))


ALT_LABEL = _("What is to be seen on it?")


def alternative(**options) -> forms.CharField:
    return forms.CharField(
        label=ALT_LABEL,
        max_length=300,
        help_text=_("One sentence for who cannot see the picture, in the product's language."),
        **options,
    )


class FilesForm(PlainForm):
    picture = PictureField(
        label=_("Add a picture"), help_text=_("PNG or JPG, at most 5 MB. No faces without consent.")
    )
    alt = alternative(required=False)
    document = DocumentField(label=_("Add a document"))

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("picture") and not cleaned.get("alt"):
            self.add_error("alt", _("Write what is to be seen on the picture."))
        if not cleaned.get("picture") and not cleaned.get("document"):
            self.add_error("picture", _("Choose a file."))
        return cleaned


class DescribePictureForm(PlainForm):
    alt = alternative()


class SelfTestForm(PlainForm):
    """A question a field, by its key."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for question in selftest.QUESTIONS:
            self.fields[question.key] = forms.ChoiceField(
                label=question.text,
                choices=selftest.Answer.choices,
                widget=forms.RadioSelect,
                error_messages={"required": _("Answer this question.")},
            )
