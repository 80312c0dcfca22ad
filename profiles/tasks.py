from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from ppi.kernel.jobs import job
from profiles import cards
from profiles.models import Card, Profile


@shared_task(ignore_result=True)
def end_certificates() -> None:
    """Beat: what ended yesterday finds nobody any more."""
    rows = Card.objects.everywhere("whose certificates have ended")
    ended = rows.filter(holds_until__lt=timezone.localdate()).values_list("pk", flat=True)
    cards.keep(list(ended))


@job
def make_cards(ids: list[int]) -> None:
    cards.keep(ids)


def catch_up() -> None:
    """Promise a card for every public profile that has none."""
    lacking = Profile.objects.published_anywhere().filter(card=None)
    ids = list(lacking.values_list("pk", flat=True))
    for start in range(0, len(ids), cards.BATCH):
        make_cards.later(ids=ids[start : start + cards.BATCH])
