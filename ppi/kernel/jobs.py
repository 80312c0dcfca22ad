"""Work that survives: a job is a row written with its cause, run by a worker, swept when late.

    @job
    def match_opportunity(opportunity_id: int) -> None: ...

    match_opportunity.later(opportunity_id=7)

`later()` writes the row in the caller's transaction; when that commits, the broker is rung, and a
broker that does not answer changes nothing: the sweep finds the row within seconds. A job may run
twice or be killed at any moment, so what it makes stands behind a unique constraint.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from ppi.kernel import audit, queues
from ppi.kernel.models import Job

logger = logging.getLogger(__name__)

# The Celery task that runs any job; `kernel.tasks` defines it.
RUN = "ppi.kernel.tasks.run"
# A message that the broker lost is sent again after this.
RING_AGAIN = timedelta(seconds=15)
# A broker that failed is left alone for this long, so that a request waits for it only once.
LEFT_ALONE = timedelta(seconds=10)
FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(hours=1)
MOST_ATTEMPTS = 20

_jobs: dict[str, Callable[..., None]] = {}
_left_alone_until = datetime.min.replace(tzinfo=UTC)


def job(function: Callable[..., None]) -> Callable[..., None]:
    """Make `function.later(**arguments)` available. Arguments are ids, never objects."""
    name = f"{function.__module__}.{function.__name__}"
    _jobs[name] = function
    function.later = functools.partial(promise, name)
    return function


def promise(name: str, *, due_at: datetime | None = None, **arguments: Any) -> Job:
    """Write the row now, in this transaction; ring the broker once it is committed."""
    now = timezone.now()
    row = Job.objects.create(task=name, arguments=arguments, due_at=due_at or now, rung_at=now)
    if due_at is None:
        transaction.on_commit(functools.partial(ring, row.pk, name))
    return row


def ring(job_id: int, name: str) -> None:
    """Tell the broker that a job waits. A broker that fails is not the caller's trouble."""
    global _left_alone_until
    if timezone.now() < _left_alone_until:
        return
    try:
        current_app.send_task(RUN, args=[job_id], queue=queues.queue_of(name), retry=False)
    except Exception as failure:  # noqa: BLE001 - whatever the transport raises, the sweep comes
        _left_alone_until = timezone.now() + LEFT_ALONE
        logger.warning(
            "The broker did not answer (%s); the sweep will find job %s and those that follow "
            "within %s",
            failure,
            job_id,
            LEFT_ALONE,
        )


def free() -> Q:
    """Jobs that are not done, and that no worker holds."""
    return Q(done_at=None) & (Q(leased_until=None) | Q(leased_until__lt=timezone.now()))


def due() -> Q:
    """Jobs that should be running, and are not."""
    return free() & Q(due_at__lte=timezone.now(), attempts__lt=MOST_ATTEMPTS)


def given_up() -> QuerySet[Job]:
    """Jobs that failed, or whose worker died, so often that nobody runs them any more."""
    return Job.objects.filter(free(), attempts__gte=MOST_ATTEMPTS)


def lease_length() -> timedelta:
    """A worker that died is noticed when its lease ends; a job takes far less than that."""
    return timedelta(seconds=settings.PPI_JOB_LEASE_SECONDS)


def lease(job_id: int) -> Job | None:
    """Take the job for `lease_length()`; None when another worker has it or it is done."""
    with transaction.atomic():
        row = Job.objects.select_for_update(skip_locked=True).filter(due(), pk=job_id).first()
        if row is None:
            return None
        row.leased_until = timezone.now() + lease_length()
        row.attempts += 1
        row.save(update_fields=["leased_until", "attempts"])
        return row


def run_job(job_id: int) -> bool:
    """Run the job if it is free. True when it was run to its end by this call."""
    row = lease(job_id)
    if row is None:
        return False
    try:
        _jobs[row.task](**row.arguments)
    except Exception as failure:
        postpone(row, failure)
        raise
    own(row).update(done_at=timezone.now(), leased_until=None, failure="")
    return True


def own(row: Job):
    """The row while this lease of it is the latest: a run that took too long changes nothing."""
    return Job.objects.filter(pk=row.pk, attempts=row.attempts)


def postpone(row: Job, failure: Exception) -> None:
    """Try again later: 5 s, 10 s, 20 s … at most an hour apart, `MOST_ATTEMPTS` times."""
    wait = min(FIRST_RETRY * 2 ** (row.attempts - 1), LONGEST_RETRY)
    if row.attempts >= MOST_ATTEMPTS:
        logger.error("Job %s (%s) is given up: %s", row.pk, row.task, failure)
    own(row).update(
        due_at=timezone.now() + wait,
        leased_until=None,
        failure=f"{type(failure).__name__}: {failure}"[:2000],
    )


@transaction.atomic
def try_again(rows: QuerySet[Job], *, by=None) -> int:
    """Make jobs that were given up due now, with all their attempts before them; how many.

    The next sweep rings for them. One audit row names them all.
    """
    held = rows.filter(pk__in=given_up()).select_for_update(skip_locked=True)
    ids = list(held.order_by("pk").values_list("pk", flat=True))
    if ids:
        now = timezone.now()
        Job.objects.filter(pk__in=ids).update(
            attempts=0, due_at=now, rung_at=now - RING_AGAIN, leased_until=None
        )
        audit.record("jobs.tried_again", Job(), by=by, jobs=ids)
    return len(ids)


def take_unheard(queue: str, limit: int = queues.MOST_RUNG) -> list[int]:
    """Ids of due jobs of this queue whose ringing led nowhere: what the sweep rings again."""
    unheard = Q(rung_at__lt=timezone.now() - RING_AGAIN)
    return take_due(queues.jobs_of(queue), unheard, limit=limit)


def take_due(*conditions: Q, limit: int = 500) -> list[int]:
    """Ids of due jobs that no other sweep holds at this moment, the longest due first."""
    with transaction.atomic():
        rows = Job.objects.select_for_update(skip_locked=True).filter(due(), *conditions)
        ids = list(rows.order_by("due_at", "pk").values_list("pk", flat=True)[:limit])
        Job.objects.filter(pk__in=ids).update(rung_at=timezone.now())
        return ids


def run_all_due(limit: int = 10_000) -> int:
    """Run what is due in this process, jobs made meanwhile too. For tests and the loaders."""
    ran = 0
    while ran < limit and (ids := take_due()):
        ran += sum(run_job(job_id) for job_id in ids)
    return ran
