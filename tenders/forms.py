"""What is asked for an opportunity, one thing a page. Forms validate; `services` change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ppi.accounts.middleware import zone
from ppi.kernel.languages import LANGUAGE_CHOICES
from ppi.kernel.money import CURRENCY_CHOICES, AmountField
from ppi.taxonomy.choices import (
    ContractKind,
    InnovativeAcquisition,
    Procedure,
    StrategicProcurement,
)
from ppi.taxonomy.forms import CodesField
from tenders.choices import KINDS, Kind
from tenders.models import Opportunity


def lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class StartForm(forms.Form):
    """The first page: for whom, what kind, what it is called."""

    organisation = forms.ModelChoiceField(
        label=_("Who buys?"), queryset=None, widget=forms.RadioSelect, empty_label=None
    )
    kind = forms.ChoiceField(
        label=_("What do you want to announce?"),
        choices=[(kind, kind.label) for kind in Kind],
        widget=forms.RadioSelect,
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        help_text=_("What you need, not the product: «Light only where somebody walks»."),
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

    def __init__(self, *args, organisations, earlier, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["follows"].queryset = earlier
        if not earlier.exists():
            del self.fields["follows"]
        self.fields["organisation"].queryset = organisations
        self.fields["kind"].choices = [(kind, f"{kind.label}: {KINDS[kind].help}") for kind in Kind]


class NeedForm(forms.ModelForm):
    class Meta:
        model = Opportunity
        fields = ["title", "need", "outcome", "known"]
        labels = {
            "need": _("What is the problem, and who has it?"),
            "outcome": _("What would be better, and how would you measure it?"),
            "known": _("What do you know of solutions?"),
        }
        help_texts = {
            "need": _("Write it as you would tell a colleague in another town."),
            "outcome": _("For instance: energy per kilometre, complaints a year, hours saved."),
            "known": _("What you have seen or tried. Leave it empty if you do not know."),
        }
        widgets = {"need": lines(8), "outcome": lines(4), "known": lines(4)}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["need"].required = True


class SubjectForm(forms.ModelForm):
    cpv = CodesField(
        kind="cpv",
        maximum=10,
        label=_("Subject"),
        help_text=_("Common Procurement Vocabulary. The first code is the main one."),
    )
    nuts = CodesField(
        kind="nuts",
        maximum=10,
        required=False,
        label=_("Place"),
        help_text=_("Where it is needed."),
    )

    class Meta:
        model = Opportunity
        fields = ["cpv", "nuts", "contract"]
        widgets = {"contract": forms.RadioSelect}
        labels = {"contract": _("What kind of contract would it be?")}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contract"].choices = ContractKind.choices
        self.fields["contract"].required = True


class ValueForm(forms.ModelForm):
    value = AmountField(
        label=_("Estimated value without VAT, over the whole period"),
        help_text=_("Options and renewals count. Leave it empty if you do not know yet."),
        required=False,
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCY_CHOICES)

    class Meta:
        model = Opportunity
        fields = ["value", "currency", "procedure"]
        labels = {"procedure": _("Procedure")}
        help_texts = {"procedure": _("Leave it open if you have not decided.")}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["procedure"].choices = [("", _("Not decided")), *Procedure.choices]
        if not self.instance.facts.has_procedure:
            del self.fields["procedure"]


class InnovationForm(forms.ModelForm):
    innovation = forms.MultipleChoiceField(
        label=_("What would be new?"),
        choices=InnovativeAcquisition.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "Tick nothing if nothing is new. The share of innovative purchases is counted from "
            "this (eForms BT-776)."
        ),
    )
    strategic = forms.MultipleChoiceField(
        label=_("What do you want to reach with it?"),
        choices=StrategicProcurement.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The eForms codes for strategic procurement (BT-06)."),
    )

    class Meta:
        model = Opportunity
        fields = ["innovation", "strategic"]

    def clean_strategic(self) -> list[str]:
        chosen = self.cleaned_data["strategic"]
        if StrategicProcurement.NONE in chosen and len(chosen) > 1:
            raise forms.ValidationError(_("«None of these» cannot stand beside another choice."))
        return chosen


class PartnersForm(forms.ModelForm):
    accepted_languages = forms.MultipleChoiceField(
        label=_("In which languages may companies answer?"),
        choices=LANGUAGE_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = Opportunity
        fields = ["partners_wanted", "accepted_languages", "open_to_foreign", "is_shared"]
        labels = {
            "partners_wanted": _("Would you buy together with others? Whom do you look for?"),
            "open_to_foreign": _("Companies from abroad are welcome"),
            "is_shared": _("Show it in the other portals of the network too"),
        }
        widgets = {"partners_wanted": lines(3)}


class TimeForm(forms.ModelForm):
    deadline = forms.SplitDateTimeField(
        label=_("Answers until"),
        widget=forms.SplitDateTimeWidget(
            date_attrs={"type": "date", "class": "ds-input", "aria-label": _("Last day")},
            date_format="%Y-%m-%d",
            time_attrs={"type": "time", "class": "ds-input", "aria-label": _("Time of day")},
            time_format="%H:%M",
        ),
        required=False,
    )
    upload = forms.FileField(
        label=_("Add a document"),
        required=False,
        help_text=_("PDF, DOCX, XLSX, ODT, ODS, PNG, JPG, TXT or CSV, at most 20 MB."),
    )

    class Meta:
        model = Opportunity
        fields = ["deadline", "official_url"]
        labels = {"official_url": _("Address of the official notice, if there is one")}
        help_texts = {
            "official_url": _(
                "This platform is never the official notice. Above the national threshold, "
                "publish in the national portal and link to it here."
            )
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["official_url"].assume_scheme = "https"
        if not self.instance.facts.has_deadline:
            del self.fields["deadline"]
        else:
            self.fields["deadline"].required = True
            self.fields["deadline"].help_text = _("Local time of the portal: %(zone)s.") % {
                "zone": self.instance.portal.time_zone
            }

    def clean_deadline(self):
        deadline = self.cleaned_data["deadline"]
        if deadline and deadline <= timezone.now():
            raise forms.ValidationError(_("This lies in the past. Choose a later day."))
        return deadline

    def full_clean(self) -> None:
        """A deadline is typed, and meant, in the time zone of the portal it stands in."""
        with timezone.override(zone(self.instance.portal.time_zone)):
            super().full_clean()

    def get_initial_for_field(self, field: forms.Field, field_name: str):
        initial = super().get_initial_for_field(field, field_name)
        if field_name != "deadline" or initial is None:
            return initial
        return timezone.make_naive(initial, zone(self.instance.portal.time_zone))


class ResultForm(forms.ModelForm):
    awarded_value = AmountField(label=_("Value of the contract without VAT"), required=False)

    class Meta:
        model = Opportunity
        fields = ["winner_name", "awarded_value", "tenders_received", "result_note"]
        labels = {
            "winner_name": _("Who won?"),
            "tenders_received": _("How many tenders did you receive?"),
            "result_note": _("Why did this tender win?"),
        }
        help_texts = {"result_note": _("In a few sentences; the others learn from it.")}
        widgets = {"result_note": lines(4)}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["winner_name"].required = True


@dataclass(frozen=True)
class Step:
    """One page of the form. `applies` says of which opportunities it is asked."""

    name: str
    label: object
    form: type[forms.ModelForm]
    applies: Callable[[Opportunity], bool] = lambda opportunity: True


STEPS = [
    Step("need", _("The need"), NeedForm),
    Step("subject", _("Subject and place"), SubjectForm),
    Step("value", _("Value"), ValueForm),
    Step("result", _("Result"), ResultForm, lambda opportunity: opportunity.facts.has_result),
    Step("innovation", _("What is new"), InnovationForm),
    Step("partners", _("Partners and languages"), PartnersForm),
    Step("time", _("Time and documents"), TimeForm),
]


def steps_for(opportunity: Opportunity) -> list[Step]:
    return [step for step in STEPS if step.applies(opportunity)]


def step_named(name: str, opportunity: Opportunity) -> Step | None:
    return next((step for step in steps_for(opportunity) if step.name == name), None)


def step_after(step: Step, opportunity: Opportunity) -> Step | None:
    steps = steps_for(opportunity)
    following = steps[steps.index(step) + 1 :]
    return following[0] if following else None
