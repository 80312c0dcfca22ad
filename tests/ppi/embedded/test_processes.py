"""The platform's processes, really started."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

import psutil
import pytest
from django.conf import settings

from ppi.embedded.fixtures import FreshDatabase
from ppi.embedded.places import PROJECT
from ppi.embedded.processes import NOTES, ProcessSet
from ppi.embedded.running import DidNotStart

LAUNCH_AND_WAIT = """
import os, sys
from pathlib import Path
from ppi.embedded.processes import ProcessSet
processes = ProcessSet(dict(os.environ), Path(sys.argv[1]))
print(processes.beat().pid, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def env(fresh_database: FreshDatabase, static_files: None) -> dict[str, str]:
    return {**fresh_database.env, "DJANGO_SETTINGS_MODULE": "ppi.settings.dev"}


def test_web_worker_and_clock_start_answer_and_end(env: dict[str, str], tmp_path: Path) -> None:
    with ProcessSet(env, tmp_path) as processes:
        started = processes.all()
        families = [
            member
            for process in started
            for member in [
                psutil.Process(process.pid),
                *psutil.Process(process.pid).children(recursive=True),
            ]
        ]

        assert [process.name for process in started] == ["web", "worker", "beat"]
        with urllib.request.urlopen(f"{processes.address}/healthz") as response:
            assert response.status == 200
        banner = (tmp_path / "worker.log").read_text()
        assert set(re.findall(r"\.> (\w+)\s+exchange=", banner)) == set(settings.QUEUES)

    assert [member for member in families if member.is_running()] == []
    assert sorted(file.name for file in tmp_path.iterdir()) == ["beat.log", "web.log", "worker.log"]


def test_a_killed_worker_takes_its_children_along_and_another_starts(
    env: dict[str, str], tmp_path: Path
) -> None:
    with ProcessSet(env, tmp_path) as processes:
        worker = processes.worker()
        children = psutil.Process(worker.pid).children(recursive=True)

        worker.kill()

        assert len(children) == 2
        assert not worker.alive
        assert psutil.wait_procs(children, timeout=10)[1] == []
        assert processes.worker().alive


def test_a_process_that_cannot_start_says_why(env: dict[str, str], tmp_path: Path) -> None:
    broken = {**env, "DJANGO_SETTINGS_MODULE": "ppi.settings.missing"}

    with ProcessSet(broken, tmp_path) as processes, pytest.raises(DidNotStart, match="missing"):
        processes.worker()


def test_processes_of_a_killed_launcher_are_ended_by_the_next(
    env: dict[str, str], tmp_path: Path
) -> None:
    arguments = [sys.executable, "-c", LAUNCH_AND_WAIT, str(tmp_path)]
    with subprocess.Popen(
        arguments,
        cwd=PROJECT,
        env={**os.environ, **env},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as launcher:
        orphan = psutil.Process(int(launcher.stdout.readline()))
        launcher.kill()
    note = NOTES / f"{launcher.pid}.{orphan.pid}"
    assert note.exists()
    assert orphan.is_running()

    subprocess.run(
        [sys.executable, "-c", "from ppi.embedded.processes import end_orphans; end_orphans()"],
        cwd=PROJECT,
        check=True,
    )

    assert psutil.wait_procs([orphan], timeout=10)[1] == []
    assert not note.exists()
