"""PostgreSQL is killed with -9 under load, and starts again."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import requests

from ppi.embedded.places import PROJECT
from ppi.embedded.postgres import APP, OWNER, Postgres
from ppi.embedded.processes import ProcessSet
from ppi.embedded.steps import manage
from ppi.embedded.valkey import Valkey
from tests.drills.waiting import eventually

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

TOWNS, THREADS, KILL_AFTER = 60, 4, (10, 35)
BACK_SECONDS = 90

WHOLE = """
SELECT o.id,
  (SELECT count(*) FROM organisations_membership m WHERE m.organisation_id = o.id),
  (SELECT count(*) FROM kernel_auditentry a
    WHERE a.subject_id = o.id AND a.action = 'organisation.founded'),
  (SELECT count(*) FROM kernel_job j WHERE j.arguments @>
    jsonb_build_object('event', 'organisations.founded',
      'ids', jsonb_build_object('organisation_id', o.id))),
  (SELECT count(*) FROM moderation_submission s JOIN django_content_type c
    ON c.id = s.content_type_id AND c.model = 'organisation' WHERE s.object_id = o.id)
FROM organisations_organisation o
"""
UNDONE = "SELECT count(*) FROM kernel_job WHERE done_at IS NULL"


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[Postgres]:
    cluster = Postgres(tmp_path / "cluster")
    cluster.start()
    yield cluster
    cluster.remove()


@pytest.fixture
def processes(postgres: Postgres, own_valkey: Valkey, tmp_path: Path) -> Iterator[ProcessSet]:
    env = {
        "DJANGO_SETTINGS_MODULE": "ppi.settings.test",
        "DATABASE_URL": postgres.url(APP),
        "REDIS_URL": own_valkey.url,
        "PPI_JOB_LEASE_SECONDS": "5",
    }
    owner = {"DATABASE_URL": postgres.url(OWNER)}
    manage("migrate", "--no-input", "--verbosity", "0", env=env | owner)
    with ProcessSet(env, tmp_path / "log") as processes:
        processes.all()
        yield processes


def rows(postgres: Postgres, query: str) -> list[tuple]:
    with psycopg.connect(postgres.url(APP)) as connection:
        return connection.execute(query).fetchall()


def found_towns(processes: ProcessSet, postgres: Postgres) -> list[int]:
    """The ids that were acknowledged while the database was killed twice."""
    command = [sys.executable, "-m", "tests.drills.founding", str(TOWNS), str(THREADS)]
    env = {**os.environ, **processes.env}
    acknowledged = []
    with subprocess.Popen(command, cwd=PROJECT, env=env, stdout=subprocess.PIPE, text=True) as run:
        for line in run.stdout:
            acknowledged.append(int(line))
            if len(acknowledged) in KILL_AFTER:
                postgres.kill()
                postgres.start()
    assert run.returncode == 0
    return acknowledged


def test_no_acknowledged_write_is_lost_and_every_process_goes_on(
    postgres: Postgres, processes: ProcessSet
) -> None:
    acknowledged = found_towns(processes, postgres)

    assert len(acknowledged) == len(set(acknowledged)) == TOWNS
    eventually(lambda: rows(postgres, UNDONE) == [(0,)], within=BACK_SECONDS)
    whole = {pk: counts for pk, *counts in rows(postgres, WHOLE)}
    assert {pk: whole.get(pk) for pk in acknowledged} == dict.fromkeys(acknowledged, [1, 1, 1, 1])
    # A write whose acknowledgement was lost was tried again: whole, or not there.
    assert set(map(tuple, whole.values())) == {(1, 1, 1, 1)}
    page = f"{processes.address}/p/dk/en/opportunities/"
    eventually(lambda: requests.get(page, timeout=30).status_code == 200, within=BACK_SECONDS)
