"""The short forms of a company's desk."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ppi.accounts.models import User
from ppi.kernel.plain_text import PlainForm
from ppi.organisations.choices import WRITERS
from ppi.taxonomy.rule_forms import DayField
from tenders.choices import Stage
from tenders.interest_forms import ForOrganisation
from tenders.models import Pursuit
from tenders.pursuits import colleagues_of


class PursueForm(ForOrganisation):
    """Which of the reader's companies takes it up."""


class StageForm(PlainForm):
    """Which button was pressed."""

    stage = forms.ChoiceField(choices=Stage.choices)


class HandsForm(PlainForm):
    assignee = forms.ModelChoiceField(
        label=_("In whose hands"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody's"),
        help_text=_("They are told."),
    )

    def __init__(self, *args, pursuit: Pursuit, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = colleagues_of(pursuit, *WRITERS)
        self.initial["assignee"] = pursuit.assignee_id


class PlanForm(PlainForm):
    due_on = DayField(
        label=_("Our own date"),
        required=False,
        help_text=_("For instance when the offer goes to your management."),
    )
    due_what = forms.CharField(
        label=_("What is to be done by then"), max_length=200, required=False
    )

    def __init__(self, *args, pursuit: Pursuit, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial |= {"due_on": pursuit.due_on, "due_what": pursuit.due_what}

    def clean(self) -> dict:
        told = super().clean()
        if told.get("due_what") and not told.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Say by which day."))
        return told


class ForwardForm(PlainForm):
    """To any colleague, readers too."""

    to = forms.ModelChoiceField(
        label=_("Colleague"), queryset=User.objects.none(), empty_label=_("Choose")
    )
    message = forms.CharField(
        label=_("A word to them"),
        max_length=1_000,
        required=False,
        help_text=_("Only they read it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, pursuit: Pursuit, by, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues_of(pursuit).exclude(pk=by.pk)
