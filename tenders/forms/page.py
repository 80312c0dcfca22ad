"""A page of the form: it validates what was typed, and says what the services are to change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import models

from ppi.kernel.plain_text import PlainModelForm
from ppi.taxonomy.forms import as_typed
from tenders.models import Opportunity


def lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ExplainedLabel(str):
    """The label of a choice with a sentence about it, which stands below it on the page."""

    help: str = ""

    def __new__(cls, label: object, sentence: object = "") -> ExplainedLabel:
        text = super().__new__(cls, label)
        text.help = str(sentence)
        return text


def explained(choices: Any) -> Callable[[], list[tuple[str, ExplainedLabel]]]:
    """Choices with their sentences, in the language in which the page is shown."""
    return lambda: [(choice.value, ExplainedLabel(choice.label, choice.help)) for choice in choices]


class Page(PlainModelForm):
    """A page of columns. Once it is valid its `instance` has them too, in memory.

    `needed` are the columns that the page cannot do without, beside those the model requires;
    one of `answers` is filled once somebody has answered the page. `folded` are fields that few
    need: they stand behind a heading of their own.
    """

    needed: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    folded: tuple[str, ...] = ()
    folded_label: object = ""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # What saving this page changes beside what was typed, in sentences.
        self.remarks: list[str] = []
        for name in self.fields.keys() & set(self.needed):
            self.fields[name].required = True

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name not in self.folded]

    @property
    def folded_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name in self.folded]

    @property
    def is_unfolded(self) -> bool:
        """Something is wrong in a folded field, or differs from what a new draft says."""
        blank = self._meta.model()
        return any(
            field.errors or (field.value() or None) != (getattr(blank, field.name) or None)
            for field in self.folded_fields
        )

    @property
    def is_asking(self) -> bool:
        """Sent by a button that changes the page itself: nothing is to be kept."""
        return False

    def facts(self) -> dict[str, Any]:
        """Columns of the opportunity, for `services.edit`."""
        return dict(self.cleaned_data)

    def parts(self) -> dict[type[models.Model], list[dict[str, Any]]]:
        """Rows by their model, for `services.replace_parts`."""
        return {}

    def uploads(self) -> list:
        """Files, for `services.attach`."""
        return []

    def as_typed(self) -> Page:
        """All that was typed, and no judgement about it yet."""
        return as_typed(self)

    class Meta:
        model = Opportunity
        fields: list[str] = []
