"""What the files for production say: docker-compose.yml, Dockerfile, .env.example, the settings."""

from __future__ import annotations

import ast
import re
import secrets
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from ppi.embedded.places import PROJECT

SETTINGS = PROJECT / "ppi" / "settings"
# ${NAME}, ${NAME:-default}, ${NAME:?what to do}; $$ is a dollar.
REFERENCE = re.compile(r"\$(?:\$|\{(\w+)(?::([-?])([^}]*))?\})")


@cache
def compose() -> dict:
    return yaml.safe_load((PROJECT / "docker-compose.yml").read_text())


def services() -> dict[str, dict]:
    return compose()["services"]


def built_services() -> list[str]:
    """Those that run the platform's own image."""
    return [name for name, service in services().items() if "build" in service]


class NotSet(Exception):
    """A variable that the file demands is missing; the message is the file's own."""


def filled_in(text: str, values: dict[str, str]) -> str:
    """A text of docker-compose.yml as Compose reads it, with these variables in `.env`."""

    def value(match: re.Match[str]) -> str:
        name, kind, words = match.groups()
        if name is None:
            return "$"
        if values.get(name):
            return values[name]
        if kind == "?":
            raise NotSet(words)
        return words if kind == "-" else values.get(name, "")

    return REFERENCE.sub(value, text)


def environment(service: str, values: dict[str, str]) -> dict[str, str]:
    """What the service's processes meet. A name without a value is handed on where it is set."""
    handed = services()[service]["environment"]
    return {
        name: values[name] if text is None else filled_in(text, values)
        for name, text in handed.items()
        if text is not None or name in values
    }


def command(service: str, values: dict[str, str] | None = None) -> list[str]:
    return [filled_in(word, values or {}) for word in services()[service]["command"]]


def references(kind: str) -> set[str]:
    """The variables that docker-compose.yml demands ("?") or has a default for ("-")."""
    text = (PROJECT / "docker-compose.yml").read_text()
    return {match[1] for match in REFERENCE.finditer(text) if match[1] and match[2] == kind}


def example() -> dict[str, str]:
    """The lines of .env.example."""
    lines = (PROJECT / ".env.example").read_text().splitlines()
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name: value for name, _, value in pairs}


def plausible_values() -> dict[str, str]:
    """The file .env as somebody would fill it in, with exactly the variables of the example."""
    known = {
        "PPI_BASE_DOMAIN": "procurement.example",
        "PPI_SECRET_KEY": secrets.token_hex(40),
        "PPI_MAIL_URL": "smtp+tls://ppi:a%40b%2Fc@mail.example:587",
        "PPI_FROM_EMAIL": "PPI <no-reply@procurement.example>",
    }
    return {name: known.get(name) or secrets.token_hex(32) for name in example()}


def names_read(module: str) -> set[str]:
    """The environment variables that a settings module asks for by `env(…)`."""
    tree = ast.parse((SETTINGS / f"{module}.py").read_text())
    return {
        argument.value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and _asks_environment(call.func)
        for argument in call.args[:1]
        if isinstance(argument, ast.Constant)
    }


def _asks_environment(function: ast.expr) -> bool:
    owner = function.value if isinstance(function, ast.Attribute) else function
    return isinstance(owner, ast.Name) and owner.id == "env"


@cache
def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions, each in one line, comments left out."""
    text = (PROJECT / "Dockerfile").read_text()
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    joined = re.sub(r"\s*\\\n\s*", " ", "\n".join(lines))
    pairs = (line.partition(" ") for line in joined.splitlines())
    return [(word, rest.strip()) for word, _, rest in pairs]


def last_stage() -> list[tuple[str, str]]:
    start = max(n for n, (word, _) in enumerate(instructions()) if word == "FROM")
    return instructions()[start:]


def image_environment() -> dict[str, str]:
    """What the image itself sets for its processes."""
    assignments = (rest for word, rest in last_stage() if word == "ENV")
    return dict(pair.split("=", 1) for rest in assignments for pair in rest.split())


def copied() -> Iterator[Path]:
    """What the Dockerfile takes from the repository."""
    for word, rest in instructions():
        if word == "COPY" and not rest.startswith("--from"):
            yield from (PROJECT / source for source in rest.split()[:-1])
