"""Words of a list, found as the search finds them: the room above says which rows have them.

Without such a room, or before it is asked, nothing has them.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import models

# (model, words, the reader's language) → ids of published rows, the newest first.
type Finder = Callable[[type[models.Model], str, str], list[int]]

_finders: list[Finder] = []


def finder(function: Finder) -> Finder:
    """Decorator: this one is asked. There is one place that knows words."""
    if _finders:
        raise ValueError("Somebody knows the words already.")
    _finders.append(function)
    return function


def ids_with(model: type[models.Model], words: str, language: str) -> list[int]:
    """Ids of the newest published rows with these words: at most one more than a list counts."""
    return [pk for find in _finders for pk in find(model, words, language)]
