"""Fixtures over the servers that `pytest_plugin` started."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import pytest_django

from ppi.embedded import places, steps
from ppi.embedded.pytest_plugin import BROKER, DATABASE, remove_broker, servers_key
from ppi.embedded.servers import Servers
from ppi.embedded.template import migrated_template
from ppi.embedded.valkey import Valkey

_numbers = itertools.count(1)


@dataclass(frozen=True)
class FreshDatabase:
    """A migrated database of a test's own, for tests whose real processes commit."""

    name: str
    url: str
    owner_url: str
    env: dict[str, str]


@pytest.fixture(scope="session")
def servers(pytestconfig: pytest.Config) -> Servers:
    """The servers of this run."""
    return pytestconfig.stash[servers_key]


@pytest.fixture(scope="session")
def template(servers: Servers) -> str:
    """The name of the migrated database that others are copied from."""
    return migrated_template(servers)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: pytest_django.DjangoDbBlocker,
    servers: Servers,
    template: str,
) -> Iterator[None]:
    """The run's database is a copy of the template; Django makes none of its own.

    A test with real transactions is followed by a new copy: `ppi_app` may not truncate, and
    rows that migrations made are there again.
    """
    from django.test import TransactionTestCase

    def renew(_test: object = None) -> None:
        _hang_up()
        servers.drop_database(DATABASE)
        servers.create_database(DATABASE, template=template)

    renew()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", renew)
        yield
    with django_db_blocker.unblock():
        _hang_up()


@pytest.fixture(scope="session")
def static_files(django_test_environment: None) -> None:
    """The static files, collected, for tests in which a real web server delivers them."""
    steps.take_once(steps.static_files())


@pytest.fixture
def fresh_database(servers: Servers, template: str) -> Iterator[FreshDatabase]:
    """A migrated database for one test."""
    yield from _fresh(servers, template)


@pytest.fixture(scope="module")
def module_database(servers: Servers, template: str) -> Iterator[FreshDatabase]:
    """A migrated database for the tests of one module."""
    yield from _fresh(servers, template)


@pytest.fixture
def own_valkey() -> Iterator[Valkey]:
    """A broker of the test's own, to stop, kill or freeze."""
    valkey = Valkey(places.VAR / "test" / f"{BROKER}.{next(_numbers)}")
    valkey.start()
    yield valkey
    remove_broker(valkey)


def _fresh(servers: Servers, template: str) -> Iterator[FreshDatabase]:
    name = f"{DATABASE}_{next(_numbers)}"
    servers.create_database(name, template=template)
    env = servers.environment(name)
    yield FreshDatabase(name, env["DATABASE_URL"], env["PPI_OWNER_DATABASE_URL"], env)
    servers.drop_database(name)


def _hang_up() -> None:
    """Close this process's sessions and its pool: a database in use cannot be replaced."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
        if getattr(connection, "pool", None):
            connection.close_pool()
