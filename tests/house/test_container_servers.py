"""What the containers of database and broker run at their start, run here on the same programs."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from ppi.embedded import running, valkey
from ppi.embedded.places import PROJECT, free_port
from ppi.embedded.postgres import DATABASE, EXTENSIONS, Postgres, binary
from tests.house import deployment

ROLES = """
    SELECT rolname, rolcanlogin, rolcreatedb, rolsuper, rolcreaterole, rolreplication, rolbypassrls
    FROM pg_roles WHERE rolname LIKE 'ppi%' ORDER BY rolname
"""
DATABASES = """
    SELECT datname, pg_get_userbyid(datdba), datlocprovider, datlocale, datcollate,
           pg_encoding_to_char(encoding)
    FROM pg_database WHERE datname = %s
"""
GRANTS = """
    SELECT pg_get_userbyid(defaclrole), defaclobjtype, defaclacl::text
    FROM pg_default_acl ORDER BY defaclobjtype
"""


class UntouchedPostgres(Postgres):
    """A cluster as the container's image makes it: without roles and extensions."""

    def _provision(self) -> None:
        """The script does it."""


@pytest.fixture(scope="module")
def passwords() -> dict[str, str]:
    return deployment.environment("database", deployment.plausible_values())


@pytest.fixture(scope="module")
def container(
    tmp_path_factory: pytest.TempPathFactory, passwords: dict[str, str]
) -> Iterator[Postgres]:
    """A cluster on which the scripts of docker/database have run."""
    cluster = UntouchedPostgres(tmp_path_factory.mktemp("container"), durable=False)
    cluster.start()
    for script in sorted((PROJECT / "docker" / "database").iterdir()):
        subprocess.run(
            [binary("psql"), "--no-psqlrc", "--quiet", "-v", "ON_ERROR_STOP=1", "-f", script]
            + ["--dbname", cluster.url("postgres", "postgres")],
            env={**os.environ, **passwords},
            check=True,
        )
    yield cluster
    cluster.remove()


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    cluster = Postgres(tmp_path_factory.mktemp("embedded"), durable=False)
    cluster.start()
    yield cluster
    cluster.remove()


def facts(cluster: Postgres) -> dict[str, object]:
    """Locale and owner of the database, its extensions, and what the roles get in it."""
    with cluster.superuser(DATABASE) as connection:
        return {
            "database": connection.execute(DATABASES, [DATABASE]).fetchone(),
            "extensions": connection.execute(
                "SELECT extname, extversion FROM pg_extension ORDER BY extname"
            ).fetchall(),
            "grants": connection.execute(GRANTS).fetchall(),
        }


def test_the_database_is_made_as_the_embedded_one(container: Postgres, embedded: Postgres) -> None:
    made = facts(container)

    assert made == facts(embedded)
    assert set(EXTENSIONS) < {name for name, _ in made["extensions"]}
    assert len(made["grants"]) == 2


def test_the_roles_have_no_rights_of_their_own(container: Postgres) -> None:
    with container.superuser() as connection:
        roles = connection.execute(ROLES).fetchall()

    nothing = (False,) * 5
    assert roles == [("ppi_app", True, *nothing), ("ppi_owner", True, *nothing)]


def test_the_platform_uses_what_the_owner_makes(
    container: Postgres, passwords: dict[str, str]
) -> None:
    address = {"host": "127.0.0.1", "port": container.port, "dbname": DATABASE}
    owner = {"user": "ppi_owner", "password": passwords["PPI_OWNER_PASSWORD"]}
    app = {"user": "ppi_app", "password": passwords["PPI_APP_PASSWORD"]}
    with psycopg.connect(**address, **owner) as connection:
        connection.execute("CREATE TABLE notice (id bigserial, title text, place vector(2))")

    with psycopg.connect(**address, **app, autocommit=True) as connection:
        connection.execute("INSERT INTO notice (title, place) VALUES ('Ferry', '[1,2]')")
        assert connection.execute("SELECT id, title FROM notice").fetchall() == [(1, "Ferry")]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("TRUNCATE notice")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE mine (id int)")


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[tuple[psutil.Process, redis.Redis, str]]:
    """The broker's start script at work, with a client that knows the password."""
    (tmp_path / "valkey-server").symlink_to(valkey.binary())
    password = deployment.plausible_values()["PPI_BROKER_PASSWORD"]
    port = free_port()
    log = tmp_path / "broker.log"
    child = running.spawn(
        ["sh", PROJECT / "docker" / "broker" / "start.sh"],
        log=log,
        env={
            "PATH": f"{tmp_path}:{os.environ['PATH']}",
            "BROKER_PASSWORD": password,
            "BROKER_PORT": str(port),
        },
        cwd=tmp_path,
    )
    with redis.Redis(port=port, password=password, decode_responses=True) as client:
        running.wait_until(lambda: answers(client), child, log=log, seconds=20)
        yield psutil.Process(child.pid), client, password
    child.terminate()
    assert child.wait(20) == 0


def answers(client: redis.Redis) -> bool:
    try:
        return client.ping()
    except redis.ConnectionError:
        return False


def test_the_broker_keeps_messages_and_lets_go_of_the_cache(broker) -> None:
    process, client, password = broker
    wanted = ("save", "appendonly", "maxmemory", "maxmemory-policy")

    assert {name: client.config_get(name)[name] for name in wanted} == {
        "save": "",
        "appendonly": "no",
        "maxmemory": str(256 * 1024 * 1024),
        "maxmemory-policy": "volatile-lru",
    }


def test_the_broker_lets_nobody_in_without_its_password_and_does_not_show_it(broker) -> None:
    process, client, password = broker
    stranger = redis.Redis(port=client.connection_pool.connection_kwargs["port"])

    with pytest.raises(redis.AuthenticationError):
        stranger.ping()
    assert password not in " ".join(process.cmdline())


def test_the_broker_does_not_start_without_a_password() -> None:
    outcome = subprocess.run(
        ["sh", PROJECT / "docker" / "broker" / "start.sh"],
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
    )

    assert outcome.returncode == 2
    assert "BROKER_PASSWORD" in outcome.stderr
