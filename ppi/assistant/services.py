"""The verbs of the assistant: ask, forget."""

from __future__ import annotations

from django.db import transaction

from ppi.assistant import events, limits
from ppi.assistant.answering import Reply, answerer
from ppi.assistant.models import LONGEST_QUESTION, Question


@transaction.atomic
def ask(text: str, *, portal, language: str, asker: str, by=None) -> Reply:
    """Answer from what this portal shows to everybody, and note the question.

    `asker` is who the limit counts. Raises `Refused` when there were too many questions.
    """
    limits.take(asker)
    text = text.replace("\x00", " ").strip()[:LONGEST_QUESTION]
    reply = answerer().reply(text, portal=portal, language=language)
    question = Question.objects.create(
        portal=portal,
        language=language,
        text=text,
        answered=reply.is_answer,
        sources=reply.source_ids,
        user=by,
    )
    events.asked.announce(question_id=question.pk)
    return reply


def forget(question_id: int) -> None:
    Question.objects.everywhere("every question is forgotten").filter(pk=question_id).delete()
