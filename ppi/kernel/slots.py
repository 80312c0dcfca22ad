"""Places on a lower room's pages that higher rooms fill. A slot that fails leaves a gap."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe

logger = logging.getLogger(__name__)

Filling = Callable[[Any, Any], str]
RowFilling = Callable[[Sequence[Any], Any], dict[int, str]]

_fillings: dict[str, list[Filling]] = defaultdict(list)
_row_fillings: dict[str, list[RowFilling]] = defaultdict(list)


def fills(slot: str) -> Callable[[Filling], Filling]:
    """Decorator: `filling(object, request) -> html` stands in `{% slot "name" object %}`."""
    return _adder(_fillings[slot])


def fills_rows(slot: str) -> Callable[[RowFilling], RowFilling]:
    """Decorator: `filling(rows, request) -> {pk: html}`, called once a page with all its rows."""
    return _adder(_row_fillings[slot])


def _adder(fillings: list) -> Callable:
    def add(filling):
        fillings.append(filling)
        return filling

    return add


def render(slot: str, subject: Any, request: Any) -> SafeString:
    """What the rooms above put into the slot, in the order of their registration."""
    parts = (_safely(slot, filling, subject, request) for filling in _fillings[slot])
    return mark_safe("".join(part for part in parts if part))  # noqa: S308 - rendered templates


def render_rows(slot: str, rows: Iterable[Any], request: Any) -> dict[int, SafeString]:
    """One piece of HTML for each row that some room above has something to say about."""
    rows = list(rows)
    collected: dict[int, str] = defaultdict(str)
    for filling in _row_fillings[slot]:
        for pk, html in (_safely(slot, filling, rows, request) or {}).items():
            collected[pk] += html
    return {pk: mark_safe(html) for pk, html in collected.items()}  # noqa: S308


def _safely(slot: str, filling: Callable, subject: Any, request: Any) -> Any:
    try:
        return filling(subject, request)
    except Exception:
        logger.exception("The slot %s could not be filled by %s", slot, filling.__qualname__)
        return None
