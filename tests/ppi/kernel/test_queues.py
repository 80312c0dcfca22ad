"""Each kind of work waits in a queue of its own; one table says which."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import permutations

import pytest
from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from redis import Redis

from ppi.kernel import jobs, queues, tasks
from ppi.kernel.models import Job

TASKS = {
    "ppi.kernel.events.deliver": "interactive",
    "ppi.assistant.tasks.forget_question": "interactive",
    "ppi.matching.tasks.match_opportunity": "match",
    "ppi.notifications.tasks.tell_matched_companies": "match",
    "ppi.notifications.tasks.tell_matched": "match",
    "ppi.notifications.tasks.tell_who_searched": "match",
    "ppi.notifications.tasks.tell_what_is_due": "interactive",
    "ppi.notifications.tasks.tell_watchers_of_change": "interactive",
    "ppi.notifications.tasks.send": "mail",
    "ppi.notifications.tasks.send_digests": "mail",
    "ppi.notifications.tasks.call_webhooks": "calls",
    "ppi.notifications.tasks.push_messages": "calls",
    "ppi.portals.mails.send_again": "mail",
    "ppi.search.tasks.reindex": "index",
    "ppi.documents.tasks.scan_document": "import",
    "somewhere.unknown": "interactive",
}


@pytest.fixture
def broker() -> Iterator[Redis]:
    """The queues of this run's Valkey, empty before and after."""
    with Redis.from_url(settings.CELERY_BROKER_URL) as client:
        client.delete(*queues.names())
        yield client
        client.delete(*queues.names())


def waiting(broker: Redis) -> dict[str, int]:
    lengths = {name: broker.llen(name) for name in queues.names()}
    return {name: length for name, length in lengths.items() if length}


def promised(task: str, number: int = 1) -> list[int]:
    """Due jobs whose ringing was not heard."""
    long_ago = timezone.now() - timedelta(hours=1)
    rows = [Job(task=task, due_at=long_ago, rung_at=long_ago) for _ in range(number)]
    return [row.pk for row in Job.objects.bulk_create(rows)]


def test_each_queue_is_named_once_and_the_table_names_no_other() -> None:
    assert queues.names() == ["pulse", "interactive", "match", "mail", "index", "import", "calls"]
    assert set(settings.QUEUE_OF.values()) == set(queues.names()) - {"interactive"}
    nested = [(one, two) for one, two in permutations(settings.QUEUE_OF, 2) if two.startswith(one)]
    assert nested == []


def test_the_table_names_jobs_that_there_are() -> None:
    """One that is renamed must not fall into another queue unseen."""
    current_app.loader.import_default_modules()
    named = [start for start in settings.QUEUE_OF if start.startswith("ppi.notifications.tasks.")]
    assert [start for start in named if not any(job.startswith(start) for job in jobs._jobs)] == []
    assert len(named) == 5


def test_what_the_clock_asks_for_each_minute_does_not_pile_up_while_nobody_works() -> None:
    seconds = {entry["task"]: entry["schedule"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    often = {task: every for task, every in seconds.items() if every in (5.0, 60.0)}
    assert {task: current_app.tasks[task].expires <= every for task, every in often.items()} == {
        "ppi.front.tasks.count_figures": True,
        "ppi.kernel.tasks.sweep": True,
        "ppi.notifications.tasks.tell_what_is_due": True,
    }


@pytest.mark.parametrize(("task", "queue"), TASKS.items())
def test_a_task_has_the_queue_of_its_kind(task: str, queue: str) -> None:
    assert queues.queue_of(task) == queue


def test_what_the_clock_asks_for_waits_where_the_table_says() -> None:
    asked = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    routed = {task: current_app.amqp.router.route({}, task)["queue"].name for task in asked}

    assert routed == {task: queues.queue_of(task) for task in asked}
    assert routed["ppi.kernel.tasks.sweep"] == "pulse"
    assert routed["ppi.kernel.tasks.forget_finished_jobs"] == "import"


@pytest.mark.django_db
def test_each_job_is_found_in_exactly_its_queue() -> None:
    ids = {promised(task)[0]: queue for task, queue in TASKS.items()}

    found = {
        pk: queue
        for queue in queues.names()
        for pk in Job.objects.filter(queues.jobs_of(queue)).values_list("pk", flat=True)
    }
    times = sum(Job.objects.filter(queues.jobs_of(queue)).count() for queue in queues.names())
    assert found == ids
    assert times == len(ids)


@pytest.mark.django_db(transaction=True)
def test_a_promise_rings_in_the_queue_of_its_kind(broker) -> None:
    jobs.promise("ppi.notifications.tasks.send", delivery_id=1)
    jobs.promise("ppi.matching.tasks.match_opportunity", opportunity_id=1)
    jobs.promise("ppi.matching.tasks.match_opportunity", opportunity_id=2)

    assert waiting(broker) == {"mail": 1, "match": 2}


@pytest.mark.django_db
def test_the_sweep_fills_each_queue_up_to_its_own_limit(broker, monkeypatch) -> None:
    """Much mail that waits since before leaves what is to be matched its place."""
    monkeypatch.setattr(queues, "MOST_RUNG", 3)
    promised("ppi.notifications.tasks.send", 10)
    promised("ppi.matching.tasks.match_opportunity", 2)

    tasks.sweep()
    assert waiting(broker) == {"mail": 3, "match": 2}

    broker.delete("mail")
    tasks.sweep()
    assert waiting(broker) == {"mail": 3, "match": 2}


@pytest.mark.django_db
def test_a_second_sweep_finds_nothing_left_to_ring(broker) -> None:
    """Two clocks by mistake: what one has rung, the other leaves alone."""
    promised("ppi.search.tasks.reindex", 5)

    tasks.sweep()
    tasks.sweep()

    assert waiting(broker) == {"index": 5}


def test_a_worker_that_hears_the_broker_says_so_for_each_queue_it_empties(db) -> None:
    tasks.beat_heart()

    signs = [tasks.HEARTBEAT.format(queue=queue) for queue in queues.names()]
    assert set(cache.get_many(signs)) == set(signs)
