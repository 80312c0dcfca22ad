"""Where embedded servers live, and under which system account they run.

PostgreSQL refuses to run as root. There it runs as `nobody`, whose path to its files must
already be open: modes outside our own folder are never changed. Where the path is closed
(a checkout under `/root`, say), data and binaries stand under `/var/lib/ppi` instead.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("PPI_VAR") or PROJECT / "var")
FALLBACK = Path("/var/lib/ppi")
UNPRIVILEGED = "nobody"


def unprivileged() -> dict[str, Any]:
    """Arguments of `subprocess` that drop root's rights; none where we are not root."""
    if os.geteuid() != 0:
        return {}
    account = pwd.getpwnam(UNPRIVILEGED)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def give_away(path: Path) -> None:
    """Make one of our own files or folders belong to the account PostgreSQL runs as."""
    account = unprivileged()
    if account:
        os.chown(path, account["user"], account["group"])


def reachable(path: Path) -> bool:
    """Whether the account PostgreSQL runs as can enter the folder."""
    test = subprocess.run(
        ["/bin/sh", "-c", 'cd "$1"', "sh", str(path)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        **unprivileged(),
    )
    return test.returncode == 0


def reachable_folder(wanted: Path) -> Path:
    """`wanted`, made if missing, or its stand-in under `/var/lib/ppi`."""
    wanted.mkdir(parents=True, exist_ok=True)
    if reachable(wanted):
        return wanted
    digest = hashlib.sha256(str(wanted).encode()).hexdigest()[:12]
    folder = FALLBACK / digest
    folder.mkdir(parents=True, exist_ok=True)
    open_to_all(folder)
    return folder


def reachable_copy(package: Path, *, name: str) -> Path:
    """An installed package, or a copy under `/var/lib/ppi/<name>` where the original is closed.

    Its shared libraries stand in a folder beside it, found by the programs from where they are.
    """
    if reachable(package):
        return package
    copy = FALLBACK / name
    if not copy.exists():
        partial = FALLBACK / f"{name}.{os.getpid()}"
        for tree in (package, package.with_name(f"{package.name}.libs")):
            if tree.exists():
                shutil.copytree(tree, partial / tree.name, symlinks=True)
        open_to_all(partial)
        partial.rename(copy)
    return copy / package.name


def open_to_all(folder: Path) -> None:
    """Let every account enter one of our own folders, whatever the umask was."""
    for path in (FALLBACK, folder):
        path.chmod(0o755)


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


class PortTaken(Exception):
    """Somebody else listens there, or is about to."""


@contextmanager
def reserved(port: int) -> Iterator[None]:
    """Claim a port for our web server. Raises `PortTaken`.

    Granian shares ports: a second one would not fail but take half of the requests. So
    launchers of one checkout hold a lock for as long as theirs runs.
    """
    folder = VAR / "running"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"port-{port}").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PortTaken from None
        if port_answers(port) or not port_is_free(port):
            raise PortTaken
        yield


def port_answers(port: int) -> bool:
    """Whether a browser on this machine would meet somebody there, IPv6 included."""
    try:
        with socket.create_connection(("localhost", port), timeout=1):
            return True
    except OSError:
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def kept_port(file: Path) -> int:
    """The port named in `file` while it is free, else a new one, noted there."""
    if file.exists() and port_is_free(kept := int(file.read_text())):
        return kept
    port = free_port()
    file.write_text(str(port))
    return port


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, from its first byte on."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
