"""What one job sends: some rows, each of which may fail by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ppi.notifications.querysets import Held


def each(ids: Iterable[int], send: Callable[[int], bool], failure: type[Exception]) -> int:
    """Call `send(id)` for each; how many said that they have sent.

    One that fails so, or that another worker holds, does not hold up the others: the first failure
    is raised at the end, and the outbox tries again.
    """
    sent, failures = 0, []
    for pk in ids:
        try:
            sent += send(pk)
        except (failure, Held) as reason:
            failures.append(reason)
    if failures:
        raise failures[0]
    return sent
