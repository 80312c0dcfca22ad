"""Servers for a purpose, and the database that tests meet."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from ppi.embedded import servers_for
from ppi.embedded.fixtures import FreshDatabase
from ppi.embedded.given import GivenPostgres, GivenValkey
from ppi.embedded.places import PROJECT
from ppi.embedded.postgres import APP, OWNER

SHOW = "import os; print(os.environ['DATABASE_URL'], os.environ['REDIS_URL'])"


def embedded(*arguments: str, var: Path, **env: str) -> subprocess.CompletedProcess[str]:
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "REDIS_URL")
    }
    return subprocess.run(
        [sys.executable, "-m", "ppi.embedded", *arguments],
        cwd=PROJECT,
        env={**inherited, "PPI_VAR": str(var), **env},
        capture_output=True,
        text=True,
        check=True,
    )


def test_servers_that_were_asked_to_stay_serve_a_command_and_go_when_told(tmp_path: Path) -> None:
    try:
        kept = embedded("start", "dev", var=tmp_path).stdout
        shown = embedded("run", "dev", "--", sys.executable, "-c", SHOW, var=tmp_path).stdout
        database_url, redis_url = shown.split()

        assert f"export DATABASE_URL={database_url}\n" in kept
        assert f"export REDIS_URL={redis_url}\n" in kept
        assert embedded("env", "dev", var=tmp_path).stdout == kept
        with psycopg.connect(database_url) as session:
            assert session.execute("SELECT current_user").fetchone() == (APP,)
    finally:
        embedded("forget", "dev", var=tmp_path)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(database_url)
    assert not (tmp_path / "dev").exists()


def test_servers_of_one_command_end_with_it(tmp_path: Path) -> None:
    try:
        shown = embedded("run", "dev", "--", sys.executable, "-c", SHOW, var=tmp_path).stdout

        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(shown.split()[0])
    finally:
        embedded("forget", "dev", var=tmp_path)


def test_given_servers_are_used_and_none_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh_database: FreshDatabase
) -> None:
    monkeypatch.setenv("DATABASE_URL", fresh_database.url)
    monkeypatch.setenv("PPI_OWNER_DATABASE_URL", fresh_database.owner_url)
    servers = servers_for("dev")

    assert isinstance(servers.postgres, GivenPostgres)
    assert isinstance(servers.valkey, GivenValkey)
    assert servers.database_url == fresh_database.url
    assert servers.owner_database_url == fresh_database.owner_url
    assert servers.redis_url == os.environ["REDIS_URL"]
    assert fresh_database.name in servers.databases()
    name = f"{fresh_database.name}_more"
    servers.create_database(name)
    assert name in servers.databases()
    servers.drop_database(name)
    assert name not in servers.databases()


def test_an_unknown_purpose_is_refused() -> None:
    with pytest.raises(ValueError, match="'production' is none of demo, dev, test"):
        servers_for("production")


def test_a_fresh_database_is_migrated_and_owned_by_the_owner(
    fresh_database: FreshDatabase,
) -> None:
    owners = "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'"
    with psycopg.connect(fresh_database.url) as session:
        assert session.execute("SELECT current_user").fetchone() == (APP,)
        assert session.execute(owners).fetchall() == [(OWNER,)]
        assert session.execute("SELECT count(*) > 0 FROM django_migrations").fetchone() == (True,)


@pytest.mark.django_db
def test_tests_meet_the_database_as_the_application_does() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_database()")
        assert cursor.fetchone() == (APP, f"ppi_test_{os.getpid()}")


class TestRowsOfCommittedTransactions:
    """The second test meets what migrations made, and nothing of the first."""

    @pytest.mark.django_db(transaction=True)
    def test_are_there_while_the_test_runs(self) -> None:
        with transaction.atomic():
            ContentType.objects.create(app_label="leftover", model="ferry")
        assert ContentType.objects.filter(app_label="leftover").count() == 1

    @pytest.mark.django_db(transaction=True)
    def test_are_gone_afterwards(self) -> None:
        assert not ContentType.objects.filter(app_label="leftover").exists()
        assert ContentType.objects.exists()
