from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ppi.kernel.languages import LANGUAGE_CHOICES
from ppi.kernel.money import CURRENCY_CHOICES
from ppi.kernel.plain_text import PlainForm
from ppi.taxonomy.choices import ContractKind
from ppi.taxonomy.procedures import Novelty
from tenders.choices import KINDS, Kind
from tenders.forms.page import ExplainedLabel


def kinds() -> list[tuple[str, ExplainedLabel]]:
    unsure = ExplainedLabel(_("Not sure"), _("We suggest one after eight questions."))
    known = [(kind.value, ExplainedLabel(kind.label, KINDS[kind].help)) for kind in Kind]
    return [("", unsure), *known]


class StartForm(PlainForm):
    """The first page: for whom, what it is called, and what it follows. The kind may wait."""

    organisation = forms.ModelChoiceField(
        label=_("Who buys?"), queryset=None, widget=forms.RadioSelect, empty_label=None
    )
    title = forms.CharField(
        label=_("What do you need, in one line?"),
        max_length=200,
        help_text=_("The need, not the product: «Light only where somebody walks»."),
    )
    language = forms.ChoiceField(
        label=_("Language you write in"), choices=LANGUAGE_CHOICES, required=False
    )
    follows = forms.ModelChoiceField(
        label=_("Is it the next step of something you announced before?"),
        help_text=_("Both then show the whole story of the purchase."),
        queryset=None,
        required=False,
        empty_label=_("No, it is new"),
    )
    kind = forms.ChoiceField(
        label=_("What do you want to announce?"),
        choices=kinds,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args, organisations, earlier, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["follows"].queryset = earlier
        if not earlier.exists():
            del self.fields["follows"]
        self.fields["organisation"].queryset = organisations
        if len(organisations) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()


class FromRules(PlainForm):
    """What the page on rules hands over in the address of the first page."""

    kind = forms.ChoiceField(choices=Kind.choices, required=False)
    novelty = forms.ChoiceField(choices=Novelty.choices, required=False)
    contract = forms.ChoiceField(choices=ContractKind.choices, required=False)
    value = forms.DecimalField(min_value=0, max_digits=16, decimal_places=2, required=False)
    currency = forms.ChoiceField(choices=CURRENCY_CHOICES, required=False)

    def facts(self) -> dict:
        """The columns that are valid; a value only with its currency, and the other way round."""
        self.is_valid()
        facts = {name: it for name, it in self.cleaned_data.items() if it not in (None, "")}
        if not {"value", "currency"} <= facts.keys():
            facts.pop("value", None)
            facts.pop("currency", None)
        return facts
