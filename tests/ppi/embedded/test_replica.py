"""A second PostgreSQL that follows the first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ppi.embedded.postgres import APP, OWNER, Postgres
from ppi.embedded.replica import Replica
from tests.drills.waiting import eventually

WITHIN = 60


@pytest.fixture(scope="module")
def primary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    cluster = Postgres(tmp_path_factory.mktemp("primary"), durable=False)
    cluster.start()
    with psycopg.connect(cluster.url(OWNER)) as connection:
        connection.execute("CREATE TABLE notice (title text)")
    yield cluster
    cluster.remove()


@pytest.fixture
def replica(primary: Postgres, tmp_path: Path) -> Iterator[Replica]:
    replica = Replica(tmp_path / "replica", primary=primary)
    replica.start()
    yield replica
    replica.remove()


def write(primary: Postgres, title: str) -> None:
    with psycopg.connect(primary.url(APP)) as connection:
        connection.execute("INSERT INTO notice VALUES (%s)", [title])


def titles(cluster: Postgres) -> list[str]:
    with psycopg.connect(cluster.url(APP)) as connection:
        return [title for (title,) in connection.execute("SELECT title FROM notice")]


def test_it_has_what_the_primary_has_and_soon_what_it_gets(
    primary: Postgres, replica: Replica
) -> None:
    write(primary, "Ferry")
    eventually(lambda: "Ferry" in titles(replica), within=WITHIN)

    replica.pause()
    write(primary, "Bridge")
    assert "Bridge" not in titles(replica)
    replica.resume()
    eventually(lambda: "Bridge" in titles(replica), within=WITHIN)


def test_it_takes_no_writes(replica: Replica) -> None:
    refused = pytest.raises(psycopg.errors.ReadOnlySqlTransaction)
    with psycopg.connect(replica.url(APP)) as connection, refused:
        connection.execute("INSERT INTO notice VALUES ('Tunnel')")


def test_started_again_it_catches_up(primary: Postgres, replica: Replica) -> None:
    replica.kill()
    write(primary, "Tunnel")

    assert replica.start() is True
    eventually(lambda: "Tunnel" in titles(replica), within=WITHIN)


def test_frozen_it_says_nothing_and_goes_on_afterwards(replica: Replica) -> None:
    replica.freeze()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(replica.url(APP), connect_timeout=2)

    replica.thaw()
    assert titles(replica) == titles(replica.primary)
