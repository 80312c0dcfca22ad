"""PostgreSQL's text-search queries as trees: read from their text, simplified, written again.

Read are the forms that `tsqueryout` writes: quoted lexemes with their weights, `!`, `<->`, `<N>`,
`&`, `|` and brackets, binding in this order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

TOKENS = re.compile(r"\s*(?:'((?:[^'\\]|''|\\.)*)'(:\*?[A-D]*)?|([!&|()]|<->|<\d+>))", re.DOTALL)


@dataclass(frozen=True)
class Lexeme:
    text: str
    # ":*" for the beginning of a word, ":A" for a weight, ":*AB" for both.
    suffix: str = ""

    @property
    def is_beginning(self) -> bool:
        return self.suffix.startswith(":*")

    def __str__(self) -> str:
        escaped = self.text.replace("\\", "\\\\").replace("'", "''")
        return f"'{escaped}'{self.suffix}"


@dataclass(frozen=True)
class Without:
    part: Node

    def __str__(self) -> str:
        return f"!({self.part})"


@dataclass(frozen=True)
class Following:
    first: Node
    second: Node
    sign: str

    def __str__(self) -> str:
        return f"({self.first}) {self.sign} ({self.second})"


@dataclass(frozen=True)
class Every:
    """All of its parts stand there."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return " & ".join(f"({part})" for part in self.parts)


@dataclass(frozen=True)
class Some:
    """At least one of its parts stands there; of no parts, none ever does."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return " | ".join(f"({part})" for part in self.parts)


Node = Lexeme | Without | Following | Every | Some


def every(parts: Iterable[Node]) -> Node:
    return _joined(Every, parts)


def some(parts: Iterable[Node]) -> Node:
    return _joined(Some, parts)


def _joined(kind: type[Every] | type[Some], parts: Iterable[Node]) -> Node:
    """Flat, and each part once: what fourteen stemmers say alike is asked for once."""
    flat: dict[Node, None] = {}
    for part in parts:
        flat |= dict.fromkeys(part.parts if isinstance(part, kind) else (part,))
    return next(iter(flat)) if len(flat) == 1 else kind(tuple(flat))


def read(text: str) -> Node:
    """The tree of a query's text; an empty query is `Some` of nothing, which finds nothing."""
    tokens = [match.groups() for match in TOKENS.finditer(text)]
    if not tokens:
        return Some(())
    reader = _Reader(tokens)
    return reader.alternatives()


class _Reader:
    def __init__(self, tokens: list[tuple]) -> None:
        self.tokens, self.at = tokens, 0

    def sign(self) -> str:
        """The operator or bracket that comes next; "" for a lexeme and at the end."""
        return (self.tokens[self.at][2] or "") if self.at < len(self.tokens) else ""

    def take(self) -> tuple:
        self.at += 1
        return self.tokens[self.at - 1]

    def alternatives(self) -> Node:
        return some(self._separated("|", self.requirements))

    def requirements(self) -> Node:
        return every(self._separated("&", self.phrase))

    def _separated(self, sign: str, part) -> list[Node]:
        parts = [part()]
        while self.sign() == sign:
            self.take()
            parts.append(part())
        return parts

    def phrase(self) -> Node:
        found = self.single()
        while self.sign().startswith("<"):
            sign = self.take()[2]
            found = Following(found, self.single(), sign)
        return found

    def single(self) -> Node:
        lexeme, suffix, sign = self.take()
        if sign == "!":
            return Without(self.single())
        if sign == "(":
            inside = self.alternatives()
            self.take()
            return inside
        return Lexeme(re.sub(r"''|\\(.)", lambda m: m.group(1) or "'", lexeme), suffix or "")
