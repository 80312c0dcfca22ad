"""What docs/operating says can be done: its variables, commands, queries and links exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands
from django.db import connection, transaction

from ppi.embedded.places import PROJECT
from tests.house import deployment

FOLDER = PROJECT / "docs" / "operating"
PAGES = sorted(FOLDER.glob("*.md"))
WITH_LINKS = [*PAGES, *(PROJECT / f"{name}.md" for name in ("CONTRIBUTING", "SECURITY"))]
# Read by the launcher of the embedded servers, before any settings.
LAUNCHER = {"PPI_OWNER_DATABASE_URL"}


def code(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text(), re.M | re.S)


def variables(*, without_default: bool = False) -> list[str]:
    """The first column of the tables in configure.md."""
    rows = re.findall(
        r"^\| `([A-Z0-9_]+)` \| ([^|]+) \|", (FOLDER / "configure.md").read_text(), re.M
    )
    return [name for name, default in rows if not without_default or default == "none"]


def test_every_variable_is_explained_once() -> None:
    settings = (deployment.names_read(name) for name in ("base", "dev", "production"))
    read = set().union(*settings) | LAUNCHER
    composed = deployment.references("?") | deployment.references("-")

    assert sorted(variables()) == sorted(read | composed)


def test_what_must_be_set_is_said_to_have_no_default() -> None:
    optional = {"PPI_CLAMD", "PPI_REFERENCE_DATA"}
    demanded = {*deployment.example(), "DATABASE_URL", "REDIS_URL"}

    assert set(variables(without_default=True)) == demanded | optional


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_its_index_names_the_page(page: Path) -> None:
    assert page.name == "README.md" or f"({page.name})" in (FOLDER / "README.md").read_text()


@pytest.mark.parametrize("page", WITH_LINKS, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text())
    named = re.findall(r"`((?:tests|ppi|docs|docker)/[\w./-]+\.\w+)`", page.read_text())
    missing = [link for link in links if not (page.parent / link).exists()]

    assert missing + [name for name in named if not (PROJECT / name).exists()] == []


def test_every_queue_is_explained_and_can_be_had_for_itself() -> None:
    growing, run = ((FOLDER / f"{name}.md").read_text() for name in ("growing", "run"))
    [alone] = re.findall(r"^starts a worker for each of (.+) beside it", growing, re.M)
    [by_hand] = re.findall(r"--queues pulse,interactive`, and others with (.+) \|$", run, re.M)
    others = settings.QUEUES[2:]

    assert re.findall(r"^\| `([a-z]+)` \| [^|]+ \| [^|]+ \|$", growing, re.M)[:7] == settings.QUEUES
    assert re.findall(r"`([a-z]+)`", alone) == others
    assert re.findall(r"`(?:--queues )?([a-z]+)`", by_hand) == others


def test_its_commands_exist() -> None:
    commands = {
        name for page in PAGES for name in re.findall(r"manage\.py ([a-z_]+)", page.read_text())
    }

    assert "migrate" in commands
    assert commands - get_commands().keys() == set()


def test_its_services_exist() -> None:
    text = "\n".join(block for page in PAGES for block in code(page, "sh"))
    words = re.findall(r"docker compose (?:exec|run|restart|stop|logs)((?: [^\s|<>]+)+)", text)
    named = {re.sub(r'"[^"]*"', "", line) for line in words}
    services = {next(w for w in line.split() if w in deployment.services()) for line in named}

    assert services == {"web", "worker", "database"}


@pytest.mark.parametrize(
    "query",
    [
        statement.strip()
        for page in PAGES
        for block in code(page, "sql")
        for statement in block.split(";")
        if statement.strip()
    ],
)
def test_its_queries_are_understood_by_the_database(query: str, db: None) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {re.sub(r'--.*', '', query)}")
        assert cursor.fetchall()
