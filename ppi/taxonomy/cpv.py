"""The shape of CPV codes: eight digits whose zeros at the end say how general the code is.

Regulation (EC) No 213/2008: two digits name the division, each digit more a narrower group. The
ninth, after a hyphen, only checks the others; notices are written with it or without.
"""

from __future__ import annotations

import re
from collections.abc import Collection

DIVISION_DIGITS = 2
WRITTEN = re.compile(r"(\d{8})(?:\s*-\s*(\d))?")


def parsed(text: str) -> tuple[str, str] | None:
    """Code and check digit ("" when left out) of a text that is nothing but a whole code."""
    match = WRITTEN.fullmatch(text.strip())
    return (match[1], match[2] or "") if match else None


def prefix(code: str) -> str:
    """The digits that carry meaning: `34928000` → `34928`, `30000000` → `30`."""
    return code.rstrip("0").ljust(DIVISION_DIGITS, "0")


def depth(code: str) -> int:
    """0 for a division, 1 for a group, 2 for a class, 3 for a category, then finer to 6."""
    return len(prefix(code)) - DIVISION_DIGITS


def ancestors(code: str) -> list[str]:
    """Every more general code that could exist, the nearest first: `34928000`, `34920000`, …"""
    digits = prefix(code)
    return [digits[:length].ljust(8, "0") for length in range(len(digits) - 1, 1, -1)]


def parent(code: str, existing: Collection[str]) -> str | None:
    """The nearest ancestor that exists: some levels of the vocabulary are left out."""
    return next((candidate for candidate in ancestors(code) if candidate in existing), None)


def is_within(code: str, general: str) -> bool:
    """Whether a code is the general one or lies below it."""
    return code.startswith(prefix(general))


def shared_prefix(one: str, other: str) -> str:
    """The meaningful digits two codes have in common, "" when their divisions differ."""
    if one[:DIVISION_DIGITS] != other[:DIVISION_DIGITS]:
        return ""
    pairs = zip(prefix(one), prefix(other), strict=False)
    same = next(
        (index for index, (a, b) in enumerate(pairs) if a != b),
        min(len(prefix(one)), len(prefix(other))),
    )
    return one[:same]
