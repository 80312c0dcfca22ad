"""Shapes of the countries of Europe as SVG paths, from Natural Earth by way of npm's `world-atlas`.

The file is TopoJSON (https://github.com/topojson/topojson-specification): borders are arcs that
neighbours share, as whole numbers, each the distance from the one before. They are decoded once a
process, put on the plane by Lambert's equal-area projection, which European statistics use
(EPSG:3035, here on a sphere), and cut to what the picture shows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import cos, radians, sin, sqrt

from ppi.kernel import vendor

# The atlas names countries by the numbers of ISO 3166-1.
NUMBERS = {
    "AL": 8, "AT": 40, "BA": 70, "BE": 56, "BG": 100, "BY": 112, "CH": 756, "CY": 196, "CZ": 203,
    "DE": 276, "DK": 208, "EE": 233, "ES": 724, "FI": 246, "FR": 250, "GB": 826, "GR": 300,
    "HR": 191, "HU": 348, "IE": 372, "IS": 352, "IT": 380, "LT": 440, "LU": 442, "LV": 428,
    "MD": 498, "ME": 499, "MK": 807, "MT": 470, "NL": 528, "NO": 578, "PL": 616, "PT": 620,
    "RO": 642, "RS": 688, "RU": 643, "SE": 752, "SI": 705, "SK": 703, "TR": 792, "UA": 804,
}  # fmt: skip
CENTRE_LATITUDE, CENTRE_LONGITUDE = radians(56), radians(14)
# The picture: so many units, and where the centre of the projection stands in it.
WIDTH, HEIGHT = 600, 690
SCALE, LEFT, TOP = 1500, 300, 400
# Where the centre of gravity lies on a neighbour's border.
MIDDLES = {"NO": (250, 250)}
# An island smaller than this many units across cannot be seen.
SMALLEST = 1.5
MARGIN = 40

Point = tuple[float, float]


@dataclass(frozen=True)
class Shape:
    """A country (ISO 3166-1 alpha-2) as the `d` of an SVG path, and where its name may stand."""

    country: str
    path: str
    middle: Point


@cache
def europe() -> dict[str, Shape]:
    """By country; those of which nothing lies in the picture are left out."""
    atlas = json.loads(vendor.where(vendor.COUNTRIES).read_text())
    arcs = [list(_arc(arc, atlas["transform"])) for arc in atlas["arcs"]]
    geometries = atlas["objects"]["countries"]["geometries"]
    drawn = {int(one["id"]): one for one in geometries if "id" in one}
    found = (_shape(code, drawn[number], arcs) for code, number in NUMBERS.items())
    return {shape.country: shape for shape in found if shape is not None}


def _arc(arc: list[list[int]], transform: dict) -> Iterator[Point]:
    """Longitude and latitude of each point: the numbers are differences, to be scaled and moved."""
    (wide, high), (left, top) = transform["scale"], transform["translate"]
    x = y = 0
    for right, down in arc:
        x, y = x + right, y + down
        yield _on_the_plane(x * wide + left, y * high + top)


def _on_the_plane(longitude: float, latitude: float) -> Point:
    """Lambert's azimuthal equal-area projection (Snyder 1987, equations 24-2 to 24-4)."""
    east, north = radians(longitude) - CENTRE_LONGITUDE, radians(latitude)
    inner = 1 + sin(CENTRE_LATITUDE) * sin(north) + cos(CENTRE_LATITUDE) * cos(north) * cos(east)
    # Nothing near the other side of the earth is in the picture.
    factor = sqrt(2 / max(inner, 1e-9))
    x = factor * cos(north) * sin(east)
    y = factor * (cos(CENTRE_LATITUDE) * sin(north) - sin(CENTRE_LATITUDE) * cos(north) * cos(east))
    return LEFT + SCALE * x, TOP - SCALE * y


def _shape(country: str, geometry: dict, arcs: list[list[Point]]) -> Shape | None:
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    rings = [_ring(ring, arcs) for polygon in polygons for ring in polygon]
    shown = sorted((ring for ring in rings if _is_seen(ring)), key=_span, reverse=True)
    if not shown:
        return None
    return Shape(country, "".join(map(_path, shown)), MIDDLES.get(country) or _middle(shown[0]))


def _ring(numbers: Iterable[int], arcs: list[list[Point]]) -> list[Point]:
    """Arcs one after another; a negative number is an arc read backwards."""
    points: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def _is_seen(ring: list[Point]) -> bool:
    inside = any(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in ring)
    return inside and _span(ring) >= SMALLEST


def _span(ring: list[Point]) -> float:
    across, down = zip(*ring, strict=True)
    return max(max(across) - min(across), max(down) - min(down))


def _middle(ring: list[Point]) -> Point:
    """The centre of gravity of what is in the picture: a coast of many points pulls nothing."""
    kept = [(min(max(x, 0), WIDTH), min(max(y, 0), HEIGHT)) for x, y in ring]
    area = across = down = 0.0
    for (a, b), (c, d) in pairwise([*kept, kept[0]]):
        part = a * d - c * b
        area, across, down = area + part, across + (a + c) * part, down + (b + d) * part
    return round(across / (3 * area)), round(down / (3 * area))


def _path(ring: list[Point]) -> str:
    """Whole units, each the distance from the one before: the look stays, in a fifth of the bytes.

    What lies far outside the picture is pushed to a line around it, where nobody sees its form.
    """
    kept = [(_near(x, WIDTH), _near(y, HEIGHT)) for x, y in ring]
    (x, y), *_rest = kept
    steps = [(c - a, d - b) for (a, b), (c, d) in pairwise(kept)]
    moved = "".join(f"{right} {down} " for right, down in steps if right or down)
    return f"M{x} {y}l{moved.rstrip()}z"


def _near(value: float, most: int) -> int:
    return round(min(max(value, -MARGIN), most + MARGIN))
