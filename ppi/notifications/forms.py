from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ppi.kernel.plain_text import PlainForm
from ppi.notifications.choices import MUTABLE


class SettingsForm(PlainForm):
    kinds = forms.MultipleChoiceField(
        label=_("Send me a mail when"),
        choices=[(kind.value, kind.label) for kind in MUTABLE],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Answers to what you did yourself always reach you."),
    )
