"""A call, and a question about it."""

from __future__ import annotations

import pytest

from ppi.discussion import services
from ppi.discussion.models import Question
from tenders.models import Opportunity
from tests.tenders.questions.asked import ANSWER, ASKED, ROOM
from tests.tenders.written import published


@pytest.fixture
def call(facts, havneby, buyer_of_havneby, moderator_of_denmark) -> Opportunity:
    return published(havneby, buyer_of_havneby, moderator_of_denmark)


@pytest.fixture
def page(call) -> str:
    return f"{ROOM}{call.slug}/"


@pytest.fixture
def question(call, seller_of_upenai) -> Question:
    return services.ask(call, ASKED, language="lt", by=seller_of_upenai)


@pytest.fixture
def answered(question, buyer_of_havneby) -> Question:
    return services.answer(question, ANSWER, language="da", by=buyer_of_havneby)
