from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ppi.kernel.plain_text import PlainForm
from ppi.moderation.choices import ReportKind
from ppi.portals.robots import ForPeople


class DecisionForm(PlainForm):
    """A moderator's word. Publishing needs none; whatever else happens needs a reason."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        required=False,
        help_text=_("Its author reads it. Say what should be different."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AnswerForm(PlainForm):
    """The answer to a report, whichever it is."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        help_text=_("The author reads it, and so does whoever reported."),
        error_messages={"required": _("Write the reason. Its author reads it.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class PutBackForm(AnswerForm):
    """Why a removal is taken back."""

    def __init__(self, *arguments, **options) -> None:
        super().__init__(*arguments, **options)
        self.fields["reason"].help_text = _("Moderators read it here; it is kept in the record.")
        self.fields["reason"].error_messages["required"] = _("Write the reason.")


class ReportForm(ForPeople):
    kind = forms.ChoiceField(
        label=_("What is wrong?"), choices=ReportKind.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What did you see?"),
        max_length=2000,
        help_text=_("The moderators read it. Say which part you mean."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        required=False,
        help_text=_("Only if you want an answer."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
