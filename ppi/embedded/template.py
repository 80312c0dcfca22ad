"""A database with all migrations applied, from which others are copied in a moment."""

from __future__ import annotations

from ppi.embedded.servers import Servers
from ppi.embedded.steps import SCHEMA, fingerprint, manage

NAME = "ppi_test_template"
# Another run may still copy from the template of a moment ago.
KEPT = 3


def migrated_template(servers: Servers) -> str:
    """The name of the template database; it is made first if the migrations have changed."""
    name = f"{NAME}_{fingerprint(SCHEMA)[:12]}"
    with servers.lease.alone():
        if name not in servers.databases():
            _build(servers, name)
    return name


def _build(servers: Servers, name: str) -> None:
    """Under another name until it is whole, so that a run cut short leaves no half template."""
    unfinished = f"{NAME}_unfinished"
    servers.drop_database(unfinished)
    servers.create_database(unfinished)
    env = servers.environment(unfinished)
    env["DATABASE_URL"] = env["PPI_OWNER_DATABASE_URL"]
    manage("migrate", "--no-input", "--verbosity", "0", env=env)
    servers.postgres.rename_database(unfinished, name)
    _drop_old_templates(servers)


def _drop_old_templates(servers: Servers) -> None:
    templates = [known for known in servers.databases() if known.startswith(f"{NAME}_")]
    for database in templates[:-KEPT]:
        servers.drop_database(database)
