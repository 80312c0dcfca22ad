from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ppi.kernel.languages import LANGUAGE_CHOICES
from tenders.choices import KINDS, Kind
from tenders.forms.page import ExplainedLabel


def kinds() -> list[tuple[str, ExplainedLabel]]:
    unsure = ExplainedLabel(_("Not sure"), _("We suggest one after eight questions."))
    known = [(kind.value, ExplainedLabel(kind.label, KINDS[kind].help)) for kind in Kind]
    return [("", unsure), *known]


class StartForm(forms.Form):
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
