"""Is the process alive, and can it do its work? For load balancers and watchers."""

from __future__ import annotations

import time

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from kombu import Connection

from ppi.kernel import jobs, queues
from ppi.kernel.access import access, public
from ppi.kernel.replicas import standing
from ppi.kernel.tasks import HEARTBEAT, LAST_SWEEP

# A worker's main process beats every 2 s, whatever its children do.
OLDEST_HEARTBEAT_SECONDS = 30
# The clock asks for a sweep every 5 s, and it waits for the job that is being run at most.
OLDEST_SWEEP_SECONDS = 90
PATIENCE_SECONDS = 2


@access(public, portal=False)
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@access(public, portal=False)
def readyz(request: HttpRequest) -> JsonResponse:
    """Database, broker, worker and sweep, each `ok` or what is wrong; 503 unless all are.

    `given_up` counts jobs that are not tried any more, and makes nothing unready: no process can
    mend them. None where the database cannot say. Nor does `replicas`, there where some are
    configured: without them, pages are read from the database.
    """
    states = {"database": database(), "broker": broker(), "worker": worker(), "sweep": sweep()}
    ready = all(state == "ok" for state in states.values())
    body = states | {"given_up": given_up() if states["database"] == "ok" else None}
    if standing.replicas:
        body["replicas"] = replicas()
    return JsonResponse(body, status=200 if ready else 503)


def replicas() -> str:
    """As this process last saw them, a few seconds ago at most."""
    passed_over = [each for each in standing.replicas if not each.is_usable()]
    troubles = (f"{each.alias} {each.trouble}" for each in passed_over)
    return f"degraded: {', '.join(troubles)}" if passed_over else "ok"


def database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "does not answer"
    return "ok"


def broker() -> str:
    """Whichever it is, met anew: a connection of before may not know yet that it is broken."""
    connection = Connection(
        settings.CELERY_BROKER_URL,
        connect_timeout=PATIENCE_SECONDS,
        transport_options=settings.CELERY_BROKER_TRANSPORT_OPTIONS,
    )
    try:
        connection.channel()
    except (OSError, *connection.connection_errors, *connection.channel_errors):
        return "does not answer"
    finally:
        connection.close()
    return "ok"


def worker() -> str:
    """Each queue must have a worker, which may be the same one for all."""
    signs = {queue: HEARTBEAT.format(queue=queue) for queue in queues.names()}
    idle = [q for q, sign in signs.items() if not is_fresh(sign, OLDEST_HEARTBEAT_SECONDS)]
    if len(idle) == len(signs):
        return "no heartbeat"
    return f"no heartbeat for {', '.join(idle)}" if idle else "ok"


def sweep() -> str:
    return "ok" if is_fresh(LAST_SWEEP, OLDEST_SWEEP_SECONDS) else "none of late"


def is_fresh(sign: str, seconds: float) -> bool:
    last = cache.get(sign)
    return last is not None and time.time() - last <= seconds


def given_up() -> int | None:
    try:
        return jobs.given_up().count()
    except DatabaseError:
        return None
