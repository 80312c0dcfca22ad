"""Steps that make the checkout or a database ready, each done again only when its sources change.

A step leaves a note with the fingerprint of what it worked on; the same fingerprint and
standing products mean that there is nothing to do.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ppi.embedded import places
from ppi.embedded.lease import Lease
from ppi.embedded.running import DidNotStart
from ppi.embedded.servers import Servers

# What decides how a migrated database looks.
SCHEMA = ("*/migrations/*.py", "ppi/*/migrations/*.py", "ppi/settings/*.py", "requirements/*.txt")
CATALOGUES = ("locale/**/*.po", "ppi/kernel/catalogues.py", "requirements/*.txt")
STATIC = (
    "static/**/*",
    "*/static/**/*",
    "ppi/*/static/**/*",
    "ppi/settings/*.py",
    "ppi/kernel/staticfiles.py",
    "ppi/kernel/vendor.py",
    "ppi/kernel/staticfiles.py",
    "package-lock.json",
    "requirements/*.txt",
)
WORLD = ("ppi/demo/**/*", "ppi/taxonomy/**/*", *SCHEMA)


@dataclass(frozen=True)
class Step:
    """A `manage.py` command that is run when `sources`, or what it works on, have changed.

    `notes` is the folder of the notes; `target` tells one database from another.
    """

    title: str
    command: tuple[str, ...]
    sources: tuple[str, ...]
    notes: Path = places.VAR / "done"
    target: str = ""
    products: tuple[Path, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)

    def is_done(self) -> bool:
        note = self._note
        return (
            note.exists()
            and note.read_text() == self._fingerprint()
            and all(product.exists() for product in self.products)
        )

    def take(self) -> None:
        """Run the command. Raises `DidNotStart` with its words."""
        fingerprint = self._fingerprint()
        manage(*self.command, env=self.env)
        self.notes.mkdir(parents=True, exist_ok=True)
        self._note.write_text(fingerprint)

    @property
    def _note(self) -> Path:
        return self.notes / self.command[0]

    def _fingerprint(self) -> str:
        target = hashlib.sha256(self.target.encode()).hexdigest()
        return f"{fingerprint(self.sources)}\n{target}"


def take_once(step: Step) -> None:
    """Take a step if need be; another run at the same time waits for it."""
    with Lease(places.VAR / "done").alone():
        if not step.is_done():
            step.take()


def catalogues() -> Step:
    """The texts of the interface, compiled: the `.mo` file beside each `.po`."""
    products = tuple(file.with_suffix(".mo") for file in places.PROJECT.glob("locale/**/*.po"))
    return Step("Texts in nine languages", ("compile_catalogues",), CATALOGUES, products=products)


def static_files() -> Step:
    """Style sheets, scripts and fonts, gathered for the web server."""
    command = ("collectstatic", "--no-input", "--clear", "--verbosity", "0")
    env = {"DJANGO_SETTINGS_MODULE": "ppi.settings.dev"}
    return Step("Static files", command, STATIC, products=(places.VAR / "static",), env=env)


def schema(servers: Servers) -> Step:
    """The tables, made by their owner."""
    return Step(
        "Tables",
        ("migrate", "--no-input", "--verbosity", "0"),
        SCHEMA,
        notes=servers.home / "done",
        target=servers.database_url,
        env={**servers.environment(), "DATABASE_URL": servers.owner_database_url},
    )


def world(servers: Servers) -> Step:
    """The demonstration world."""
    return Step(
        "Demonstration world",
        ("load_demo",),
        WORLD,
        notes=servers.home / "done",
        target=servers.database_url,
        env=servers.environment(),
    )


def fingerprint(patterns: Iterable[str], *, under: Path = places.PROJECT) -> str:
    """A hash of the names and contents of all files that the patterns name."""
    digest = hashlib.sha256()
    found = {file for pattern in patterns for file in under.glob(pattern)}
    for file in sorted(found):
        if file.is_file() and file.suffix != ".pyc":
            digest.update(f"{file.relative_to(under)}\0".encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def manage(*command: str, env: Mapping[str, str]) -> str:
    """What a `manage.py` command says. Raises `DidNotStart` with it when the command fails."""
    outcome = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=places.PROJECT,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if outcome.returncode:
        raise DidNotStart(f"`manage.py {command[0]}` failed.\n{outcome.stdout}")
    return outcome.stdout
