"""A mail server that notes each mail in a line: `python -m tests.benchmarks.sink`."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from aiosmtpd.controller import Controller

from ppi.embedded import places
from ppi.embedded.places import PROJECT

LOOK_SECONDS = 0.05
MESSAGE_ID = re.compile(rb"^Message-ID: (\S+)", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True)
class Sink:
    port: int
    file: Path

    def times(self) -> Counter[tuple[str, str]]:
        """How often each mail came, by its address and Message-ID."""
        lines = self.file.read_text().splitlines() if self.file.exists() else []
        return Counter((address, found) for address, found in map(str.split, lines))

    @property
    def number(self) -> int:
        """Of the mails taken; cheap enough to be asked while others work."""
        return self.file.read_bytes().count(b"\n") if self.file.exists() else 0


@contextmanager
def sink(home: Path) -> Iterator[Sink]:
    """In a process of its own, so that taking mails costs the sender nothing but the machine."""
    home.mkdir(parents=True, exist_ok=True)
    mails = Sink(places.free_port(), home / "mails")
    mails.file.unlink(missing_ok=True)
    command = [sys.executable, "-m", __name__, str(mails.port), str(mails.file)]
    process = subprocess.Popen(command, cwd=PROJECT)
    while not places.port_answers(mails.port):
        time.sleep(LOOK_SECONDS)
    try:
        yield mails
    finally:
        process.terminate()
        process.wait()


class Noting:
    def __init__(self, file: Path) -> None:
        self.file = file.open("a", buffering=1)

    async def handle_DATA(self, server, session, envelope) -> str:
        [found] = MESSAGE_ID.findall(envelope.content)
        for address in envelope.rcpt_tos:
            self.file.write(f"{address} {found.decode()}\n")
        return "250 Taken"


if __name__ == "__main__":
    Controller(Noting(Path(sys.argv[2])), hostname="127.0.0.1", port=int(sys.argv[1])).start()
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
