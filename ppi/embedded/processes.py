"""The platform's own processes: web server, worker and clock, started as in production."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from ppi.embedded import places, running

START_SECONDS = 90
# One empty file for each process that runs, named `<launcher>.<process>`.
NOTES = places.VAR / "running"


@dataclass
class Running:
    """One process of the platform. `is_ready` tells whether it can be used by now."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    log: Path
    is_ready: Callable[[], bool]

    def launch(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.log.write_bytes(b"")
        self.child: subprocess.Popen[bytes] = running.spawn(
            self.command, log=self.log, env=self.env, cwd=places.PROJECT
        )
        NOTES.mkdir(parents=True, exist_ok=True)
        self._note.touch()

    def wait(self) -> None:
        """Return once it is ready. Raises `DidNotStart` with the end of its log."""
        running.wait_until(self.is_ready, self.child, log=self.log, seconds=START_SECONDS)

    @property
    def pid(self) -> int:
        return self.child.pid

    @property
    def alive(self) -> bool:
        return self.child.poll() is None

    def end(self, seconds: float = 20) -> None:
        """Ask it to finish what it does and go; what is left after `seconds` is killed."""
        if self.alive:
            end_family(self.pid, seconds)
        self._forget()

    def kill(self) -> None:
        """End it and its children as a crash would, with nothing said."""
        if self.alive:
            for member in family(self.pid):
                member.kill()
        self._forget()

    def _forget(self) -> None:
        self.child.wait()
        self._note.unlink(missing_ok=True)

    @property
    def _note(self) -> Path:
        return NOTES / f"{os.getpid()}.{self.pid}"


@dataclass
class ProcessSet:
    """Starts processes that share an environment, and ends all of them.

    `env` names the settings and the servers (`Servers.environment()`); logs stand in `logs`.
    As a context manager it ends what still runs when the block is left. With `wait=False` a
    process may not be ready yet when the method returns: call its `wait()`.
    """

    env: Mapping[str, str]
    logs: Path = places.VAR / "log"
    port: int = 0
    started: list[Running] = field(default_factory=list)

    def web(self, *, threads: int = 4, wait: bool = True) -> Running:
        """Granian on 127.0.0.1, at `port` or a free one; ready once `/healthz` answers."""
        self.port = self.port or places.free_port()
        command = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--no-ws"]
        command += ["--port", str(self.port), "--blocking-threads", str(threads)]
        command += ["ppi.wsgi:application"]
        return self._start("web", command, lambda _: answers(f"{self.address}/healthz"), wait)

    def worker(
        self,
        *,
        name: str = "worker",
        concurrency: int = 2,
        queues: Sequence[str] = (),
        wait: bool = True,
    ) -> Running:
        """A Celery worker with child processes, of all queues or of these; ready for tasks."""
        node = f"{name}-{os.getpid()}"
        command = ["celery", "-A", "ppi", "worker", "--loglevel", "INFO", "--pool", "prefork"]
        command += ["--concurrency", str(concurrency), "--hostname", f"{node}@%h"]
        command += ["--without-gossip", "--without-mingle"]
        command += ["--queues", ",".join(queues)] if queues else []
        return self._start(name, command, says(rf"{node}\S* ready"), wait)

    def beat(self, *, wait: bool = True) -> Running:
        """Celery's clock; ready once it ticks. Its own note of last runs is not kept."""
        command = ["celery", "-A", "ppi", "beat", "--loglevel", "INFO", "--pidfile", ""]
        command += ["--schedule", str(self._schedule)]
        return self._start("beat", command, says(r"beat: Starting"), wait)

    def all(self) -> list[Running]:
        """Web server, worker and clock, started at once; all are ready on return."""
        processes = [self.web(wait=False), self.worker(wait=False), self.beat(wait=False)]
        for process in processes:
            process.wait()
        return processes

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        """End all, each by its own id."""
        with ThreadPoolExecutor() as pool:
            list(pool.map(Running.end, self.started))
        self.started.clear()
        for file in self.logs.glob(f"{self._schedule.name}*"):
            file.unlink()

    def __enter__(self) -> ProcessSet:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def _schedule(self) -> Path:
        return self.logs / f"beat-{os.getpid()}.schedule"

    def _start(
        self, name: str, module: Sequence[str], ready: Callable[[Path], bool], wait: bool
    ) -> Running:
        log = self.logs / f"{name}.log"
        env = {**os.environ, **self.env, "PYTHONUNBUFFERED": "1"}
        process = Running(name, [sys.executable, "-m", *module], env, log, lambda: ready(log))
        process.launch()
        self.started.append(process)
        if wait:
            process.wait()
        return process


def end_orphans() -> None:
    """End the processes whose launcher was killed before it could end them."""
    for note in NOTES.glob("*.*"):
        launcher, pid = (int(number) for number in note.name.split("."))
        if not psutil.pid_exists(launcher):
            if running.find(pid, mark="ppi"):
                end_family(pid, seconds=10)
            note.unlink(missing_ok=True)


def family(pid: int) -> list[psutil.Process]:
    """A process and all that it started."""
    process = psutil.Process(pid)
    return [process, *process.children(recursive=True)]


def end_family(pid: int, seconds: float) -> None:
    """The head is asked to end the others in order; who outlives it is killed."""
    head, *others = family(pid)
    running.end(head, by=signal.SIGTERM, seconds=seconds)
    for other in others:
        with suppress(psutil.NoSuchProcess):
            other.kill()


def says(pattern: str) -> Callable[[Path], bool]:
    """Whether a log holds the line by which a process tells that it is ready."""
    expression = re.compile(pattern)
    return lambda log: expression.search(log.read_text(errors="replace")) is not None


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as response:
            return response.status == 200
    except OSError:
        return False
