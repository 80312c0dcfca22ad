"""The verbs of questions and notes: ask, answer for all, decline, take back, write to the team."""

from __future__ import annotations

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ppi.accounts.models import User
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
def ask(subject: models.Model, text: str, *, language: str, by: User) -> Question:
    """A question to the organisation behind the object. Announces `events.asked`.

    The same question sent twice is one. Raises `Refused` after the cut-off, and beyond
    `MOST_WAITING` unanswered questions.
    """
    discussable.of(subject).may_ask(by, subject).or_refuse()
    # One after the other for each person: a double click must not ask twice.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    mine = Question.objects.of(subject).waiting().filter(asker=by)
    if same := mine.filter(text=text).first():
        return same
    if mine.count() >= MOST_WAITING:
        raise Refused(
            _("You have asked much already. Wait for the first answers."), field="question"
        )
    question = Question.objects.create(
        subject=subject,
        organisation=subject.organisation,
        portal=subject.portal,
        asker=by,
        text=text,
        language=language,
    )
    # The trail is read by moderators: it must not tell who asked.
    audit.record("question.asked", question)
    events.asked.announce(question_id=question.pk)
    return question


@transaction.atomic
def answer(question: Question, text: str, *, language: str, by: User) -> Question:
    """Answer for all; question and answer are public from now on. Announces `events.answered`.

    Raises `Refused` when a colleague was quicker, or the asker took it back.
    """
    question = _waiting(question, by, field="answer")
    _refuse_without(text, _("Write the answer."), field="answer")
    question.move_to(Status.ANSWERED)
    _say(question, text, language, by)
    question.first_answered_at = question.answered_at
    question.save()
    audit.record("question.answered", question, by=by)
    events.answered.announce(question_id=question.pk)
    return question


@transaction.atomic
def improve(question: Question, text: str, *, language: str, seen: int, by: User) -> Question:
    """Put an answer better; the day of the first one stays beside that of the last.

    `seen` is the version that the writer had before them. Raises `Refused` when a colleague has
    changed it since.
    """
    question = _locked(question)
    discussable.of(question.subject).may_answer(by, question.subject).or_refuse()
    if question.status != Status.ANSWERED:
        raise Refused(_("It is «%(status)s».") % {"status": question.get_status_display()})
    if question.version != seen:
        raise Refused(_("A colleague has changed this answer meanwhile. Read it first."))
    _refuse_without(text, _("Write the answer."), field="answer")
    _say(question, text, language, by)
    question.version += 1
    question.save()
    audit.record("question.improved", question, by=by)
    return question


@transaction.atomic
def decline(question: Question, reason: str, *, language: str, by: User) -> Question:
    """Do not answer, and tell the asker why. Announces `events.declined`."""
    question = _waiting(question, by, field="reason")
    _refuse_without(reason, _("Say in a sentence why."), field="reason")
    question.move_to(Status.DECLINED)
    _say(question, reason, language, by)
    question.save()
    audit.record("question.declined", question, by=by)
    events.declined.announce(question_id=question.pk)
    return question


@transaction.atomic
def take_back(question: Question, *, by: User) -> None:
    """The asker takes an unanswered question back; nobody else can."""
    question = _locked(question)
    if question.asker_id != by.pk:
        raise Refused(_("Only who asked can take a question back."))
    question.move_to(Status.WITHDRAWN)
    question.save(update_fields=["status"])
    audit.record("question.taken_back", question)


@transaction.atomic
def remove(question: Question, reason: str, *, by: User) -> None:
    """A moderator takes question and answer off after a report."""
    may_moderate(by, question.portal).or_refuse()
    question = _locked(question)
    question.move_to(Status.REMOVED)
    question.save(update_fields=["status"])
    audit.record("question.removed", question, by=by, reason=reason)


@transaction.atomic
def restore(question: Question, *, by: User) -> None:
    """A moderator puts back what was removed."""
    may_moderate(by, question.portal).or_refuse()
    question = _locked(question)
    question.move_to(Status.ANSWERED)
    question.save(update_fields=["status"])
    audit.record("question.restored", question, by=by)


@transaction.atomic
def write_note(subject: models.Model, text: str, *, by: User) -> Note:
    """Something for the team: seen by the members of the object's organisation only."""
    discussable.of(subject).may_write_note(by, subject).or_refuse()
    note = Note.objects.of(subject).create(
        subject=subject, organisation=subject.organisation, author=by, text=text
    )
    audit.record("note.written", note, by=by)
    return note


def _locked(question: Question) -> Question:
    rows = Question.objects.everywhere("the row that the caller holds already")
    return rows.select_for_update(of=("self",)).get(pk=question.pk)


def _waiting(question: Question, by: User, *, field: str) -> Question:
    """The row, locked, for somebody who may answer it while it still waits."""
    question = _locked(question)
    discussable.of(question.subject).may_answer(by, question.subject).or_refuse()
    if question.status != Status.WAITING:
        raise Refused(
            _("It does not wait any more: a colleague was quicker, or the asker took it back."),
            field=field,
        )
    return question


def _refuse_without(text: str, sentence: str, *, field: str) -> None:
    if not text.strip():
        raise Refused(sentence, field=field)


def _say(question: Question, text: str, language: str, by: User) -> None:
    question.answer, question.answer_language, question.answered_by = text, language, by
    question.answered_at = timezone.now()
