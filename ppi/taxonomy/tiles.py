"""Regions as tiles: each of the same size, about where it lies, so that a small one is found too.

Written by hand for NUTS level 2 of the nine countries (NUTS 2024); a dot is an empty place. What a
later version of NUTS adds stands in a row of its own below, until somebody gives it its place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

PLACES = {
    "AT": """
        .    .    AT31 AT12 AT13
        AT34 AT33 AT32 AT22 AT11
        .    .    AT21 .    .
    """,
    "DE": """
        .    .    DEF0 DE60 DE80 .
        .    DE94 DE50 DE93 .    .
        DEA3 DEA4 DE92 DE91 DE40 DE30
        DEA1 DEA5 DE73 DEE0 DED5 DED2
        DEA2 DEB1 DE72 DEG0 DED4 .
        DEB2 DEB3 DE71 DE26 DE24 DE23
        DEC0 DE12 DE11 DE25 DE22 .
        .    DE13 DE14 DE27 DE21 .
    """,
    "DK": """
        DK05 .
        DK04 DK01
        DK03 DK02
    """,
    "EE": "EE00",
    "FI": """
        .    FI1D
        FI19 FI1C
        FI20 FI1B
    """,
    "LT": "LT02 LT01",
    "LV": "LV00",
    "NO": """
        .    .    NO0B
        .    .    NO07
        .    NO06 .
        NO0A NO02 .
        NO09 NO08 .
    """,
    "SE": """
        .    .    SE33
        .    SE32 .
        .    SE31 .
        SE23 SE12 SE11
        SE22 SE21 .
    """,
}
ABREAST = 6


@dataclass(frozen=True)
class Tile:
    code: str
    column: int
    row: int


def tiles(country: str, codes: Iterable[str]) -> list[Tile]:
    """A tile for each of these regions of the country, row by row."""
    wanted = set(codes)
    rows = [line.split() for line in PLACES.get(country, "").strip().splitlines()]
    placed = [
        Tile(code, column, row)
        for row, line in enumerate(rows)
        for column, code in enumerate(line)
        if code in wanted
    ]
    rest = sorted(wanted - {tile.code for tile in placed})
    below = [Tile(c, n % ABREAST, len(rows) + n // ABREAST) for n, c in enumerate(rest)]
    return placed + below
