"""The first five questions: the problem, who has it, what would be better, known, how new."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ppi.kernel.languages import LANGUAGE_CHOICES, NATIVE_NAMES, language_name
from ppi.taxonomy.choices import InnovativeAcquisition, StrategicProcurement
from ppi.taxonomy.procedures import Novelty
from tenders.forms.page import Page, explained, lines
from tenders.models import Opportunity


class ProblemPage(Page):
    """The first texts, and in which language they and all that follow are written."""

    needed = ("title", "need")
    answers = ("need",)

    language = forms.ChoiceField(
        label=_("Language you write in"),
        choices=LANGUAGE_CHOICES,
        required=False,
        help_text=_("Readers are told it, and translations start from it."),
    )

    class Meta:
        model = Opportunity
        fields = ["language", "title", "need"]
        labels = {"title": _("Title"), "need": _("What is the problem?")}
        help_texts = {
            "need": _(
                "Write it as you would tell a colleague in another town: what happens today, and "
                "what is wrong with it. No products yet."
            )
        }
        widgets = {"need": lines(8)}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        written_in = self.instance.language
        if written_in and written_in not in NATIVE_NAMES:  # copied from a notice
            self.fields["language"].choices += [(written_in, language_name(written_in))]

    def clean_language(self) -> str:
        return self.cleaned_data["language"] or self.instance.language


class WhoPage(Page):
    answers = ("who",)

    class Meta:
        model = Opportunity
        fields = ["who"]
        labels = {"who": _("Who has the problem, and how many are they?")}
        help_texts = {
            "who": _("Those who use it, work with it or pay for it: «900 pupils and four cooks».")
        }
        widgets = {"who": lines(5)}


class BetterPage(Page):
    answers = ("outcome",)

    class Meta:
        model = Opportunity
        fields = ["outcome"]
        labels = {"outcome": _("What would be better, and how would you measure it?")}
        help_texts = {
            "outcome": _("For instance: energy per kilometre, complaints a year, hours saved.")
        }
        widgets = {"outcome": lines(6)}


class KnownPage(Page):
    answers = ("known",)

    class Meta:
        model = Opportunity
        fields = ["known"]
        labels = {"known": _("What do you know of solutions?")}
        help_texts = {
            "known": _(
                "What you have seen or tried, and what you have now. Here products may be named. "
                "Leave it empty if you do not know."
            )
        }
        widgets = {"known": lines(6)}


class NewPage(Page):
    """Novelty and the strategic codes of eForms; a result is not asked how new it would be."""

    needed = ("novelty",)
    answers = ("strategic",)

    novelty = forms.ChoiceField(
        label=_("How new is what you need?"),
        choices=explained(Novelty),
        widget=forms.RadioSelect,
        help_text=_("A guess is enough. It decides which procedures fit."),
    )
    innovation = forms.MultipleChoiceField(
        label=_("What would be new?"),
        choices=explained(InnovativeAcquisition),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "Tick nothing if nothing is new. The share of innovative purchases is counted from "
            "this (eForms BT-776)."
        ),
    )
    strategic = forms.MultipleChoiceField(
        label=_("What do you want to reach with it?"),
        choices=explained(StrategicProcurement),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The eForms codes for strategic procurement (BT-06)."),
    )

    class Meta:
        model = Opportunity
        fields = ["novelty", "innovation", "strategic"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.facts.asks_for_solutions:
            del self.fields["novelty"]

    def clean_strategic(self) -> list[str]:
        chosen = self.cleaned_data["strategic"]
        if StrategicProcurement.NONE in chosen and len(chosen) > 1:
            raise forms.ValidationError(_("«None of these» cannot stand beside another choice."))
        return chosen
