"""Ask, answer for all, decline, take back, remove: who may, and what is kept of it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ppi.discussion import services
from ppi.discussion.choices import Status
from ppi.discussion.models import Question
from ppi.kernel import audit
from ppi.kernel.models import AuditEntry
from ppi.kernel.verdicts import Refused
from tenders import services as tenders
from tests.conftest import member, person
from tests.ppi.discussion.conftest import all_notes, all_questions, answered
from tests.tenders.written import reloaded

GONE = "It does not wait any more: a colleague was quicker, or the asker took it back."


def trail_of(question: Question) -> list[tuple[str, object]]:
    return [(entry.action, entry.actor) for entry in reversed(audit.trail(question))]


# Asking ------------------------------------------------------------------------------------------


def test_a_question_waits_with_the_buyer_and_the_trail_does_not_tell_who_asked(
    call, question, seller_of_upenai
) -> None:
    facts = (question.subject, question.organisation, question.portal, question.status)
    assert facts == (call, call.organisation, call.portal, Status.WAITING)
    assert (question.text, question.language) == ("Kiek šviestuvų?", "lt")
    assert question.asker == seller_of_upenai
    assert trail_of(question) == [("question.asked", None)]
    assert AuditEntry.objects.filter(actor=seller_of_upenai).count() == 0


def test_the_same_question_sent_twice_is_one(asks, seller_of_upenai, stranger) -> None:
    first, again = asks(seller_of_upenai), asks(seller_of_upenai)
    other = asks(stranger)

    assert (first, list(all_questions())) == (again, [first, other])


def test_nobody_drowns_a_buyer(asks, seller_of_upenai, stranger, buyer_of_havneby) -> None:
    rows = [asks(seller_of_upenai, f"Question {n}?") for n in range(services.MOST_WAITING)]
    with pytest.raises(Refused) as refused:
        asks(seller_of_upenai, "One more?")
    assert refused.value.field == "question"
    assert refused.value.sentence == "You have asked much already. Wait for the first answers."

    asks(stranger, "One more?")
    answered(rows[0], buyer_of_havneby)
    asks(seller_of_upenai, "One more?")
    assert all_questions().waiting().count() == services.MOST_WAITING + 1


# Answering ---------------------------------------------------------------------------------------


def test_an_answer_is_for_all_and_dated(question, buyer_of_havneby) -> None:
    before = timezone.now()
    row = reloaded(answered(question, buyer_of_havneby))

    assert (row.status, row.answer, row.answer_language, row.answered_by, row.version) == (
        Status.ANSWERED, "Om 40.", "da", buyer_of_havneby, 1,
    )  # fmt: skip
    assert before <= row.first_answered_at == row.answered_at <= timezone.now()
    assert row.is_put_better is False
    assert trail_of(row) == [("question.asked", None), ("question.answered", buyer_of_havneby)]


def test_a_better_answer_keeps_the_day_of_the_first(question, buyer_of_havneby) -> None:
    first = answered(question, buyer_of_havneby)
    better = reloaded(services.improve(question, "42.", language="en", seen=1, by=buyer_of_havneby))

    assert (better.answer, better.answer_language, better.version) == ("42.", "en", 2)
    assert better.first_answered_at == first.first_answered_at < better.answered_at
    assert better.is_put_better is True
    assert trail_of(better)[-1] == ("question.improved", buyer_of_havneby)


def test_a_better_answer_does_not_overwrite_one_that_was_not_read(
    question, havneby, buyer_of_havneby
) -> None:
    colleague = member(person("colleague@havneby.example", "Colleague"), havneby)
    answered(question, buyer_of_havneby)
    services.improve(question, "42.", language="da", seen=1, by=colleague)

    with pytest.raises(Refused, match="A colleague has changed this answer meanwhile"):
        services.improve(question, "41.", language="da", seen=1, by=buyer_of_havneby)
    assert reloaded(question).answer == "42."


def test_a_second_answer_is_refused_whatever_came_first(
    question, asks, seller_of_upenai, buyer_of_havneby
) -> None:
    declined, back = asks(seller_of_upenai, "Who else bids?"), asks(seller_of_upenai, "When?")
    answered(question, buyer_of_havneby)
    services.decline(declined, "Secret.", language="en", by=buyer_of_havneby)
    services.take_back(back, by=seller_of_upenai)

    for row in (question, declined, back):
        with pytest.raises(Refused) as refused:
            answered(row, buyer_of_havneby, "Too late.")
        assert (refused.value.field, refused.value.sentence) == ("answer", GONE)
        with pytest.raises(Refused) as refused:
            services.decline(row, "Too late.", language="en", by=buyer_of_havneby)
        assert (refused.value.field, refused.value.sentence) == ("reason", GONE)
    assert [row.answer for row in all_questions()] == ["Om 40.", "Secret.", ""]


@pytest.mark.parametrize("nothing", ["", "   ", "\n\t"])
def test_an_answer_and_a_reason_have_words(question, buyer_of_havneby, nothing: str) -> None:
    with pytest.raises(Refused, match="Write the answer"):
        answered(question, buyer_of_havneby, nothing)
    with pytest.raises(Refused, match="Say in a sentence why"):
        services.decline(question, nothing, language="da", by=buyer_of_havneby)
    assert reloaded(question).status == Status.WAITING


def test_only_writers_of_the_buyer_answer(
    question, reader_of_havneby, buyer_of_jarvikunta, seller_of_upenai, moderator_of_denmark
) -> None:
    for outsider in (
        reader_of_havneby, buyer_of_jarvikunta, seller_of_upenai, moderator_of_denmark,
    ):  # fmt: skip
        with pytest.raises(Refused):
            answered(question, outsider)
        with pytest.raises(Refused):
            services.decline(question, "No.", language="en", by=outsider)
        with pytest.raises(Refused):
            services.improve(question, "No.", language="en", seen=1, by=outsider)
    assert reloaded(question).status == Status.WAITING


def test_a_question_about_what_was_withdrawn_is_not_answered(
    call, question, buyer_of_havneby
) -> None:
    tenders.withdraw(call, "Bought otherwise.", by=buyer_of_havneby)
    with pytest.raises(Refused, match="not public"):
        answered(question, buyer_of_havneby)


# Declining and taking back -----------------------------------------------------------------------


def test_a_declined_question_keeps_its_reason_and_is_never_public(
    call, question, buyer_of_havneby, denmark
) -> None:
    services.decline(question, "It is secret.", language="en", by=buyer_of_havneby)
    row = reloaded(question)

    assert (row.status, row.answer, row.first_answered_at) == (
        Status.DECLINED, "It is secret.", None,
    )  # fmt: skip
    assert list(Question.objects.of(call).answered()) == []
    assert not Question.objects.published(denmark).exists()


def test_only_the_asker_takes_a_question_back(
    call, question, seller_of_upenai, buyer_of_havneby
) -> None:
    with pytest.raises(Refused, match="Only who asked"):
        services.take_back(question, by=buyer_of_havneby)
    services.take_back(question, by=seller_of_upenai)

    assert reloaded(question).status == Status.WITHDRAWN
    assert list(Question.objects.of(call).asked_by(seller_of_upenai)) == []
    assert trail_of(question) == [("question.asked", None), ("question.taken_back", None)]
    with pytest.raises(Refused):
        services.take_back(question, by=seller_of_upenai)


# Removing ----------------------------------------------------------------------------------------


def test_a_moderator_removes_question_and_answer_together_and_puts_them_back(
    call, question, buyer_of_havneby, moderator_of_denmark, moderator_of_latvia, denmark
) -> None:
    answered(question, buyer_of_havneby)
    with pytest.raises(Refused, match="Only moderators"):
        services.remove(question, "Mine now.", by=moderator_of_latvia)

    services.remove(question, "It names a person.", by=moderator_of_denmark)
    assert list(Question.objects.of(call).answered()) == []
    assert not Question.objects.published(denmark).exists()
    with pytest.raises(Refused):
        services.improve(question, "Better.", language="en", seen=1, by=buyer_of_havneby)

    services.restore(question, by=moderator_of_denmark)
    assert list(Question.objects.of(call).answered()) == [question]


def test_what_waits_cannot_be_removed(question, moderator_of_denmark) -> None:
    with pytest.raises(Refused, match="waiting for an answer"):
        services.remove(question, "Rude.", by=moderator_of_denmark)


# What the public sees ----------------------------------------------------------------------------


def test_a_question_is_as_public_as_what_it_is_about(
    call, question, buyer_of_havneby, denmark, latvia
) -> None:
    answered(question, buyer_of_havneby)
    assert list(Question.objects.published(denmark)) == [question]
    assert list(Question.objects.published(latvia)) == [question]

    call.is_shared = False
    call.save()
    assert list(Question.objects.published(denmark)) == [question]
    assert list(Question.objects.published(latvia)) == []

    tenders.withdraw(call, "Bought otherwise.", by=buyer_of_havneby)
    assert list(Question.objects.published(denmark)) == []
    assert list(Question.objects.published_anywhere()) == []


def test_the_database_keeps_no_answer_without_words_and_no_refusal_without_a_reason(
    question, buyer_of_havneby
) -> None:
    for broken in (
        {"status": Status.ANSWERED, "answer": "Yes."},
        {"status": Status.ANSWERED, "first_answered_at": timezone.now()},
        {"status": Status.DECLINED},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            all_questions().filter(pk=question.pk).update(**broken)


# Notes -------------------------------------------------------------------------------------------


def test_notes_are_written_by_writers_and_by_nobody_else(
    call, buyer_of_havneby, reader_of_havneby, buyer_of_jarvikunta, moderator_of_denmark
) -> None:
    services.write_note(call, "Ask the lawyer.", by=buyer_of_havneby)
    for outsider in (reader_of_havneby, buyer_of_jarvikunta, moderator_of_denmark):
        with pytest.raises(Refused):
            services.write_note(call, "Hello.", by=outsider)

    assert [(note.text, note.author, note.organisation) for note in all_notes()] == [
        ("Ask the lawyer.", buyer_of_havneby, call.organisation)
    ]


def test_no_portal_shows_notes_and_no_moderator_gets_them(call, buyer_of_havneby, denmark) -> None:
    note = services.write_note(call, "Ask the lawyer.", by=buyer_of_havneby)
    notes = type(note).objects

    assert list(notes.of(call)) == [note]
    assert list(notes.managed_by(call.organisation)) == [note]
    doors = (notes.published(denmark), notes.published_anywhere(), notes.moderated_by(denmark))
    assert [list(door) for door in doors] == [[], [], []]
