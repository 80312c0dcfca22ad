"""What companies answer, and what counts in a portal."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ppi.kernel.plain_text import PlainForm, PlainModelForm
from ppi.matching.choices import (
    HIGHEST_BAR,
    LARGEST_WEIGHT,
    NOT_FOR_US,
    SMALLEST_SUBJECT,
    Part,
)
from ppi.matching.models import Weights


class NotForUsForm(PlainForm):
    answer = forms.ChoiceField(
        label=_("Why is it not for you?"),
        choices=[(answer, answer.label) for answer in NOT_FOR_US],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("What should we know?"),
        help_text=_("The portal's moderators read it without your name."),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WeightsForm(PlainModelForm):
    class Meta:
        model = Weights
        fields = [*Part.values, "told_from"]
        help_texts = {
            "told_from": _(
                "Needs with fewer points of a hundred stand under “For you”, and nobody gets a "
                "message of them. A higher bar brings fewer messages, and misses more that is "
                "worth a company’s time."
            )
        }

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            largest = HIGHEST_BAR if name == "told_from" else LARGEST_WEIGHT
            field.widget.attrs |= {"min": 0, "max": largest, "inputmode": "numeric"}

    def clean(self) -> dict:
        cleaned = super().clean()
        if {"cpv", "topic"} <= cleaned.keys():
            self._refuse_without_subject(cleaned["cpv"] + cleaned["topic"])
        return cleaned

    def _refuse_without_subject(self, points: int) -> None:
        if points < SMALLEST_SUBJECT:
            sentence = _("The two subjects together need at least %(least)s points.")
            self.add_error("topic", sentence % {"least": SMALLEST_SUBJECT})
