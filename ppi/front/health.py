"""Is the process alive, and can it do its work? For load balancers and watchers."""

from __future__ import annotations

import time

import redis
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from ppi.kernel.access import access, public
from ppi.kernel.tasks import HEARTBEAT

# Beat sends a heartbeat every 10 s; three missed ones mean that nobody works.
OLDEST_HEARTBEAT_SECONDS = 30
PATIENCE_SECONDS = 2


@access(public, portal=False)
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@access(public, portal=False)
def readyz(request: HttpRequest) -> JsonResponse:
    """Database, broker and worker, each `ok` or what is wrong; 503 unless all are."""
    states = {"database": database(), "broker": broker(), "worker": worker()}
    ready = all(state == "ok" for state in states.values())
    return JsonResponse(states, status=200 if ready else 503)


def database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "does not answer"
    return "ok"


def broker() -> str:
    client = redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=PATIENCE_SECONDS,
        socket_connect_timeout=PATIENCE_SECONDS,
    )
    try:
        client.ping()
    except redis.RedisError:
        return "does not answer"
    finally:
        client.close()
    return "ok"


def worker() -> str:
    last = cache.get(HEARTBEAT)
    if last is None or time.time() - last > OLDEST_HEARTBEAT_SECONDS:
        return "no heartbeat"
    return "ok"
