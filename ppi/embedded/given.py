"""Servers that somebody else runs, named by `DATABASE_URL` and `REDIS_URL`."""

from __future__ import annotations

from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from ppi.embedded.postgres import DATABASES_BY_AGE, OWNER


class GivenPostgres:
    """Stands where a `Postgres` would; its roles and extensions are its keeper's business."""

    def __init__(self, url: str, owner_url: str | None = None) -> None:
        self._url = url
        self._owner_url = owner_url or url

    def start(self) -> bool:
        return False

    def stop(self) -> None:
        """Not ours to stop."""

    def url(self, role: str = "", database: str = "") -> str:
        parts = urlsplit(self._owner_url if role == OWNER else self._url)
        return parts._replace(path=f"/{database}").geturl() if database else parts.geturl()

    def create_database(self, name: str, *, template: str | None = None) -> None:
        self._execute("CREATE DATABASE {} TEMPLATE {}", name, template or "template1")

    def drop_database(self, name: str) -> None:
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def rename_database(self, name: str, new_name: str) -> None:
        self._execute("ALTER DATABASE {} RENAME TO {}", name, new_name)

    def databases(self) -> list[str]:
        """The oldest first."""
        with psycopg.connect(self.url(OWNER)) as connection:
            return [name for (name,) in connection.execute(DATABASES_BY_AGE)]

    def _execute(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.url(OWNER), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


class GivenValkey:
    """Stands where a `Valkey` would."""

    def __init__(self, url: str) -> None:
        self.url = url

    def start(self) -> bool:
        return False

    def stop(self) -> None:
        """Not ours to stop."""
