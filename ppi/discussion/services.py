"""The verbs of questions and notes: ask, answer for all, decline, take back, write to the team."""

from __future__ import annotations

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ppi.discussion import events
from ppi.discussion.choices import Status
from ppi.discussion.models import Note, Question
from ppi.discussion.registry import discussable
from ppi.kernel import audit
from ppi.kernel.verdicts import Refused
from ppi.portals.permissions import may_moderate

# By one person about one object, so that nobody drowns a buyer.
MOST_WAITING = 10


@transaction.atomic
def ask(subject: models.Model, text: str, *, language: str, by) -> Question:
    """A question to the organisation behind the object. Announces `events.asked`.

    Raises `Refused` after the cut-off, and beyond `MOST_WAITING` unanswered questions.
    """
    discussable.of(subject).may_ask(by, subject).or_refuse()
    mine = Question.objects.of(subject).waiting().filter(asker=by)
    if mine.count() >= MOST_WAITING:
        raise Refused(_("You have asked much already. Wait for the first answers."), field="text")
    question = Question.objects.create(
        subject=subject,
        organisation=subject.organisation,
        portal=subject.portal,
        is_shared=subject.is_shared,
        asker=by,
        text=text,
        language=language,
    )
    # The trail is read by moderators: it must not tell who asked.
    audit.record("question.asked", question)
    events.asked.announce(question_id=question.pk)
    return question


@transaction.atomic
def answer(question: Question, text: str, *, language: str, by) -> Question:
    """Answer for all; question and answer are public from now on. Announces `events.answered`.

    An answer may be put better later: the day of the first one stays beside that of the last.
    """
    question = _locked(question)
    discussable.of(question.subject).may_answer(by, question.subject).or_refuse()
    question.move_to(Status.ANSWERED)
    question.answer, question.answer_language, question.answered_by = text, language, by
    question.answered_at = timezone.now()
    question.first_answered_at = question.first_answered_at or question.answered_at
    question.save()
    audit.record("question.answered", question, by=by)
    events.answered.announce(question_id=question.pk)
    return question


@transaction.atomic
def decline(question: Question, reason: str, *, by) -> Question:
    """Do not answer, and tell the asker why. Announces `events.declined`."""
    question = _locked(question)
    discussable.of(question.subject).may_answer(by, question.subject).or_refuse()
    if not reason.strip():
        raise Refused(_("Say in a sentence why."), field="text")
    question.move_to(Status.DECLINED)
    question.answer, question.answered_by, question.answered_at = reason, by, timezone.now()
    question.save()
    audit.record("question.declined", question, by=by)
    events.declined.announce(question_id=question.pk)
    return question


@transaction.atomic
def take_back(question: Question, *, by) -> None:
    """The asker takes an unanswered question back; nobody else can."""
    question = _locked(question)
    if question.asker_id != by.pk:
        raise Refused(_("Only who asked can take a question back."))
    question.move_to(Status.WITHDRAWN)
    question.save(update_fields=["status"])
    audit.record("question.taken_back", question)


@transaction.atomic
def remove(question: Question, reason: str, *, by) -> None:
    """A moderator takes question and answer off after a report."""
    may_moderate(by, question.portal).or_refuse()
    question = _locked(question)
    question.move_to(Status.REMOVED)
    question.save(update_fields=["status"])
    audit.record("question.removed", question, by=by, reason=reason)


@transaction.atomic
def restore(question: Question, *, by) -> None:
    may_moderate(by, question.portal).or_refuse()
    question = _locked(question)
    question.move_to(Status.ANSWERED)
    question.save(update_fields=["status"])
    audit.record("question.restored", question, by=by)


def _locked(question: Question) -> Question:
    rows = Question.objects.everywhere("the row that the caller holds already")
    return rows.select_for_update(of=("self",)).get(pk=question.pk)


@transaction.atomic
def write_note(subject: models.Model, text: str, *, by) -> Note:
    """Something for the team: seen by the members of the object's organisation only."""
    discussable.of(subject).may_answer(by, subject).or_refuse()
    note = Note.objects.of(subject).create(
        subject=subject, organisation=subject.organisation, author=by, text=text
    )
    audit.record("note.written", note, by=by)
    return note
