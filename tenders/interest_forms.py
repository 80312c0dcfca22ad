"""The short forms with which readers answer an opportunity."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ppi.kernel.plain_text import PlainForm
from tenders.choices import Level, NotBidding

NOTE = forms.Textarea(attrs={"rows": 3})


class ForOrganisation(PlainForm):
    """For which of the reader's organisations; not asked where there is only one."""

    organisation = forms.ModelChoiceField(
        label=_("For which organisation?"),
        queryset=None,
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args, organisations, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations
        self.only = organisations[0] if len(organisations) == 1 else None
        if self.only:
            del self.fields["organisation"]

    def chosen(self):
        return self.only or self.cleaned_data["organisation"]


class CommitmentForm(ForOrganisation):
    level = forms.ChoiceField(
        label=_("How far would you go?"), choices=Level.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("What should they know?"),
        help_text=_("For instance how many you need, and when. Buyers only read it."),
        max_length=1_000,
        required=False,
        widget=NOTE,
    )


class WhyNotForm(ForOrganisation):
    reason = forms.ChoiceField(
        label=_("Why did you not bid?"), choices=NotBidding.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("What would have helped?"),
        help_text=_(
            "The buyer reads it after the deadline, once three companies have answered, and never "
            "learns whose it is."
        ),
        max_length=1_000,
        required=False,
        widget=NOTE,
    )
