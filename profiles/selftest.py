"""Questions that a company answers before a product is listed, and what its answers come to.

A moderator reads the answers beside the product. They are shown to nobody else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Answer(models.TextChoices):
    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")


@dataclass(frozen=True)
class Question:
    """`advice`: what to do where the answer is not a plain yes. Without what `is_needed`, a product
    cannot be listed."""

    key: str
    text: str | Promise
    advice: str | Promise
    is_needed: bool = False


QUESTIONS = (
    Question(
        "buyable",
        _("Could a public body buy it, or test it, from you?"),
        _("List it once a public body can buy or test it; until then, keep it to yourselves."),
        is_needed=True,
    ),
    Question(
        "rights",
        _("Is it yours to sell?"),
        _("Settle first who may sell it."),
        is_needed=True,
    ),
    Question(
        "problem",
        _("Does your text name the buyer's problem before it names your product?"),
        _("Begin with the problem, in the words of somebody who has it."),
    ),
    Question(
        "better",
        _("Is it new, or clearly better than what public buyers have today?"),
        _("Say what is different from what buyers have today; if nothing is, say what it costs."),
    ),
    Question(
        "tried",
        _("Has anybody outside your company tried it?"),
        _("Say that nobody has yet, and tick that you look for a first buyer or a pilot."),
    ),
    Question(
        "proven",
        _("Could you show a buyer where each of your figures comes from?"),
        _("Leave out what you cannot prove, or say under «evidence» who measured it."),
    ),
    Question(
        "rules",
        _("Do you know which rules it has to meet: data protection, safety, accessibility?"),
        _("Find out before a buyer asks, and write down what it meets already."),
    ),
    Question(
        "ready",
        _("Could you begin within a year of an order?"),
        _("Write when you could begin."),
    ),
)
KEYS = frozenset(question.key for question in QUESTIONS)


class Outcome(models.TextChoices):
    NOT_TAKEN = "not-taken", _("not taken yet")
    NOT_YET = "not-yet", _("not ready to be listed")
    GAPS = "gaps", _("can be listed, with something left to do")
    READY = "ready", _("ready to be listed")


@dataclass(frozen=True)
class Result:
    """`advice`: what is left to do, in the order of the questions."""

    outcome: Outcome
    advice: list[str]

    @property
    def lets_through(self) -> bool:
        return self.outcome in (Outcome.GAPS, Outcome.READY)

    @property
    def sentence(self) -> str:
        return SENTENCES[self.outcome]


SENTENCES = {
    Outcome.NOT_TAKEN: _("The self-test has not been taken yet."),
    Outcome.NOT_YET: _("It is not ready to be listed: what follows has to be settled first."),
    Outcome.GAPS: _("It can be listed. It will convince more buyers once this is done:"),
    Outcome.READY: _("It is ready to be listed."),
}


def result_of(answers: Mapping[str, str]) -> Result:
    """Read off the answers each time, so that it follows the questions."""
    if not answers.keys() >= KEYS:
        return Result(Outcome.NOT_TAKEN, [])
    open_ones = [each for each in QUESTIONS if answers[each.key] != Answer.YES]
    advice = [str(each.advice) for each in open_ones]
    if any(each.is_needed and answers[each.key] == Answer.NO for each in open_ones):
        return Result(Outcome.NOT_YET, advice)
    return Result(Outcome.GAPS if advice else Outcome.READY, advice)


@dataclass(frozen=True)
class Answered:
    question: str
    answer: str


def answered(answers: Mapping[str, str]) -> list[Answered]:
    """Question and answer in words, those that are asked today."""
    return [
        Answered(str(each.text), str(Answer(answers[each.key]).label))
        for each in QUESTIONS
        if answers.get(each.key) in Answer.values
    ]


def refusal(names: list[str]) -> str:
    """Why these products cannot be sent to the moderators."""
    sentence = _("Take the self-test first, and settle what it names as missing: %(names)s.")
    return str(sentence) % {"names": ", ".join(names)}
