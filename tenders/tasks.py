from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from tenders.services import following_up, typing


@shared_task
def ask_what_came_of_it() -> None:
    """Daily: remind buyers of results that are a year old."""
    following_up.ask_what_is_due(timezone.localdate())


@shared_task
def forget_old_typing() -> None:
    """Daily: what was typed on a page of a draft and not saved for 30 days."""
    typing.sweep_typed(timezone.now())
