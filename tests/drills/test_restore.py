"""A backup, restored as docs/operating/back-up-and-restore.md says, is the platform again."""

from __future__ import annotations

import json
import os
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from ppi.embedded.fixtures import FreshDatabase
from ppi.embedded.postgres import APP, OWNER, SUPERUSER, Postgres, binary
from ppi.embedded.servers import Servers
from ppi.embedded.steps import manage

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

ATTACH = """
from django.core.files.uploadedfile import SimpleUploadedFile
from ppi.documents import services
from ppi.organisations.models import Membership
from tenders import services as tenders
owners = Membership.objects.everywhere("a drill").filter(role="owner", organisation__kind="buyer")
owner = owners.order_by("pk").first()
draft = tenders.start(owner.organisation, by=owner.user, kind="call", title="A", language="en")
upload = SimpleUploadedFile("{name}.pdf", b"%PDF-1.7 {name} %%EOF")
services.attach(draft, upload, organisation=owner.organisation, by=owner.user)
"""
READ = """
import hashlib, json
from ppi.documents.models import Document
files = Document.objects.everywhere("a drill").order_by("pk")
print(json.dumps([[f.name, f.sha256 == hashlib.sha256(f.file.read()).hexdigest()] for f in files]))
"""


@dataclass(frozen=True)
class Platform:
    """A database and the uploads that belong to it."""

    database: str
    var: Path
    servers: Servers

    def manage(self, *command: str) -> str:
        env = {"DJANGO_SETTINGS_MODULE": "ppi.settings.dev", "PPI_VAR": str(self.var)}
        return manage(*command, env=self.servers.environment(self.database) | env)

    def url(self, role: str) -> str:
        return self.servers.postgres.url(role, self.database)


@pytest.fixture
def running(fresh_database: FreshDatabase, servers: Servers, tmp_path: Path) -> Platform:
    """A platform with the demonstration world in it, a search index and an uploaded file."""
    if not isinstance(servers.postgres, Postgres):
        pytest.skip("a server of somebody else's gives no superuser")
    platform = Platform(fresh_database.name, tmp_path / "running", servers)
    platform.manage("load_demo")
    platform.manage("reindex")
    platform.manage("shell", "--command", ATTACH.format(name="before"))
    return platform


@pytest.fixture
def restored(running: Platform, tmp_path: Path) -> Iterator[Platform]:
    """Another platform, made of nothing but a backup of the first."""
    backup = back_up(running, tmp_path / "backup")
    platform = Platform(f"{running.database}_restored", tmp_path / "restored", running.servers)
    restore(backup, platform)
    yield platform
    running.servers.drop_database(platform.database)


def back_up(platform: Platform, folder: Path) -> Path:
    """First the database, then the files: a file that came between is one too many, not missing."""
    folder.mkdir()
    program("pg_dump", "--format=custom", f"--file={folder / 'ppi.dump'}", platform.url(SUPERUSER))
    with tarfile.open(folder / "uploads.tar", "w") as archive:
        archive.add(platform.var / "uploads", arcname=".")
    return folder


def restore(backup: Path, platform: Platform) -> None:
    platform.servers.create_database(platform.database)
    program(
        *("pg_restore", "--exit-on-error", "--single-transaction"),
        *(f"--dbname={platform.url(SUPERUSER)}", backup / "ppi.dump"),
    )
    with tarfile.open(backup / "uploads.tar") as archive:
        archive.extractall(platform.var / "uploads", filter="data")


def program(name: str, *arguments: object) -> None:
    subprocess.run(
        [binary(name), *map(str, arguments)], env={**os.environ, "LC_ALL": "C"}, check=True
    )


def contents(platform: Platform) -> dict[str, tuple[int, str | None]]:
    """Rows of each table, and a digest over all of them; the state of each sequence."""
    with psycopg.connect(platform.url(SUPERUSER)) as connection:
        tables = names(connection, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        sequences = names(
            connection, "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'"
        )
        digest = sql.SQL(
            "SELECT count(*), md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))) FROM {} t"
        )
        position = sql.SQL("SELECT last_value, is_called::text FROM {}")
        return {
            name: connection.execute(query.format(sql.Identifier(name))).fetchone()
            for query, found in ((digest, tables), (position, sequences))
            for name in found
        }


def names(connection: psycopg.Connection, query: str) -> list[str]:
    return [name for (name,) in connection.execute(query)]


def test_a_restored_backup_is_the_platform_again(running: Platform, restored: Platform) -> None:
    before, after = contents(running), contents(restored)

    assert after == before
    filled = {name for name, (rows, _) in before.items() if rows and "_seq" not in name}
    assert {
        "accounts_user",
        "documents_document",
        "kernel_auditentry",
        "organisations_organisation",
        "portals_portal",
        "search_entry",
        "taxonomy_threshold",
        "tenders_opportunity",
    } <= filled

    assert owners(restored) == {OWNER}
    restored.manage("migrate", "--check")
    restored.manage("shell", "--command", ATTACH.format(name="after"))
    files = restored.manage("shell", "--no-imports", "--command", READ)
    assert json.loads(files) == [["before.pdf", True], ["after.pdf", True]]

    denied = pytest.raises(psycopg.errors.InsufficientPrivilege)
    with psycopg.connect(restored.url(APP)) as connection, denied:
        connection.execute("TRUNCATE kernel_auditentry")


def owners(platform: Platform) -> set[str]:
    with psycopg.connect(platform.url(SUPERUSER)) as connection:
        return set(
            names(connection, "SELECT tableowner FROM pg_tables WHERE schemaname = 'public'")
        )
