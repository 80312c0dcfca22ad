"""Where a request may read. What real replicas do is played in `tests/drills/test_replicas.py`."""

from __future__ import annotations

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import connection, transaction
from django.http import HttpRequest

from ppi.accounts.models import User
from ppi.kernel.replicas import impatience
from ppi.kernel.replicas.impatience import ImpatientConnection
from ppi.kernel.replicas.middleware import COOKIE, ReplicaMiddleware, place_in
from ppi.kernel.replicas.routing import Reading, Router, is_kept_on_primary, reading
from ppi.kernel.replicas.standing import NOTHING, written
from ppi.portals.models import Portal, PortalRole
from tenders.models import Opportunity


def test_without_a_replica_nothing_stands_in_the_way_of_a_request() -> None:
    with pytest.raises(MiddlewareNotUsed):
        ReplicaMiddleware(lambda request: None)


def test_what_is_never_read_from_a_copy_exists_and_covers_who_may_do_what() -> None:
    named = {label for label in settings.REPLICA_NEVER if "." not in label}
    models = {label for label in settings.REPLICA_NEVER if "." in label}

    assert named <= {config.label for config in apps.get_app_configs()}
    assert models <= {model._meta.label_lower for model in apps.get_models()}
    assert is_kept_on_primary(User)
    assert is_kept_on_primary(PortalRole)
    assert not is_kept_on_primary(Opportunity)


def test_reading_writes_nothing(denmark) -> None:
    how = Reading(from_replica=True)
    with reading(how):
        assert [*Portal.objects.filter(slug="dk")] == [denmark]

    assert (how.wrote, how.failed) == (False, False)


WRITES = {
    "save": lambda portal: portal.save(),
    "update": lambda portal: Portal.objects.update(name="PPI"),
    "delete": lambda portal: portal.delete(),
    "lock": lambda portal: list(Portal.objects.select_for_update()),
    "find or make": lambda portal: Portal.objects.get_or_create(slug="dk"),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_whoever_writes_or_locks_reads_from_the_primary_from_then_on(denmark, write) -> None:
    how = Reading(from_replica=True)
    with reading(how), transaction.atomic():
        write(denmark)

    assert how.wrote
    assert how.database() == "default"


def test_jobs_and_transactions_read_from_the_primary(db) -> None:
    router, how = Router(), Reading(from_replica=True)

    assert router.db_for_read(Opportunity) == "default"
    with reading(how), transaction.atomic():
        assert router.db_for_read(Opportunity) == "default"
    # Nobody was even asked whether there is a replica.
    assert how.from_replica


def test_only_the_primary_is_migrated() -> None:
    router = Router()

    assert router.allow_migrate("default", "tenders") is None
    assert router.allow_migrate("replica_1", "tenders") is False


@pytest.mark.parametrize(
    ("brought", "place"),
    [
        ("16/B374D848", "16/B374D848"),
        ("FFFFFFFF/FFFFFFFF", "FFFFFFFF/FFFFFFFF"),
        ("", NOTHING),
        ("0/0'; DROP TABLE kernel_job", NOTHING),
        ("16/B374D848\n", NOTHING),
        ("123456789/0", NOTHING),
    ],
)
def test_a_cookie_that_names_no_place_means_nothing(brought: str, place: str) -> None:
    request = HttpRequest()
    request.COOKIES[COOKIE] = brought

    assert place_in(request) == place


@pytest.mark.django_db(transaction=True)
def test_what_was_committed_stands_before_the_place_that_is_remembered() -> None:
    before = written()
    Portal.objects.create(slug="dk", name="PPI Denmark", country="DK", languages=["en"])
    after = written()

    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::pg_lsn < %s::pg_lsn", [before, after])
        assert cursor.fetchone() == (True,)


def test_a_server_that_is_silent_is_not_waited_for(servers, monkeypatch) -> None:
    monkeypatch.setattr(impatience, "PATIENCE_SECONDS", 0.2)
    with ImpatientConnection.connect(servers.database_url) as patient:
        assert patient.execute("SELECT 1").fetchone() == (1,)
        with pytest.raises(psycopg.OperationalError):
            patient.execute("SELECT pg_sleep(600)")
        patient.close()
