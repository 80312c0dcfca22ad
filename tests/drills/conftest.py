"""A platform of real processes over the run's database, with a broker and a mailbox of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from redis import Redis

from ppi.embedded.pytest_plugin import DATABASE
from ppi.embedded.servers import Servers
from ppi.embedded.valkey import Valkey
from tests.drills.mailbox import Mailbox
from tests.drills.platform import Platform, platform_for

QUICK_LEASE_SECONDS = 5


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with Mailbox() as mailbox:
        yield mailbox


@pytest.fixture
def lease_seconds() -> float:
    """A drill that keeps the real promise overrides this."""
    return QUICK_LEASE_SECONDS


@pytest.fixture
def valkey(servers: Servers) -> Valkey:
    """The run's own, which the test's process rings too; whoever harms it overrides this."""
    return servers.valkey


@pytest.fixture
def further_settings() -> dict[str, str]:
    """What else stands in the environment; a drill of some setting overrides this."""
    return {}


@pytest.fixture
def platform(
    transactional_db: None,
    servers: Servers,
    valkey: Valkey,
    mailbox: Mailbox,
    lease_seconds: float,
    further_settings: dict[str, str],
    tmp_path: Path,
) -> Iterator[Platform]:
    env = servers.environment(DATABASE) | further_settings
    platform = platform_for(env, valkey, mailbox, tmp_path, lease_seconds=lease_seconds)
    _empty_the_queue()
    with platform.processes:
        yield platform
    _empty_the_queue()


def _empty_the_queue() -> None:
    """Of the run's broker, which this process rings whether or not somebody listens."""
    with Redis.from_url(settings.CELERY_BROKER_URL) as broker:
        broker.delete(*(queue.name for queue in settings.CELERY_TASK_QUEUES))
