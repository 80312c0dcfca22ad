"""The best hits in their order, at most `LONGEST`, kept so that the next page follows this one.

A list is kept ten minutes in the cache. The address of a page names it in a signed word; when the
list is gone, or the word belongs to another search, the list is made anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.core import signing
from django.core.cache import cache
from django.utils.crypto import get_random_string

LONGEST = 200
KEPT_SECONDS = 600
SALT = "ppi.search.ranking"


@dataclass(frozen=True)
class Window:
    """A page's place in a kept list."""

    ids: list[int]
    name: str
    start: int
    size: int

    @property
    def shown(self) -> list[int]:
        return self.ids[self.start : self.start + self.size]

    @property
    def is_last(self) -> bool:
        return self.start + self.size >= len(self.ids)


def window(word: str, search: str, size: int, rank: Callable[[], list[int]]) -> Window:
    """The page that `word` names. `search`: what tells one list from another, such as its
    address; `rank` makes the list."""
    name, start = _read(word, search)
    ids = cache.get(_key(name)) if name else None
    if ids is None:
        ids, name = rank()[:LONGEST], get_random_string(16)
        cache.set(_key(name), ids, KEPT_SECONDS)
    return Window(ids, name, start if start < len(ids) else 0, size)


def word_after(page: Window, search: str) -> str:
    """What names the page after this one."""
    return signing.dumps([page.name, page.start + page.size], salt=f"{SALT} {search}")


def _read(word: str, search: str) -> tuple[str, int]:
    try:
        name, start = signing.loads(word, salt=f"{SALT} {search}")
    except signing.BadSignature:
        return "", 0
    return name, start


def _key(name: str) -> str:
    return f"search:ranked:{name}"
