"""/healthz and /readyz, with the parts they speak of really working and really away."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from ppi.embedded.places import free_port
from ppi.embedded.processes import ProcessSet
from ppi.embedded.servers import Servers
from ppi.embedded.valkey import Valkey
from ppi.front import health
from ppi.kernel import jobs, queues
from ppi.kernel.models import Job
from ppi.kernel.tasks import HEARTBEAT, LAST_SWEEP, beat_heart, sweep

ALL_WELL = {"database": "ok", "broker": "ok", "worker": "ok", "sweep": "ok", "given_up": 0}
MAIL = HEARTBEAT.format(queue="mail")
HEARTBEATS = [HEARTBEAT.format(queue=queue) for queue in queues.names()]
NOBODY_WORKS = ALL_WELL | {"worker": "no heartbeat", "sweep": "none of late"}


@pytest.fixture
def heartbeat(db: None) -> None:
    """As a worker leaves it, and the sweep that it has run."""
    beat_heart()
    sweep()


def readyz(client: Client) -> tuple[int, dict[str, str | int]]:
    answer = client.get("/readyz")
    return answer.status_code, answer.json()


def test_all_well(client: Client, db: None, heartbeat: None) -> None:
    alive = client.get("/healthz")

    assert (alive.status_code, alive.content, alive["Content-Type"]) == (200, b"ok", "text/plain")
    assert readyz(client) == (200, ALL_WELL)


def test_health_belongs_to_no_portal_and_no_language(client: Client, denmark) -> None:
    for address in ("/p/dk/healthz", "/p/dk/readyz", "/en/healthz"):
        answer = client.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (404, "text/html; charset=utf-8")
        assert "Page not found" in answer.content.decode()


def test_a_broker_that_is_away_is_named(
    client: Client, db: None, heartbeat: None, settings
) -> None:
    settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{free_port()}/0"

    assert readyz(client) == (503, ALL_WELL | {"broker": "does not answer"})
    assert client.get("/healthz").status_code == 200


def test_a_broker_that_knows_another_password_is_named(
    client: Client, db: None, heartbeat: None, settings, own_valkey: Valkey
) -> None:
    """It answers, but not to us."""
    settings.CELERY_BROKER_URL = f"redis://:wrong@{own_valkey.url.rpartition('@')[2]}"

    assert readyz(client) == (503, ALL_WELL | {"broker": "does not answer"})


def test_a_broker_that_died_and_came_back_is_noticed(
    client: Client, db: None, heartbeat: None, settings, own_valkey: Valkey
) -> None:
    settings.CELERY_BROKER_URL = own_valkey.url
    assert readyz(client) == (200, ALL_WELL)

    own_valkey.kill()
    assert readyz(client) == (503, ALL_WELL | {"broker": "does not answer"})

    own_valkey.start()
    settings.CELERY_BROKER_URL = own_valkey.url
    assert readyz(client) == (200, ALL_WELL)


def test_no_worker_ever_came(client: Client, db: None) -> None:
    assert readyz(client) == (503, NOBODY_WORKS)


@pytest.mark.parametrize(
    ("sign", "seconds", "part"),
    [
        (MAIL, health.OLDEST_HEARTBEAT_SECONDS, {"worker": "no heartbeat for mail"}),
        (LAST_SWEEP, health.OLDEST_SWEEP_SECONDS, {"sweep": "none of late"}),
    ],
)
def test_a_sign_of_life_that_is_too_old_is_none(
    client: Client, db: None, sign: str, seconds: int, part: dict
) -> None:
    noon = 1_000_000.0
    for moment, answer in ((0, (200, ALL_WELL)), (1, (503, ALL_WELL | part))):
        now = noon + seconds + moment
        cache.set_many(dict.fromkeys(HEARTBEATS, now) | {LAST_SWEEP: now} | {sign: noon})
        with time_machine.travel(now, tick=False):
            assert readyz(client) == answer


def test_jobs_that_were_given_up_are_counted_and_make_nothing_unready(
    client: Client, heartbeat: None
) -> None:
    lost = jobs.promise("ppi.nowhere.do_it")
    jobs.promise("ppi.nowhere.do_it")
    Job.objects.filter(pk=lost.pk).update(attempts=jobs.MOST_ATTEMPTS)

    assert readyz(client) == (200, ALL_WELL | {"given_up": 1})


def test_a_cache_that_is_away_brings_no_heartbeat_and_no_error(
    client: Client, db: None, heartbeat: None, settings
) -> None:
    away = {**settings.CACHES["default"], "LOCATION": f"redis://127.0.0.1:{free_port()}/0"}
    settings.CACHES = {"default": away}

    assert readyz(client) == (503, NOBODY_WORKS)


@pytest.fixture
def without_database(servers: Servers, tmp_path: Path) -> Iterator[str]:
    """The address of a web server in production whose database is not there."""
    env = {
        "DJANGO_SETTINGS_MODULE": "ppi.settings.production",
        "DATABASE_URL": f"postgresql://ppi_app:secret@127.0.0.1:{free_port()}/ppi",
        "REDIS_URL": servers.redis_url,
        "PPI_SECRET_KEY": "k" * 60,
        "PPI_BASE_DOMAIN": "127.0.0.1",
        "PPI_MAIL_URL": "smtp://mail.example",
        "PPI_FROM_EMAIL": "no-reply@procurement.example",
    }
    with ProcessSet(env, tmp_path) as processes:
        processes.web()
        yield processes.address


def test_a_database_that_is_away_is_named_and_the_process_lives(without_database: str) -> None:
    cache.set_many(dict.fromkeys([*HEARTBEATS, LAST_SWEEP], time.time()))
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(f"{without_database}/readyz")
    answer = refusal.value

    body = ALL_WELL | {"database": "does not answer", "given_up": None}
    assert (answer.code, json.load(answer)) == (503, body)
    with urllib.request.urlopen(f"{without_database}/healthz") as alive:
        assert (alive.status, alive.read()) == (200, b"ok")
