from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from ppi.accounts.models import User
from ppi.kernel.models import Job
from ppi.matching.interests import stars
from ppi.matching.models import Star
from ppi.notifications import services, tasks
from ppi.notifications.choices import Kind
from ppi.notifications.models import Delivery
from tenders.models import Opportunity, Version
from tests.drills.mailbox import Mailbox
from tests.ppi.notifications.mornings import EVENING, MORNING
from tests.tenders.written import published


@pytest.fixture
def call(facts, havneby, buyer_of_havneby, moderator_of_denmark, run_jobs, mailoutbox):
    """Public, and everybody has been told of it."""
    opportunity = published(havneby, buyer_of_havneby, moderator_of_denmark)
    run_jobs()
    mailoutbox.clear()
    return opportunity


def told(mailoutbox) -> list[tuple[str, str]]:
    return sorted((one.to[0], one.subject) for one in mailoutbox)


def readers(number: int, **facts) -> list[User]:
    """So many accounts, in the order of their numbers."""
    rows = [User(email=f"reader-{n:05}@example.org", **facts) for n in range(number)]
    return User.objects.bulk_create(rows)


def starring(opportunity, people: list[User]):
    """The stars of all these people, as rows of an interest."""
    of_model = ContentType.objects.get_for_model(Opportunity)
    Star.objects.everywhere("a test writes many").bulk_create(
        [
            Star(
                content_type=of_model,
                object_id=opportunity.pk,
                person=person,
                portal=opportunity.portal,
            )
            for person in people
        ]
    )
    return stars.of(opportunity).order_by("pk")


@pytest.fixture
def change(call) -> Version:
    """News of the call, of which nobody was told yet; and nobody was told of anything else."""
    Delivery.objects.all().delete()
    Job.objects.all().delete()
    return Version.objects.of(call).get()


def tell(change: Version, interests, kind: str = Kind.CHANGE) -> None:
    portal = change.opportunity.portal
    services.promise_to_all(kind, change, interests, person="person", portal=portal)


@pytest.fixture
def mailbox(settings) -> Iterator[Mailbox]:
    """A mail server that everything is sent to."""
    with Mailbox() as mailbox:
        server = {"host": "127.0.0.1", "port": mailbox.port, "timeout": 10}
        smtp = "django.core.mail.backends.smtp.EmailBackend"
        settings.MAILERS = {"default": {"BACKEND": smtp, "OPTIONS": server}}
        yield mailbox


@contextmanager
def held_by_another(delivery: Delivery) -> Iterator[None]:
    """As by a worker that sends it just now. For tests whose rows others can see."""
    is_held, ended = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Delivery.objects.select_for_update().get(pk=delivery.pk)
            is_held.set()
            ended.wait(30)
        connection.close()

    worker = threading.Thread(target=hold)
    worker.start()
    assert is_held.wait(30)
    try:
        yield
    finally:
        ended.set()
        worker.join()


@pytest.fixture
def evening(time_machine) -> None:
    time_machine.move_to(EVENING, tick=False)


@pytest.fixture
def morning(time_machine):
    """The clock strikes seven in Copenhagen, and the minute's task runs."""

    def strike() -> None:
        time_machine.move_to(MORNING, tick=False)
        tasks.tell_what_is_due()

    return strike
