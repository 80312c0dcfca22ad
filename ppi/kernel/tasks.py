"""The few Celery tasks that carry all others; every job of the house runs through `run`.

Beat sends the others; `sweep` has a queue of its own, `pulse`, so that a long queue of jobs cannot
hold it up.
"""

from __future__ import annotations

from datetime import timedelta

from celery import current_app, shared_task
from celery.signals import heartbeat_sent
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from ppi.kernel import events, jobs, operators, queues  # noqa: F401 - events registers its job
from ppi.kernel.models import Job

HEARTBEAT, LAST_SWEEP = "worker-heartbeat-{queue}", "last-sweep"
# In the cache; `/readyz` decides what is too old.
KEEP_PULSE_SECONDS = 600
KEEP_FINISHED = timedelta(days=7)


@shared_task(ignore_result=True)
def run(job_id: int) -> None:
    """Run one job of the outbox, unless another worker has it."""
    jobs.run_job(job_id)


@shared_task(ignore_result=True, expires=5)
def sweep() -> None:
    """Ring again for every job that is due: a lost message costs seconds, not the work.

    That it ran shows `/readyz` that the clock, the broker and a worker's children do their part.
    Two sweeps at once harm nothing: what one holds, the other skips.
    """
    for queue in queues.names():
        for job_id in jobs.take_unheard(queue, limit=queues.room_in(queue)):
            run.apply_async(args=[job_id], queue=queue, retry=False)
    cache.set(LAST_SWEEP, timezone.now().timestamp(), timeout=KEEP_PULSE_SECONDS)


@heartbeat_sent.connect
def beat_heart(**_sent) -> None:
    """Shows `/readyz` that a worker hears the broker, for each queue that it empties.

    Celery calls it every two seconds in the worker's main process, however busy the children are.
    """
    now = timezone.now().timestamp()
    beats = {HEARTBEAT.format(queue=queue): now for queue in current_app.amqp.queues.consume_from}
    cache.set_many(beats, timeout=KEEP_PULSE_SECONDS)


@shared_task(ignore_result=True)
def forget_finished_jobs() -> None:
    """Delete jobs finished more than a week ago."""
    Job.objects.filter(done_at__lt=timezone.now() - KEEP_FINISHED).delete()


@shared_task(ignore_result=True)
def tell_operators() -> None:
    """Once a day: which jobs have been given up."""
    operators.tell_of_given_up()


@shared_task
def forget_ended_sessions() -> None:
    """Daily: what visitors typed before they signed in stands in sessions, and must not pile up."""
    call_command("clearsessions")
