"""The two commands on a machine that has Python, make and a shell, and nothing else."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ppi.embedded.places import PROJECT, free_port

MADE_HERE = (".git", ".venv", "node_modules", "var", "__pycache__", ".*_cache", "*.mo", "htmlcov")
ABSENT = ("git", "npm", "node", "gcc", "cc", "msgfmt", "psql", "redis-server", "docker", "uv")
# Enough for the slowest network that a run of the tests should bear.
SET_UP_SECONDS = 600


@dataclass(frozen=True)
class BareMachine:
    """A copy of the source, and an environment in which little can be found."""

    source: Path
    tools: Path

    @property
    def env(self) -> dict[str, str]:
        ours = ("DATABASE_URL", "REDIS_URL", "DJANGO_", "PPI_", "VIRTUAL_ENV", "PYTHON", "MAKE")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        return {**kept, "PATH": str(self.tools), "MFLAGS": ""}

    def run(self, *command: str) -> str:
        outcome = subprocess.run(
            command,
            cwd=self.source,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SET_UP_SECONDS,
        )
        assert outcome.returncode == 0, outcome.stdout
        return outcome.stdout


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BareMachine]:
    folder = tmp_path_factory.mktemp("bare")
    tools = folder / "tools"
    tools.mkdir()
    (tools / "python3").symlink_to(Path(sys.base_prefix) / "bin" / "python3")
    for tool in ("make", "sh"):
        (tools / tool).symlink_to(shutil.which(tool))
    shutil.copytree(PROJECT, folder / "source", ignore=shutil.ignore_patterns(*MADE_HERE))
    bare = BareMachine(folder / "source", tools)
    bare.run("make", "set-up")
    yield bare
    bare.run(".venv/bin/python", "-m", "ppi.embedded", "forget", "demo", "dev", "test")
    shutil.rmtree(folder)


@pytest.mark.timeout(SET_UP_SECONDS)
def test_the_machine_is_bare(machine: BareMachine) -> None:
    assert [tool for tool in ABSENT if shutil.which(tool, path=machine.env["PATH"])] == []
    assert sorted(tool.name for tool in machine.tools.iterdir()) == ["make", "python3", "sh"]


@pytest.mark.timeout(SET_UP_SECONDS)
def test_set_up_installs_the_pinned_packages_and_then_rests(machine: BareMachine) -> None:
    stated = json.loads((PROJECT / "package.json").read_text())["dependencies"]
    installed = {
        name: json.loads((machine.source / "node_modules" / name / "package.json").read_text())
        for name in stated
    }

    assert {name: package["version"] for name, package in installed.items()} == stated
    assert machine.run(".venv/bin/python", "-m", "pip", "check").startswith("No broken")
    assert machine.run("make", "set-up") == ""


@pytest.mark.timeout(SET_UP_SECONDS)
def test_catalogues_and_static_files_need_no_other_program(machine: BareMachine) -> None:
    manage = (".venv/bin/python", "manage.py")
    machine.run(*manage, "compile_catalogues")
    machine.run(*manage, "collectstatic", "--no-input", "--verbosity", "0")

    sources = sorted((machine.source / "locale").rglob("*.po"))
    assert [source for source in sources if not source.with_suffix(".mo").exists()] == []
    collected = {file.name for file in (machine.source / "var" / "static").rglob("*")}
    assert {"staticfiles.json", "admin"} <= collected


@pytest.mark.slow
@pytest.mark.timeout(SET_UP_SECONDS)
def test_the_demonstration_runs_until_it_is_interrupted(machine: BareMachine) -> None:
    port = free_port()
    demo = subprocess.Popen(
        ["make", "demo", f"PORT={port}"],
        cwd=machine.source,
        env=machine.env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    interrupt = threading.Timer(SET_UP_SECONDS, os.killpg, (demo.pid, signal.SIGINT))
    interrupt.start()
    said = []
    for line in demo.stdout:
        said.append(line)
        if "Ctrl-C stops everything" in line:
            with urllib.request.urlopen(f"http://localhost:{port}/") as page:
                assert page.status == 200
            os.killpg(demo.pid, signal.SIGINT)
    demo.wait()
    interrupt.cancel()

    words = "".join(said)
    assert f"The demonstration runs at http://localhost:{port}/" in words
    assert "Stopped." in words
    assert not list((machine.source / "var" / "running").glob("*.*"))


def test_a_python_that_fails_is_passed_over(tmp_path: Path) -> None:
    shim = tmp_path / "python3"
    shim.write_text("#!/bin/sh\necho 'version 3.13 is not installed' >&2\nexit 127\n")
    shim.chmod(0o755)
    (tmp_path / "python3.13").symlink_to(Path(sys.base_prefix) / "bin" / "python3")

    assert find_python(tmp_path) == (0, f"{tmp_path}/python3.13\n", "")


def python_of(folder: Path, name: str, version: str) -> None:
    """A program that answers as a Python of this version would."""
    minor = version.partition(".")[2]
    program = folder / name
    program.write_text(f'#!/bin/sh\ncase "$2" in *print*) echo {minor};; esac\nexit 0\n')
    program.chmod(0o755)


@pytest.mark.parametrize(
    ("versions", "chosen"),
    [
        # What `.python-version` names goes before anything newer, under whatever name.
        ({"python3": "3.13", "python3.14": "3.14"}, "python3"),
        ({"python3": "3.12", "python3.13": "3.13", "python3.14": "3.14"}, "python3.13"),
        # Else the newest, however new.
        ({"python3": "3.12", "python3.14": "3.14"}, "python3.14"),
        ({"python3.12": "3.12", "python3.9": "3.9", "python3.27": "3.27"}, "python3.27"),
        ({"python3.14-config": "3.14", "python3.14t": "3.14", "python": "3.12"}, "python"),
    ],
)
def test_the_python_of_the_version_file_is_chosen_else_the_newest(
    tmp_path: Path, versions: dict[str, str], chosen: str
) -> None:
    (tmp_path / ".python-version").write_text("3.13\n")
    for name, version in versions.items():
        python_of(tmp_path, name, version)

    assert find_python(tmp_path) == (0, f"{tmp_path}/{chosen}\n", "")


def test_an_old_python_is_refused_in_a_sentence(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)

    status, found, words = find_python(tmp_path)
    assert (status, found) == (1, "")
    assert words.startswith("No Python 3.12 or newer was found: get one from")
    assert words.count("\n") == 1


def test_a_python_without_ensurepip_names_the_package_to_install(tmp_path: Path) -> None:
    lacking = tmp_path / "python3"
    lacking.write_text('#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; esac\nexit 0\n')
    lacking.chmod(0o755)

    status, found, words = find_python(tmp_path)
    assert (status, found) == (1, "")
    assert words == (
        f"{lacking} cannot make virtual environments: install python3-venv"
        " (Debian: apt-get install python3-venv) and try again.\n"
    )


def find_python(path: Path) -> tuple[int, str, str]:
    """Status, answer and words of the finder where only the folder `path` is searched."""
    outcome = subprocess.run(
        ["/bin/sh", str(PROJECT / "bin" / "find-python")],
        cwd=path,
        env={"PATH": str(path)},
        capture_output=True,
        text=True,
    )
    return outcome.returncode, outcome.stdout, outcome.stderr
