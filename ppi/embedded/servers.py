"""A database and a broker for one purpose, embedded or given, behind one face."""

from __future__ import annotations

import os
import secrets
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from ppi.embedded import places
from ppi.embedded.given import GivenPostgres, GivenValkey
from ppi.embedded.lease import Lease
from ppi.embedded.postgres import BUFFERS, OWNER, Postgres
from ppi.embedded.valkey import Valkey

PURPOSES = ("demo", "dev", "test", "bench")
# What these hold can be made again.
FORGETFUL = {"test", "bench"}


@dataclass
class Servers:
    """Running servers. `stop()` ends them once nobody else uses them."""

    home: Path
    postgres: Postgres | GivenPostgres
    valkey: Valkey | GivenValkey
    lease: Lease = field(init=False)

    def __post_init__(self) -> None:
        self.lease = Lease(self.home)

    def start(self) -> None:
        with self.lease.alone():
            self.lease.take()
            self.postgres.start()
            self.valkey.start()

    @property
    def run(self) -> bool:
        """Both are there, whoever started them."""
        return bool(self.postgres.process() and self.valkey.process())

    def stop(self) -> None:
        """Give up our use of the servers, and end them if it was the last one."""
        with self.lease.alone():
            if self.lease.give_back():
                self._end()

    def stop_for_all(self) -> None:
        """End the servers whoever may be using them."""
        with self.lease.alone():
            self.lease.keep(False)
            self.lease.give_back()
            self._end()

    def forget(self) -> None:
        """End the servers and remove their files; what somebody else runs is left alone."""
        self.stop_for_all()
        if isinstance(self.postgres, Postgres):
            self.postgres.remove()
        shutil.rmtree(self.home, ignore_errors=True)

    def _end(self) -> None:
        self.valkey.stop()
        self.postgres.stop()

    @property
    def database_url(self) -> str:
        """For the platform at work: role `ppi_app`."""
        return self.postgres.url()

    @property
    def owner_database_url(self) -> str:
        """For migrations: role `ppi_owner`."""
        return self.postgres.url(OWNER)

    @property
    def redis_url(self) -> str:
        return self.valkey.url

    def create_database(self, name: str, template: str | None = None) -> None:
        self.postgres.create_database(name, template=template)

    def drop_database(self, name: str) -> None:
        self.postgres.drop_database(name)

    def databases(self) -> list[str]:
        """The oldest first."""
        return self.postgres.databases()

    def environment(self, database: str | None = None) -> dict[str, str]:
        """What the settings read, for the database named or else the purpose's own."""
        named = {"database": database} if database else {}
        return {
            "DATABASE_URL": self.postgres.url(**named),
            "PPI_OWNER_DATABASE_URL": self.postgres.url(OWNER, **named),
            "REDIS_URL": self.redis_url,
            "PPI_SECRET_KEY": os.environ.get("PPI_SECRET_KEY") or self._secret_key(),
        }

    def _secret_key(self) -> str:
        file = self.home / "secret-key"
        if not file.exists():
            places.write_private(file, secrets.token_urlsafe(48))
        return file.read_text()


def servers_for(purpose: str, *, broker: str = "valkey") -> Servers:
    """The servers of a purpose, not started yet.

    `broker` names the folder of the Valkey: whoever must not share queues takes another.
    """
    if purpose not in PURPOSES:
        raise ValueError(f"{purpose!r} is none of {', '.join(PURPOSES)}.")
    home = places.VAR / purpose
    buffers = a_quarter_of_the_memory() if purpose == "bench" else BUFFERS
    given_database = os.environ.get("DATABASE_URL")
    given_broker = os.environ.get("REDIS_URL")
    return Servers(
        home,
        GivenPostgres(given_database, os.environ.get("PPI_OWNER_DATABASE_URL"))
        if given_database
        else Postgres(home / "postgres", durable=purpose not in FORGETFUL, buffers=buffers),
        GivenValkey(given_broker) if given_broker else Valkey(home / broker),
    )


def a_quarter_of_the_memory() -> int:
    """In megabytes: what `docs/operating/growing.md` advises where the database is large."""
    return psutil.virtual_memory().total // 4 // 2**20
