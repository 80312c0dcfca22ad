"""Work that survives: promised with its cause, run once, tried again, swept when unheard."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from celery import Celery, current_app
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from redis import Redis

from ppi.embedded import places
from ppi.kernel import jobs, queues, tasks
from ppi.kernel.jobs import job
from ppi.kernel.models import AuditEntry, Job

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


@job
def note_down(word: str) -> None:
    AuditEntry.objects.create(action=word)


@job
def note_down_once(word: str) -> None:
    AuditEntry.objects.get_or_create(action=word)


@job
def fail_always(words: str) -> None:
    raise LookupError(words)


@job
def fail_after_noting(word: str) -> None:
    with transaction.atomic():
        AuditEntry.objects.create(action=word)
        raise LookupError("after the note")


def noted() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def again(row: Job) -> Job:
    return Job.objects.get(pk=row.pk)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def broker() -> Iterator[Redis]:
    """The queues of this run's Valkey, empty before and after."""
    with Redis.from_url(settings.CELERY_BROKER_URL) as client:
        client.delete(*queues.names())
        yield client
        client.delete(*queues.names())


@pytest.mark.django_db
def test_a_promise_is_kept_with_what_it_was_promised_with(clock) -> None:
    row = note_down.later(word="ferry")

    assert jobs.run_job(row.pk) is True
    assert noted() == ["ferry"]
    kept = again(row)
    assert (kept.done_at, kept.leased_until, kept.attempts) == (NOON, None, 1)
    assert (kept.task, kept.arguments, kept.failure) == (
        f"{__name__}.note_down",
        {"word": "ferry"},
        "",
    )


@pytest.mark.django_db(transaction=True)
def test_a_promise_in_a_transaction_that_rolls_back_leaves_nothing(broker) -> None:
    with transaction.atomic():
        note_down.later(word="never")
        transaction.set_rollback(True)

    assert list(Job.objects.all()) == []
    assert broker.llen("interactive") == 0


@pytest.mark.django_db(transaction=True)
def test_the_broker_is_rung_once_a_promise_is_committed(broker) -> None:
    with transaction.atomic():
        note_down.later(word="ferry")
        assert broker.llen("interactive") == 0

    assert broker.llen("interactive") == 1
    assert b"ppi.kernel.tasks.run" in broker.lindex("interactive", 0)


@pytest.mark.django_db(transaction=True)
def test_a_promise_for_later_is_not_rung_now(broker) -> None:
    note_down.later(word="tomorrow", due_at=jobs.timezone.now() + timedelta(days=1))

    assert broker.llen("interactive") == 0
    assert jobs.run_all_due() == 0
    assert noted() == []


@pytest.fixture
def no_broker(monkeypatch) -> Iterator[None]:
    """The broker's address is one at which nobody listens."""
    monkeypatch.setattr(jobs, "_left_alone_until", jobs._left_alone_until)
    away = Celery("away", broker=f"redis://127.0.0.1:{places.free_port()}/0", set_as_current=False)
    away.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    usual = current_app._get_current_object()
    away.set_current()
    yield
    usual.set_current()


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_is_not_the_callers_trouble(no_broker, caplog) -> None:
    row = note_down.later(word="all the same")

    assert again(row).done_at is None
    assert f"the sweep will find job {row.pk}" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_failed_is_left_alone_for_a_while(no_broker, caplog) -> None:
    """So a request that promises several jobs waits for a hanging broker only once."""

    def rung() -> int:
        return caplog.text.count("The broker did not answer")

    with time_machine.travel(NOON, tick=False) as clock:
        for word in ("one", "two", "three"):
            note_down.later(word=word)
        assert rung() == 1

        clock.shift(jobs.LEFT_ALONE)
        note_down.later(word="four")
        assert rung() == 2

    assert Job.objects.count() == 4


@pytest.mark.django_db
def test_a_leased_job_is_nobody_elses_until_the_lease_ends(clock) -> None:
    row = note_down.later(word="ferry")
    jobs.lease(row.pk)

    clock.shift(jobs.lease_length() - timedelta(seconds=1))
    assert jobs.run_job(row.pk) is False
    assert noted() == []

    clock.shift(timedelta(seconds=2))
    assert jobs.run_job(row.pk) is True
    assert noted() == ["ferry"]
    assert again(row).attempts == 2


def test_a_lease_lasts_a_minute_unless_the_settings_say_otherwise(settings) -> None:
    assert jobs.lease_length() == timedelta(seconds=60)

    settings.PPI_JOB_LEASE_SECONDS = 5
    assert jobs.lease_length() == timedelta(seconds=5)


@pytest.mark.django_db
def test_a_failing_job_is_tried_again_ever_later_and_keeps_its_words(clock) -> None:
    row, waits = fail_always.later(words="No such pier"), []
    for _attempt in range(12):
        with pytest.raises(LookupError):
            jobs.run_job(row.pk)
        waits.append((again(row).due_at - jobs.timezone.now()).total_seconds())
        assert jobs.run_job(row.pk) is False
        clock.move_to(again(row).due_at)

    assert waits == [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]
    kept = again(row)
    assert (kept.failure, kept.done_at, kept.leased_until) == (
        "LookupError: No such pier",
        None,
        None,
    )


@pytest.mark.django_db
def test_a_job_that_never_succeeds_is_given_up_and_stays_to_be_looked_at(clock) -> None:
    row = fail_always.later(words="No such pier")
    Job.objects.filter(pk=row.pk).update(attempts=jobs.MOST_ATTEMPTS - 1)

    with pytest.raises(LookupError):
        jobs.run_job(row.pk)
    clock.shift(timedelta(days=2))

    assert jobs.run_job(row.pk) is False
    assert jobs.take_unheard("interactive") == []
    assert again(row).failure == "LookupError: No such pier"


@pytest.mark.django_db
def test_the_words_of_a_failure_go_once_it_succeeds(clock) -> None:
    row = note_down.later(word="ferry")
    Job.objects.filter(pk=row.pk).update(failure="LookupError: earlier")

    jobs.run_job(row.pk)

    assert again(row).failure == ""


@pytest.mark.django_db
def test_a_failing_job_takes_back_what_it_wrote_in_its_transaction(clock) -> None:
    row = fail_after_noting.later(word="half")

    with pytest.raises(LookupError):
        jobs.run_job(row.pk)

    assert noted() == []


@pytest.mark.django_db
def test_a_job_of_an_unknown_name_says_so_and_waits_for_the_code_that_knows_it(clock) -> None:
    row = jobs.promise("ppi.nowhere.do_it", ids=[1])

    with pytest.raises(KeyError):
        jobs.run_job(row.pk)

    kept = again(row)
    assert kept.failure == "KeyError: 'ppi.nowhere.do_it'"
    assert kept.due_at == NOON + timedelta(seconds=5)


@pytest.mark.django_db
def test_a_finished_job_rung_again_is_not_run_again(clock) -> None:
    row = note_down.later(word="ferry")

    assert [jobs.run_job(row.pk), jobs.run_job(row.pk)] == [True, False]
    assert noted() == ["ferry"]


@pytest.mark.django_db
def test_a_job_whose_worker_died_before_the_end_runs_twice_without_harm(clock) -> None:
    row = note_down_once.later(word="ferry")
    jobs.lease(row.pk)
    note_down_once(word="ferry")

    clock.shift(jobs.lease_length() + timedelta(seconds=1))

    assert jobs.run_job(row.pk) is True
    assert noted() == ["ferry"]


@pytest.mark.django_db(transaction=True)
def test_eight_workers_at_once_run_it_once(broker) -> None:
    row = note_down.later(word="ferry")
    gate, ran = threading.Barrier(8), []

    def work() -> None:
        gate.wait()
        ran.append(jobs.run_job(row.pk))
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(ran) == [False] * 7 + [True]
    assert noted() == ["ferry"]
    assert again(row).attempts == 1


@pytest.mark.django_db
def test_the_sweep_finds_the_unheard_and_no_others(clock) -> None:
    unheard, done, leased = (note_down.later(word=word) for word in ("one", "two", "three"))
    for_later = note_down.later(word="four", due_at=NOON + timedelta(hours=1))
    jobs.run_job(done.pk)
    jobs.lease(leased.pk)
    clock.shift(jobs.RING_AGAIN + timedelta(seconds=1))
    just_rung = note_down.later(word="five")

    assert jobs.take_unheard("interactive") == [unheard.pk]
    assert jobs.take_unheard("interactive") == []

    clock.shift(timedelta(hours=1))
    assert jobs.take_unheard("interactive") == [
        unheard.pk, leased.pk, just_rung.pk, for_later.pk
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_sweep_takes_the_longest_due_first_and_no_more_than_its_limit(clock) -> None:
    rows = []
    for number in range(5):
        rows.append(note_down.later(word=str(number)))
        clock.shift(timedelta(seconds=1))
    clock.shift(jobs.RING_AGAIN)

    assert jobs.take_unheard("interactive", limit=3) == [row.pk for row in rows[:3]]
    assert jobs.take_unheard("interactive", limit=3) == [row.pk for row in rows[3:]]


@pytest.mark.django_db(transaction=True)
def test_the_sweep_rings_what_it_found(broker) -> None:
    row = note_down.later(word="ferry")
    broker.delete("interactive")
    Job.objects.filter(pk=row.pk).update(rung_at=NOON - timedelta(days=365))

    tasks.sweep()

    assert broker.llen("interactive") == 1


@pytest.mark.django_db(transaction=True)
def test_the_sweep_makes_no_queue_longer_than_its_limit(broker, monkeypatch) -> None:
    """What waits anyway stands in the table: a message each 15 s would bury what is new."""
    monkeypatch.setattr(queues, "MOST_RUNG", 3)
    for number in range(5):
        note_down.later(word=str(number))
    broker.ltrim("interactive", 0, 1)
    Job.objects.update(rung_at=NOON - timedelta(days=365))

    tasks.sweep()
    assert broker.llen("interactive") == 3
    tasks.sweep()
    assert broker.llen("interactive") == 3

    broker.delete("interactive")
    tasks.sweep()
    assert broker.llen("interactive") == 3


@pytest.mark.django_db
def test_the_sweep_leaves_word_that_it_ran(clock) -> None:
    tasks.sweep()

    assert cache.get(tasks.LAST_SWEEP) == NOON.timestamp()


def test_the_sweep_has_a_queue_of_its_own_which_workers_empty_first(broker) -> None:
    tasks.sweep.delay()

    assert {name: broker.llen(name) for name in queues.names()} == {
        "pulse": 1,
        **dict.fromkeys(["interactive", "match", "mail", "index", "import", "calls"], 0),
    }
    assert queues.names()[:2] == ["pulse", "interactive"]
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["queue_order_strategy"] == "priority"


@pytest.mark.django_db
def test_only_what_was_finished_a_week_ago_is_forgotten(clock) -> None:
    old, failing = note_down.later(word="old"), fail_always.later(words="still failing")
    jobs.run_job(old.pk)
    clock.shift(timedelta(days=6))
    young = note_down.later(word="young")
    jobs.run_job(young.pk)
    clock.shift(timedelta(days=1, seconds=1))

    tasks.forget_finished_jobs()

    assert set(Job.objects.values_list("pk", flat=True)) == {failing.pk, young.pk}


@pytest.mark.django_db
def test_all_due_jobs_run_with_those_they_promise(clock) -> None:
    outer.later(depth=3)

    assert jobs.run_all_due() == 4
    assert noted() == ["3", "2", "1", "0"]


@job
def outer(depth: int) -> None:
    AuditEntry.objects.create(action=str(depth))
    if depth:
        outer.later(depth=depth - 1)
