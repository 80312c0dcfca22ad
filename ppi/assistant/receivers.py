"""Each question is forgotten by a promise of its own, made when it is asked."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from ppi.assistant import events, tasks

KEPT = timedelta(days=30)


@events.asked.receiver
def forget_in_time(question_id: int) -> None:
    tasks.forget_question.later(question_id=question_id, due_at=timezone.now() + KEPT)
