"""What thousands of texts that are indexed in a row need again and again, worked out once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_memory: ContextVar[dict[str, dict] | None] = ContextVar("memory", default=None)


@contextmanager
def of_a_run() -> Iterator[None]:
    """Within the block, and in this thread, what was worked out is remembered."""
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


def is_kept() -> bool:
    return _memory.get() is not None


def recall[Key: Hashable, Found](
    name: str, keys: set[Key], work_out: Callable[[set[Key]], dict[Key, Found]]
) -> dict[Key, Found]:
    """What `work_out` finds of the keys; of keys that it leaves out, nothing.

    Within a run each key is worked out once; `name` tells one question from another.
    """
    memory = _memory.get()
    if memory is None:
        return work_out(keys)
    known = memory.setdefault(name, {})
    if new := keys - known.keys():
        known |= dict.fromkeys(new) | work_out(new)
    return {key: found for key in keys if (found := known[key]) is not None}
