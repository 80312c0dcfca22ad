"""The image, built and at work with nothing but what the Dockerfile puts into it."""

from __future__ import annotations

import re
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from ppi.embedded.fixtures import FreshDatabase
from tests.house.at_work import AtWork
from tests.house.image import Image

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Image]:
    image = Image(tmp_path_factory.mktemp("image"))
    image.build()
    yield image
    shutil.rmtree(image.folder)


@pytest.fixture(scope="module")
def work(
    image: Image, module_database: FreshDatabase, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AtWork]:
    work = AtWork(
        module_database,
        logs=tmp_path_factory.mktemp("logs"),
        source=image.app,
        programs=image.programs,
        var=image.app / "var",
    )
    yield work
    work.stop()


def test_it_holds_what_runs_and_nothing_else(image: Image) -> None:
    assert {path.name for path in image.app.iterdir()} - {"__pycache__"} == {
        *("ppi", "tenders", "profiles", "courses", "cases"),
        *("templates", "static", "locale", "docker", "var", "manage.py"),
    }
    assert {path.name for path in (image.app / "var").iterdir()} == {"static"}
    sources = list((image.app / "locale").rglob("*.po"))
    assert sources
    assert [source for source in sources if not source.with_suffix(".mo").exists()] == []


def test_the_account_that_runs_it_reads_all_of_it_and_changes_nothing(image: Image) -> None:
    modes = {path: path.stat().st_mode for path in image.app.rglob("*")}

    assert [str(path) for path, mode in modes.items() if not readable(mode)] == []
    assert [str(path) for path, mode in modes.items() if mode & stat.S_IWOTH] == []


def readable(mode: int) -> bool:
    """By an account that is neither the owner nor in its group."""
    needed = stat.S_IROTH | (stat.S_IXOTH if stat.S_ISDIR(mode) else 0)
    return mode & needed == needed


def test_every_service_runs_from_it(work: AtWork) -> None:
    migrated = work.migrate()
    assert migrated.returncode == 0, migrated.stderr

    work.start_web()
    work.start_worker()
    work.start_beat()
    checks = {service: work.check(service).returncode for service in ("web", "worker", "beat")}
    assert checks == {"web": 0, "worker": 0, "beat": 0}


def test_its_pages_find_their_style_sheets_and_texts(work: AtWork) -> None:
    page = work.fetch("/da/portals/", X_Forwarded_Proto="https")
    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.body.decode())

    assert page.status == 200
    assert b'lang="da"' in page.body
    assert {work.fetch(file, X_Forwarded_Proto="https").status for file in files} == {200}


def test_the_code_it_runs_is_its_own(work: AtWork, image: Image) -> None:
    logs = "".join(log.read_text() for log in Path(work.logs).glob("*.log"))

    assert "Traceback" not in logs
    assert list((image.app / "ppi").rglob("*.pyc"))
