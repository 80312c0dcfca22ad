from __future__ import annotations

from celery import shared_task

from ppi.front import figures
from ppi.portals.models import Portal


@shared_task(ignore_result=True, expires=60)
def count_figures() -> None:
    """Every minute, by the clock: the figures of each open portal's front page."""
    for portal in Portal.objects.open():
        figures.keep(portal)
