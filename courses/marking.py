"""Which answers are right: a question counts when exactly its right options are chosen."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

from django.utils.safestring import SafeString

from courses.choices import PASS_PERCENT
from courses.models import Option, Question
from courses.texts import in_its_language


@dataclass(frozen=True)
class MarkedOption:
    option: Option
    is_chosen: bool

    @property
    def state(self) -> str:
        """What the quiz's component shows: only what was chosen is marked."""
        if not self.is_chosen:
            return ""
        return "correct" if self.option.is_correct else "wrong"

    @property
    def is_explained(self) -> bool:
        """What was chosen, and what would have been right."""
        return self.is_chosen or self.option.is_correct

    @property
    def text(self) -> SafeString:
        return in_its_language(self.option, "text")

    @property
    def why(self) -> SafeString:
        return in_its_language(self.option, "why")


@dataclass(frozen=True)
class MarkedQuestion:
    question: Question
    options: list[MarkedOption]

    @property
    def text(self) -> SafeString:
        return in_its_language(self.question, "text")

    @property
    def is_right(self) -> bool:
        return all(marked.is_chosen == marked.option.is_correct for marked in self.options)


@dataclass(frozen=True)
class Marks:
    questions: list[MarkedQuestion]

    @property
    def total(self) -> int:
        return len(self.questions)

    @property
    def right(self) -> int:
        return sum(question.is_right for question in self.questions)

    @property
    def passed(self) -> bool:
        return self.right * 100 >= self.total * PASS_PERCENT


def mark(questions: list[Question], chosen: Mapping[int, Set[int]]) -> Marks:
    """`chosen` maps a question's id to the ids of the options chosen.

    The questions come with their options (`Question.objects.with_options(course)`).
    """
    return Marks(
        [
            MarkedQuestion(
                question,
                [
                    MarkedOption(option, option.pk in chosen.get(question.pk, ()))
                    for option in question.options.all()
                ],
            )
            for question in questions
        ]
    )
