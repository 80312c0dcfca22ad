from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ppi.kernel.plain_text import PlainForm
from ppi.matching.models.interests import LONGEST_NAME


class NameForm(PlainForm):
    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=_("Empty: it is called by its words and filters."),
    )
