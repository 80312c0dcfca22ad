"""What is typed about an object: a question, an answer for all, a reason for none, a note."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ppi.discussion.models import LONGEST_ANSWER, LONGEST_NOTE, LONGEST_QUESTION
from ppi.kernel.languages import LANGUAGE_CHOICES
from ppi.kernel.plain_text import PlainForm


class QuestionForm(PlainForm):
    question = forms.CharField(
        label=_("Your question"),
        help_text=_(
            "Everybody reads it together with the answer, without your name. "
            "So do not tell in it who you are."
        ),
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    language = forms.ChoiceField(label=_("Language of the question"), choices=LANGUAGE_CHOICES)


class AnswerForm(PlainForm):
    answer = forms.CharField(
        label=_("Answer for all"),
        help_text=_("Everybody reads it together with the question."),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    language = forms.ChoiceField(label=_("Language of the answer"), choices=LANGUAGE_CHOICES)


class ImproveForm(AnswerForm):
    """Carries the version that was read, so that two colleagues do not overwrite each other."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class DeclineForm(PlainForm):
    reason = forms.CharField(
        label=_("Why do you not answer?"),
        help_text=_("Only the company that asked reads it."),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    language = forms.ChoiceField(label=_("Language of the reason"), choices=LANGUAGE_CHOICES)


class NoteForm(PlainForm):
    note = forms.CharField(
        label=_("Note to your team"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
