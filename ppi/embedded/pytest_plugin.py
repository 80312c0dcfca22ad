"""Tests run against real servers: a database and a broker of this run's own.

Loaded with `-p`, before pytest-django reads the settings. The database is a copy of one that
was migrated once; tests meet it as the role `ppi_app`, as the platform does.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator

import psutil
import pytest

from ppi import embedded
from ppi.embedded import places, steps
from ppi.embedded.processes import end_orphans
from ppi.embedded.servers import Servers
from ppi.embedded.valkey import Valkey

servers_key = pytest.StashKey[Servers]()
DATABASE = f"ppi_test_{os.getpid()}"
BROKER = f"valkey-{os.getpid()}"
# What the environment said before this run's own servers stood in it.
LAUNCHER = "PPI_TEST_LAUNCHER"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """Start the servers and name them in the environment, which the settings read."""
    options = early_config.known_args_namespace
    if not (options.help or options.version):
        _start(early_config)
    try:
        return (yield)
    except BaseException:
        pytest_unconfigure(early_config)
        raise


def pytest_configure(config: pytest.Config) -> None:
    """Register our fixtures after pytest-django's, so that ours hold."""
    from ppi.embedded import fixtures

    config.pluginmanager.register(fixtures, "ppi-embedded-fixtures")


def pytest_unconfigure(config: pytest.Config) -> None:
    if servers := config.stash.get(servers_key, None):
        _drop_databases_of(servers, os.getpid())
        remove_broker(servers.valkey)
        servers.stop()


def _start(config: pytest.Config) -> None:
    _forget_the_launchers_database()
    servers = embedded.start("test", broker=BROKER)
    config.stash[servers_key] = servers
    with servers.lease.alone():
        _clear_after_killed_runs(servers)
    own = servers.environment(DATABASE)
    os.environ[LAUNCHER] = json.dumps({name: os.environ.get(name) for name in own})
    os.environ.update(own)
    # Before a test module is read: one that speaks Danish then would find no catalogue, and
    # Django would remember that for the whole run.
    steps.take_once(steps.catalogues())


def _forget_the_launchers_database() -> None:
    """A worker of a parallel run inherits the environment, and makes a database of its own."""
    for name, value in json.loads(os.environ.pop(LAUNCHER, "{}")).items():
        os.environ.pop(name, None)
        if value is not None:
            os.environ[name] = value


def _clear_after_killed_runs(servers: Servers) -> None:
    end_orphans()
    for database in servers.databases():
        made_by = re.match(r"ppi_test_(\d+)", database)
        if made_by and not psutil.pid_exists(int(made_by[1])):
            servers.drop_database(database)
    for home in (places.VAR / "test").glob("valkey-*"):
        made_by = re.match(r"valkey-(\d+)", home.name)
        if made_by and not psutil.pid_exists(int(made_by[1])):
            remove_broker(Valkey(home))


def _drop_databases_of(servers: Servers, run: int) -> None:
    for database in servers.databases():
        if re.match(rf"ppi_test_{run}(_|$)", database):
            servers.drop_database(database)


def remove_broker(broker: object) -> None:
    """End an embedded broker and remove its files; a given one is not ours to end."""
    if isinstance(broker, Valkey):
        broker.stop()
        shutil.rmtree(broker.home, ignore_errors=True)
