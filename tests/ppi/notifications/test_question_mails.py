"""Who hears of a question and of its answer, and that nobody hears who asked."""

from __future__ import annotations

import pytest

from ppi.discussion import services
from ppi.discussion.models import Question
from ppi.notifications.choices import Kind
from ppi.notifications.services import mute
from tenders import services as tenders
from tenders.models import Opportunity
from tests.conftest import member, person
from tests.ppi.notifications.conftest import told

TITLE = "Light only where somebody walks"


@pytest.fixture
def editor(havneby):
    return member(person("editor@havneby.example", "Editor"), havneby, "editor")


def ask(call: Opportunity, by, text: str = "Kiek šviestuvų?") -> Question:
    return services.ask(call, text, language="lt", by=by)


def test_everybody_who_may_answer_hears_of_a_question_and_nobody_of_who_asked(
    call, editor, reader_of_havneby, seller_of_upenai, run_jobs, mailoutbox
) -> None:
    ask(call, seller_of_upenai)
    run_jobs()

    assert [to for to, _subject in told(mailoutbox)] == [
        "buyer@havneby.example", "editor@havneby.example",
    ]  # fmt: skip
    english = next(one for one in mailoutbox if one.to == ["editor@havneby.example"])
    assert english.subject == f"A company asks: {TITLE}"
    assert "Kiek šviestuvų?" in english.body
    assert f"/en/opportunities/{call.slug}/questions/" in english.body
    whole = "".join(str(one.message()) + one.body for one in mailoutbox)
    assert not [name for name in ("Upėnai", "Upės", "seller@") if name in whole]


def test_the_asker_hears_of_the_answer_once_however_often_it_is_put_better(
    call, buyer_of_havneby, stranger, run_jobs, mailoutbox
) -> None:
    question = ask(call, stranger)
    run_jobs()
    mailoutbox.clear()
    services.answer(question, "Om 40.", language="da", by=buyer_of_havneby)
    run_jobs()
    services.improve(question, "Om 42.", language="da", seen=1, by=buyer_of_havneby)
    run_jobs()

    assert told(mailoutbox) == [(stranger.email, f"Your question is answered: {TITLE}")]
    body = mailoutbox[0].body
    assert [words in body for words in ("Kiek šviestuvų?", "Om 40.", f"{call.slug}/")] == [True] * 3


def test_the_asker_hears_why_there_is_no_answer(
    call, buyer_of_havneby, stranger, run_jobs, mailoutbox
) -> None:
    question = ask(call, stranger)
    run_jobs()
    mailoutbox.clear()
    services.decline(question, "It is a secret.", language="en", by=buyer_of_havneby)
    run_jobs()

    assert told(mailoutbox) == [(stranger.email, f"Your question is not answered: {TITLE}")]
    assert "It is a secret." in mailoutbox[0].body


def test_what_was_taken_back_before_the_mail_went_is_not_told(
    call, stranger, run_jobs, mailoutbox
) -> None:
    services.take_back(ask(call, stranger), by=stranger)
    run_jobs()
    assert told(mailoutbox) == []


def test_of_what_was_withdrawn_nobody_is_told_any_more(
    call, buyer_of_havneby, stranger, run_jobs, mailoutbox
) -> None:
    services.answer(ask(call, stranger), "Om 40.", language="da", by=buyer_of_havneby)
    tenders.withdraw(call, "Bought otherwise.", by=buyer_of_havneby)
    run_jobs()
    assert told(mailoutbox) == []


def test_a_closed_account_is_not_told_and_a_deleted_one_stops_nothing(
    call, buyer_of_havneby, editor, stranger, seller_of_upenai, run_jobs, mailoutbox
) -> None:
    closed, deleted = ask(call, stranger, "One?"), ask(call, seller_of_upenai, "Two?")
    run_jobs()
    mailoutbox.clear()
    stranger.is_active = False
    stranger.save()
    seller_of_upenai.delete()
    for question in (closed, deleted):
        services.answer(question, "Om 40.", language="da", by=buyer_of_havneby)
    run_jobs()
    assert told(mailoutbox) == []


def test_a_buyer_may_stop_mails_about_questions(
    call, buyer_of_havneby, editor, stranger, run_jobs, mailoutbox
) -> None:
    mute(buyer_of_havneby, Kind.QUESTION)
    ask(call, stranger)
    run_jobs()
    assert [to for to, _subject in told(mailoutbox)] == ["editor@havneby.example"]
