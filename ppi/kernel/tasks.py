"""The three Celery tasks that carry all others; every job of the house runs through `run`."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from ppi.kernel import events, jobs  # noqa: F401 - events registers its job
from ppi.kernel.models import Job

HEARTBEAT = "worker-heartbeat"
KEEP_FINISHED = timedelta(days=7)


@shared_task(ignore_result=True)
def run(job_id: int) -> None:
    """Run one job of the outbox, unless another worker has it."""
    jobs.run_job(job_id)


@shared_task(ignore_result=True, expires=5)
def sweep() -> None:
    """Ring again for every job that is due: a lost message costs seconds, not the work."""
    for job_id in jobs.take_unheard():
        run.apply_async(args=[job_id], retry=False)


@shared_task(ignore_result=True, expires=10)
def beat_heart() -> None:
    """Shows `/readyz` that the clock, the broker and a worker are alive."""
    cache.set(HEARTBEAT, timezone.now().timestamp(), timeout=60)


@shared_task(ignore_result=True)
def forget_finished_jobs() -> None:
    """Delete jobs finished more than a week ago."""
    Job.objects.filter(done_at__lt=timezone.now() - KEEP_FINISHED).delete()
