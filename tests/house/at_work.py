"""The services of docker-compose.yml as processes of this machine, by their own commands."""

from __future__ import annotations

import http.client
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ppi.embedded import places, running
from ppi.embedded.fixtures import FreshDatabase
from ppi.embedded.places import PROJECT
from ppi.embedded.processes import end_family
from tests.house import deployment

CHECKOUTS_PROGRAMS = Path(sys.executable).parent
START_SECONDS = 90
# How a health check names the web service, from its own container and from another.
WEB = re.compile(r"\b(127\.0\.0\.1|web):8000\b")


def container(
    service: str, values: dict[str, str], programs: Path = CHECKOUTS_PROGRAMS
) -> dict[str, str]:
    """Exactly the environment of a container, but for where its programs stand."""
    return {
        **deployment.image_environment(),
        **deployment.environment(service, values),
        "PATH": f"{programs}:/usr/bin:/bin",
        "HOSTNAME": socket.gethostname(),
    }


@dataclass
class AtWork:
    """Starts services, runs their health checks, and asks the web server for pages.

    `source` stands for the image's /app, `programs` for its /opt/ppi/bin, `var` for /app/var.
    """

    database: FreshDatabase
    logs: Path
    source: Path = PROJECT
    programs: Path = CHECKOUTS_PROGRAMS
    var: Path = places.VAR
    values: dict[str, str] = field(default_factory=deployment.plausible_values)
    port: int = field(default_factory=places.free_port)
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def migrate(self) -> subprocess.CompletedProcess[str]:
        return self._run("migrate", deployment.command("migrate"))

    def start_web(self) -> None:
        self._start(
            "web",
            lambda _: self.check("web").returncode == 0,
            host="--host=127.0.0.1",
            port=f"--port={self.port}",
        )

    def start_worker(self) -> None:
        self._start("worker", lambda log: " ready." in log.read_text())

    def start_beat(self) -> None:
        """Ready once a sweep has come through broker and worker."""
        schedule = f"--schedule={self.logs / 'schedule'}"
        self._start("beat", lambda _: self.check("beat").returncode == 0, schedule=schedule)

    def check(self, service: str) -> subprocess.CompletedProcess[str]:
        """The service's own health check."""
        kind, *words = deployment.services()[service]["healthcheck"]["test"]
        words = [WEB.sub(f"127.0.0.1:{self.port}", word) for word in words]
        if kind == "CMD-SHELL":
            words = ["sh", "-c", deployment.filled_in(words[0], {})]
        return self._run(service, words)

    def fetch(self, path: str, **headers: str) -> http.client.HTTPResponse:
        """What the web server says to the proxy, or to whoever stands in its place."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", path, headers={"Host": self.values["PPI_BASE_DOMAIN"]} | sent)
        response = connection.getresponse()
        response.body = response.read()
        connection.close()
        return response

    def stop(self) -> None:
        while self.started:
            child = self.started.pop()
            if child.poll() is None:
                end_family(child.pid, seconds=20)
            child.wait()

    def _environment(self, service: str) -> dict[str, str]:
        owner = service == "migrate"
        return container(service, self.values, self.programs) | {
            "DATABASE_URL": self.database.owner_url if owner else self.database.url,
            "REDIS_URL": self.database.env["REDIS_URL"],
            "PPI_VAR": str(self.var),
        }

    def _run(self, service: str, words: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self._found(words[0]), *words[1:]],
            cwd=self.source,
            env=self._environment(service),
            capture_output=True,
            text=True,
        )

    def _start(self, service: str, is_ready: Callable[[Path], bool], **replaced: str) -> None:
        first, *rest = deployment.command(service)
        words = [replaced.get(word.lstrip("-").split("=")[0], word) for word in rest]
        log = self.logs / f"{service}.log"
        child = running.spawn(
            [self._found(first), *words],
            log=log,
            env=self._environment(service),
            cwd=self.source,
        )
        self.started.append(child)
        running.wait_until(lambda: is_ready(log), child, log=log, seconds=START_SECONDS)

    def _found(self, program: str) -> str:
        ours = self.programs / program
        return str(ours) if ours.exists() else program
