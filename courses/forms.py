"""The quiz as a form: one field a question, every one to be answered."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.models import Question
from courses.texts import in_its_language
from ppi.kernel.plain_text import PlainForm

SENTENCES = {
    "required": _("Choose an answer."),
    "invalid_choice": _("Choose one of these answers."),
    "invalid_list": _("Choose one of these answers."),
}


class QuizForm(PlainForm):
    def __init__(self, *args, questions: list[Question], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            self.fields[name_of(question)] = field_of(question)

    def chosen(self) -> dict[int, set[int]]:
        """Ids of the options chosen, by the question's id."""
        return {
            question.pk: as_set(self.cleaned_data[name_of(question)]) for question in self.questions
        }


def name_of(question: Question) -> str:
    return f"question-{question.pk}"


def field_of(question: Question) -> forms.Field:
    facts = {
        "label": in_its_language(question, "text"),
        "choices": [
            (option.pk, in_its_language(option, "text")) for option in question.options.all()
        ],
        "coerce": int,
        "error_messages": SENTENCES,
    }
    if question.has_several:
        help_text = _("Several answers are right. Choose all of them.")
        return forms.TypedMultipleChoiceField(
            widget=forms.CheckboxSelectMultiple, help_text=help_text, **facts
        )
    return forms.TypedChoiceField(widget=forms.RadioSelect, **facts)


def as_set(value: int | list[int]) -> set[int]:
    return set(value) if isinstance(value, list) else {value}
