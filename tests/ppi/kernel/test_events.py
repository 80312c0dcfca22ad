"""What a room announces reaches every receiver, all or none at a time."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from ppi.kernel import events, jobs
from ppi.kernel.events import Event
from ppi.kernel.jobs import job
from ppi.kernel.models import AuditEntry, Job

arrived = Event("test_events.arrived")
departed = Event("test_events.departed")
departures_refused = []


@job
def write_log(ship: int) -> None:
    AuditEntry.objects.get_or_create(action="log", subject_id=ship)


@job
def ring_bell(ship: int) -> None:
    AuditEntry.objects.get_or_create(action="bell", subject_id=ship)


@arrived.receiver
def log_arrival(ship: int) -> None:
    write_log.later(ship=ship)


@arrived.receiver
def announce_arrival(ship: int) -> None:
    ring_bell.later(ship=ship)


@departed.receiver
def log_departure(ship: int) -> None:
    write_log.later(ship=ship)


@departed.receiver
def refuse_at_first(ship: int) -> None:
    if departures_refused:
        raise LookupError(departures_refused.pop())


def promised() -> list[tuple[str, dict]]:
    waiting = Job.objects.filter(done_at=None).order_by("pk")
    return [(row.task.split(".", 1)[1], row.arguments) for row in waiting]


def happened() -> list[tuple[str, int]]:
    return list(AuditEntry.objects.order_by("pk").values_list("action", "subject_id"))


@pytest.mark.django_db
def test_every_receiver_is_told_once(run_jobs) -> None:
    arrived.announce(ship=7)

    assert run_jobs() == 3
    assert happened() == [("log", 7), ("bell", 7)]
    assert promised() == []


@pytest.mark.django_db
def test_an_announcement_in_a_transaction_that_rolls_back_reaches_nobody(run_jobs) -> None:
    with transaction.atomic():
        arrived.announce(ship=7)
        transaction.set_rollback(True)

    assert run_jobs() == 0
    assert happened() == []


@pytest.mark.django_db
def test_a_receiver_that_fails_takes_back_what_the_others_promised_until_all_are_told() -> None:
    departures_refused.append("fog")
    departed.announce(ship=7)
    telling = Job.objects.get()

    with pytest.raises(LookupError):
        jobs.run_job(telling.pk)

    assert promised() == [
        ("kernel.events.deliver", {"event": "test_events.departed", "ids": {"ship": 7}})
    ]
    assert Job.objects.get().failure == "LookupError: fog"

    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        jobs.run_all_due()
    assert happened() == [("log", 7)]
    assert promised() == []


@pytest.mark.django_db
def test_an_event_told_twice_leaves_what_it_leaves_once(run_jobs) -> None:
    """As when a worker is killed after the receivers' promises and before its own end."""
    arrived.announce(ship=7)
    events.deliver(event="test_events.arrived", ids={"ship": 7})

    run_jobs()

    assert happened() == [("log", 7), ("bell", 7)]


@pytest.mark.django_db
def test_an_event_that_nobody_knows_any_more_says_so_and_waits() -> None:
    row = events.deliver.later(event="test_events.sunk", ids={"ship": 7})

    with pytest.raises(KeyError):
        jobs.run_job(row.pk)

    row.refresh_from_db()
    assert (row.failure, row.done_at) == ("KeyError: 'test_events.sunk'", None)


def test_two_events_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match=r"There is an event test_events\.arrived already\."):
        Event("test_events.arrived")
