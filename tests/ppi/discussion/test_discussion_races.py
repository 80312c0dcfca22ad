"""Two at the same moment, with real transactions: one wins, and nothing is doubled or lost."""

from __future__ import annotations

import pytest

from ppi.discussion import services
from ppi.discussion.choices import Status
from tests.conftest import member, person
from tests.ppi.discussion.conftest import all_questions
from tests.tenders.test_tender_races import at_once
from tests.tenders.written import reloaded

pytestmark = pytest.mark.django_db(transaction=True)
GONE = "It does not wait any more: a colleague was quicker, or the asker took it back."


@pytest.fixture
def colleague(havneby):
    return member(person("colleague@havneby.example", "Colleague"), havneby)


def test_the_same_question_twice_at_once_is_one(
    transactional_db, asks, seller_of_upenai, run_jobs
) -> None:
    outcomes = at_once(lambda: asks(seller_of_upenai), lambda: asks(seller_of_upenai))

    assert outcomes == ["done", "done"]
    assert [row.text for row in all_questions()] == ["Kiek šviestuvų?"]


def test_the_limit_holds_for_questions_sent_at_once(
    transactional_db, asks, seller_of_upenai
) -> None:
    for number in range(services.MOST_WAITING - 1):
        asks(seller_of_upenai, f"Question {number}?")
    outcomes = at_once(
        lambda: asks(seller_of_upenai, "The last?"), lambda: asks(seller_of_upenai, "Too much?")
    )

    assert sorted(outcomes) == [
        "You have asked much already. Wait for the first answers.", "done",
    ]  # fmt: skip
    assert all_questions().count() == services.MOST_WAITING


def test_of_two_colleagues_who_answer_at_once_one_wins(
    transactional_db, question, buyer_of_havneby, colleague
) -> None:
    outcomes = at_once(
        lambda: services.answer(question, "40.", language="da", by=buyer_of_havneby),
        lambda: services.answer(question, "41.", language="da", by=colleague),
    )
    row = reloaded(question)

    assert sorted(outcomes) == [GONE, "done"]
    assert row.answer == ["40.", "41."][outcomes.index("done")]
    assert row.version == 1


def test_answered_and_taken_back_at_once_it_is_one_of_the_two(
    transactional_db, question, seller_of_upenai, buyer_of_havneby
) -> None:
    answered, taken_back = at_once(
        lambda: services.answer(question, "40.", language="da", by=buyer_of_havneby),
        lambda: services.take_back(question, by=seller_of_upenai),
    )

    wanted = Status.ANSWERED if answered == "done" else Status.WITHDRAWN
    assert [answered, taken_back].count("done") == 1
    assert reloaded(question).status == wanted


def test_of_two_better_answers_at_once_one_wins(
    transactional_db, question, buyer_of_havneby, colleague
) -> None:
    services.answer(question, "40.", language="da", by=buyer_of_havneby)
    outcomes = at_once(
        lambda: services.improve(question, "41.", language="da", seen=1, by=buyer_of_havneby),
        lambda: services.improve(question, "42.", language="da", seen=1, by=colleague),
    )

    assert sorted(outcomes) == [
        "A colleague has changed this answer meanwhile. Read it first.", "done",
    ]  # fmt: skip
    assert reloaded(question).answer == ["41.", "42."][outcomes.index("done")]
