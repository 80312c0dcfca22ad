from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ppi.assistant.models import LONGEST_QUESTION


class QuestionForm(forms.Form):
    question = forms.CharField(
        label=_("Your question"),
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Write it as you would ask a colleague. Leave out personal data."),
    )
