"""Which queue a task waits in. `QUEUE_OF` in the settings is the one place that says so.

A kind of work has a queue of its own, so that much of one kind does not hold up another, and so
that each can have workers of its own: `celery --app ppi worker --queues mail`.
"""

from __future__ import annotations

from celery import current_app
from django.conf import settings
from django.db.models import Q

# The sweep fills a queue up to this: what waits longer stands in the table, not twice in both.
MOST_RUNG = 500


def names() -> list[str]:
    """In the order in which a worker of several queues empties them."""
    return [queue.name for queue in settings.CELERY_TASK_QUEUES]


def queue_of(task: str) -> str:
    """The queue of the task or job of this name."""
    found = (queue for start, queue in settings.QUEUE_OF.items() if task.startswith(start))
    return next(found, settings.CELERY_TASK_DEFAULT_QUEUE)


def jobs_of(queue: str) -> Q:
    """The jobs that wait in this queue; each waits in exactly one."""
    if queue == settings.CELERY_TASK_DEFAULT_QUEUE:
        return ~_beginning_with(list(settings.QUEUE_OF))
    return _beginning_with([start for start, own in settings.QUEUE_OF.items() if own == queue])


def _beginning_with(starts: list[str]) -> Q:
    found = Q(pk__in=[])
    for start in starts:
        found |= Q(task__startswith=start)
    return found


def room_in(name: str) -> int:
    """How many more messages the sweep may put into this queue."""
    queue = current_app.amqp.queues[name]
    with current_app.connection_or_acquire() as connection:
        declared = connection.default_channel.queue_declare(
            queue=name,
            durable=queue.durable,
            exclusive=queue.exclusive,
            auto_delete=queue.auto_delete,
            arguments=queue.queue_arguments,
        )
    return max(0, MOST_RUNG - declared.message_count)
