"""Lets a request that only reads do so from a replica, but never before its own writes.

Whoever wrote gets a cookie that says how far the primary's log had come. While the replica has not
replayed that far, this browser reads from the primary. Counting seconds instead would be wrong as
soon as the replica is slower than was thought, and would ask too much of the primary otherwise.
"""

from __future__ import annotations

import copy
import logging
import re
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from ppi.kernel.remembering import SAFE
from ppi.kernel.replicas import standing
from ppi.kernel.replicas.routing import Reading, reading

logger = logging.getLogger(__name__)

COOKIE = "ppi_written"
# A replica farther behind than a few seconds is passed over: long before the cookie ends.
COOKIE_SECONDS = 60 * 60
PLACE = re.compile(r"[0-9A-F]{1,8}/[0-9A-F]{1,8}")
BEYOND_ALL = "FFFFFFFF/FFFFFFFF"


class ReplicaMiddleware:
    """Stands before everything that asks the database."""

    def __init__(self, get_response: Callable) -> None:
        if not standing.replicas:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE:
            response = self._answer(request, Reading(from_replica=False))
            remember(response)
            return response
        untouched = copy.copy(request)
        untouched.META = dict(request.META)
        how = Reading(from_replica=True, after=place_in(request))
        response = self._answer(request, how)
        if how.failed:
            logger.warning("%s is made again: a replica failed meanwhile", request.path)
            how = Reading(from_replica=False)
            response = self._answer(untouched, how)
        if how.wrote:
            remember(response)
        return response

    def _answer(self, request: HttpRequest, how: Reading) -> HttpResponse:
        with reading(how):
            return self.get_response(request)


def place_in(request: HttpRequest) -> str:
    """How far the log had come when this browser last wrote. What somebody made up means nothing.

    The cookie needs no signature: all that a false one can reach is the primary, or a page as old
    as any visitor's.
    """
    brought = request.COOKIES.get(COOKIE, "")
    return brought if PLACE.fullmatch(brought) else standing.NOTHING


def remember(response: HttpResponse) -> None:
    """Where the primary does not say how far it is, the browser reads from nothing else."""
    response.set_cookie(
        COOKIE,
        standing.written() or BEYOND_ALL,
        max_age=COOKIE_SECONDS,
        domain=settings.SESSION_COOKIE_DOMAIN,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
