"""A page asks the same of its reader many times: the answers are remembered while it is read.

Only while it is read: a request that may change something asks anew each time, and so does a job.
Nothing is remembered from one request to the next, so that nothing needs to be forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

from django.http import HttpRequest, HttpResponse

SAFE = ("GET", "HEAD")
MEMORY = "_remembered"


class RememberingMiddleware:
    """Gives the reader of a page a memory for this one request. Stands where `user` is known."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in SAFE:
            setattr(request.user, MEMORY, {})
        return self.get_response(request)


def remembered[T](user, question: Hashable, ask: Callable[[], T]) -> T:
    """The answer to a question about this person, asked once a page."""
    memory = getattr(user, MEMORY, None)
    if memory is None:
        return ask()
    if question not in memory:
        memory[question] = ask()
    return memory[question]
