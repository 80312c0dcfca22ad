"""Who uses a set of servers: the last one out stops them, even after somebody was killed."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


class Lease:
    """A share in the servers of `home`, held by a file lock that dies with its holder."""

    def __init__(self, home: Path) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.home = home
        self._share: IO[str] | None = None

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else starts or stops these servers meanwhile."""
        with (self.home / "start.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def take(self) -> None:
        self._share = self._share or (self.home / "users.lock").open("w")
        fcntl.flock(self._share, fcntl.LOCK_SH)

    def give_back(self) -> bool:
        """Give up the share; True if nobody holds another, nor asked to keep the servers."""
        if self._share is None:
            return False
        try:
            fcntl.flock(self._share, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return not self._kept.exists()
        except BlockingIOError:
            return False
        finally:
            self._share.close()
            self._share = None

    def keep(self, wanted: bool) -> None:
        """Whether the servers go on without any user (`start` and `stop` on the command line)."""
        self._kept.touch() if wanted else self._kept.unlink(missing_ok=True)

    @property
    def _kept(self) -> Path:
        return self.home / "kept"
