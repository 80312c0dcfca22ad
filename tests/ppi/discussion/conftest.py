"""A call about which companies ask, and what they say."""

from __future__ import annotations

import pytest

from ppi.discussion import services
from ppi.discussion.models import Note, Question
from tenders.models import Opportunity
from tests.tenders.written import published


@pytest.fixture
def call(facts, havneby, buyer_of_havneby, moderator_of_denmark) -> Opportunity:
    return published(havneby, buyer_of_havneby, moderator_of_denmark)


@pytest.fixture
def asks(call):
    """`asks(person, text)` puts a question about the call."""

    def ask(person, text: str = "Kiek šviestuvų?", language: str = "lt") -> Question:
        return services.ask(call, text, language=language, by=person)

    return ask


@pytest.fixture
def question(asks, seller_of_upenai) -> Question:
    return asks(seller_of_upenai)


def answered(question: Question, by, text: str = "Om 40.") -> Question:
    return services.answer(question, text, language="da", by=by)


def all_questions():
    return Question.objects.everywhere("a test looks at all rows").order_by("pk")


def all_notes():
    return Note.objects.everywhere("a test looks at all rows").order_by("pk")
