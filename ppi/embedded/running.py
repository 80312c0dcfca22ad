"""System processes by their id: started apart from the terminal, known again, ended."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import psutil

POLL_SECONDS = 0.02


class DidNotStart(RuntimeError):
    """A server ended or stayed silent; the message carries the end of its log."""


def spawn(
    command: Sequence[str | Path],
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    **options: Any,
) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own, so that Ctrl-C reaches only the launcher."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=env,
            cwd=cwd,
            start_new_session=True,
            **options,
        )


def find(pid: int, *, mark: str) -> psutil.Process | None:
    """The living process `pid`, if `mark` stands in its command line: ids are used again."""
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        return process if any(mark in part for part in process.cmdline()) else None
    except psutil.Error:
        return None


def wait_until(
    ready: Callable[[], bool], process: subprocess.Popen[bytes], *, log: Path, seconds: float
) -> None:
    """Return once `ready()`. Raises `DidNotStart` when the process ends or time is up."""
    deadline = time.monotonic() + seconds
    while not ready():
        if process.poll() is not None:
            raise DidNotStart(f"It ended with status {process.returncode}.\n{tail(log)}")
        if time.monotonic() > deadline:
            raise DidNotStart(f"It was not ready after {seconds:.0f} seconds.\n{tail(log)}")
        time.sleep(POLL_SECONDS)


def persist(launch: Callable[[], None], *, despite: tuple[str, ...], tries: int = 5) -> None:
    """Launch again, a second later each time, while a passing trouble is all that hinders."""
    for _ in range(tries - 1):
        try:
            launch()
            return
        except DidNotStart as failure:
            if not any(trouble in str(failure) for trouble in despite):
                raise
            time.sleep(1)
    launch()


def heed_termination() -> None:
    """Let SIGTERM unwind the program as Ctrl-C does, so that what it started is stopped.

    A shell starts what it runs in the background deaf to Ctrl-C; it hears again.
    """

    def interrupt(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def end(process: psutil.Process, *, by: signal.Signals, seconds: float = 30) -> None:
    """Ask a process to end; after `seconds`, kill it. Returns once it is gone."""
    try:
        process.send_signal(signal.SIGCONT)
        process.send_signal(by)
        try:
            process.wait(seconds)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait(seconds)
    except psutil.NoSuchProcess:
        pass


def tail(log: Path, lines: int = 20) -> str:
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 8_192))
        return "\n".join(file.read().decode(errors="replace").splitlines()[-lines:])
