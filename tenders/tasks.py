from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from ppi.kernel.jobs import job
from tenders.services import following_up, pursuing, typing


@job
def put_down(organisation_id: int, person_id: int) -> None:
    """Who has left holds nothing of what is on the company's desk."""
    pursuing.put_down(organisation_id, person_id)


@shared_task
def ask_what_came_of_it() -> None:
    """Daily: remind buyers of results that are a year old."""
    following_up.ask_what_is_due(timezone.localdate())


@shared_task
def forget_old_typing() -> None:
    """Daily: what was typed on a page of a draft and not saved for 30 days."""
    typing.sweep_typed(timezone.now())
