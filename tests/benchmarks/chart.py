"""A chart of lines as SVG, both axes logarithmic. Lines differ by dashes, not by colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 420, 70, 190, 40, 50
# Colours that keep a contrast of 3:1 on white, each with its own dashes.
STROKES = (("#0b5563", ""), ("#a3400f", "8 4"), ("#5b2a86", "2 3"), ("#6b6b6b", "12 3 2 3"))


@dataclass(frozen=True)
class Line:
    label: str
    points: Sequence[tuple[float, float]]


class Axes:
    def __init__(self, lines: Sequence[Line]) -> None:
        xs = [x for line in lines for x, _y in line.points]
        ys = [y for line in lines for _x, y in line.points]
        self.x_from, self.x_to = log10(min(xs)), log10(max(xs))
        self.y_from, self.y_to = floor(log10(min(ys))), ceil(log10(max(ys)))

    def x(self, value: float) -> float:
        part = (log10(value) - self.x_from) / ((self.x_to - self.x_from) or 1)
        return round(LEFT + part * (WIDTH - LEFT - RIGHT), 1)

    def y(self, value: float) -> float:
        part = (log10(value) - self.y_from) / ((self.y_to - self.y_from) or 1)
        return round(HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM), 1)


def svg(title: str, lines: Sequence[Line]) -> str:
    axes = Axes(lines)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="13" role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="22" font-size="15">{escape(title)}</text>',
        *_grid(axes, lines),
        *(part for number, line in enumerate(lines) for part in _line(axes, line, number)),
        "</svg>\n",
    ]
    return "\n".join(parts)


def _grid(axes: Axes, lines: Sequence[Line]) -> list[str]:
    found = []
    for power in range(axes.y_from, axes.y_to + 1):
        y = axes.y(10**power)
        found.append(f'<path d="M{LEFT} {y}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        text = f"{10**power:g} ms"
        found.append(f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{text}</text>')
    for x in sorted({x for line in lines for x, _y in line.points}):
        found.append(f'<path d="M{axes.x(x)} {TOP}V{HEIGHT - BOTTOM}" stroke="#ddd"/>')
        place = f'x="{axes.x(x)}" y="{HEIGHT - BOTTOM + 20}"'
        found.append(f'<text {place} text-anchor="middle">{x:,.0f}</text>')
    return found


def _line(axes: Axes, line: Line, number: int) -> list[str]:
    colour, dashes = STROKES[number % len(STROKES)]
    points = " ".join(f"{axes.x(x)},{axes.y(y)}" for x, y in line.points)
    row = TOP + 20 + 24 * number
    start = WIDTH - RIGHT + 12
    stroke = f'stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}" fill="none"'
    return [
        f'<polyline points="{points}" {stroke}/>',
        *(
            f'<circle cx="{axes.x(x)}" cy="{axes.y(y)}" r="3" fill="{colour}"/>'
            for x, y in line.points
        ),
        f'<path d="M{start} {row}h24" {stroke}/>',
        f'<text x="{start + 30}" y="{row + 4}">{escape(line.label)}</text>',
    ]
