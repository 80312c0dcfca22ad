"""Rooms above may note that a need's page was opened. What fails there never breaks the page."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.http import HttpRequest

from tenders.models import Opportunity

logger = logging.getLogger(__name__)

Noting = Callable[[Opportunity, HttpRequest], None]
_noting: list[Noting] = []


def notes_openings(noting: Noting) -> Noting:
    """Decorator: `noting(opportunity, request)` is called once the page is made."""
    _noting.append(noting)
    return noting


def tell(opportunity: Opportunity, request: HttpRequest) -> None:
    """Called after the page was made, which may so be read from a replica."""
    for noting in _noting:
        try:
            noting(opportunity, request)
        except Exception:
            logger.exception("An opening could not be noted by %s", noting.__qualname__)
