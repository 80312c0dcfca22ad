"""One brand colour in, a whole readable theme out.

A portal's administrator picks one colour and cannot be expected to know contrast ratios. Every
token is therefore searched for: it starts at the lightness the design wants and moves until the
contrast that WCAG 2.2 asks for is reached on the rounded sRGB value that the browser will show.
Lightness, chroma and hue are those of OKLCH (Björn Ottosson, 2020), where equal steps look equal.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

TEXT = 4.5  # WCAG 2.2, 1.4.3 Contrast (Minimum)
GRAPHIC = 3.0  # WCAG 2.2, 1.4.11 Non-text Contrast
WHITE, BLACK = "#ffffff", "#000000"
STEP = 0.005

HOUSE_ACCENT = "#0b5563"
HOUSE_INVITATION = "#8a5a14"
HOUSE_NEUTRAL = "#4f636b"

Palette = dict[str, str]


@dataclass(frozen=True)
class Tone:
    """A hue at the strength it may be shown with, of which any lightness can be asked."""

    chroma: float
    hue: float

    def at(self, lightness: float, strength: float = 1.0) -> str:
        """The nearest sRGB colour: chroma gives way, lightness and hue stay."""
        low, high = 0.0, self.chroma * strength
        if _in_gamut(rgb := _linear_rgb(lightness, high, self.hue)):
            return _hex(rgb)
        for _ in range(16):
            middle = (low + high) / 2
            inside = _in_gamut(_linear_rgb(lightness, middle, self.hue))
            low, high = (middle, high) if inside else (low, middle)
        return _hex(_linear_rgb(lightness, low, self.hue))

    def reaching(
        self,
        ratio: float,
        against: Iterable[str],
        start: float,
        *,
        darker: bool,
        strength: float = 1.0,
    ) -> str:
        """The colour nearest to `start` that keeps `ratio` to all of `against`."""
        others = list(against)
        for lightness in _lightnesses(start, darker):
            colour = self.at(lightness, strength)
            if all(contrast(colour, other) >= ratio for other in others):
                return colour
        return BLACK if darker else WHITE


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio of two #rrggbb colours, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def light(brand_colour: str) -> Palette:
    """The sixteen tokens of one colour on white."""
    lightness, tone = _tone(brand_colour)
    grounds = _grounds(tone, (0.966, 0.945, 0.915, 0.875), WHITE, WHITE, 0.16)
    shown = list(grounds.values())
    base = _base(tone, lightness)
    return {
        **grounds,
        "border-subtle": tone.at(0.885, 0.2),
        "border-default": tone.reaching(GRAPHIC, shown, 0.6, darker=True, strength=0.7),
        "border-strong": tone.reaching(TEXT, shown, min(lightness, 0.5), darker=True),
        "text-subtle": tone.reaching(TEXT, shown, min(lightness, 0.46), darker=True),
        "text-default": tone.reaching(7.0, shown, 0.26, darker=True, strength=0.6),
        **base,
        "base-contrast-subtle": _contrast_subtle(tone, base, darker=False),
        "base-contrast-default": WHITE,
    }


def dark(brand_colour: str) -> Palette:
    """The sixteen tokens of one colour on near black."""
    _lightness, tone = _tone(brand_colour)
    ground, surface = tone.at(0.195, 0.16), tone.at(0.24, 0.18)
    grounds = _grounds(tone, (0.235, 0.275, 0.31, 0.355), ground, surface, 0.24)
    shown = list(grounds.values())
    base = _steps(tone, shown, (0.78, 0.83, 0.88))
    return {
        **grounds,
        "border-subtle": tone.at(0.37, 0.24),
        "border-default": tone.reaching(GRAPHIC, shown, 0.6, darker=False, strength=0.5),
        "border-strong": tone.reaching(TEXT, shown, 0.74, darker=False, strength=0.7),
        "text-subtle": tone.reaching(TEXT, shown, 0.8, darker=False, strength=0.7),
        "text-default": tone.reaching(7.0, shown, 0.94, darker=False, strength=0.16),
        **base,
        "base-contrast-subtle": _contrast_subtle(tone, base, darker=True),
        "base-contrast-default": BLACK,
    }


def tokens(brand_colour: str) -> str:
    """A style sheet that gives Designsystemet's accent tokens this colour, light and dark.

    Raises `ValueError` for anything but `#rrggbb`.
    """
    return _stylesheet({"accent": brand_colour}, brand_colour)


def house_palette() -> str:
    """What stands in `static/ppi/palette.css`: the colours that no portal changes, and a default.

    `brand2` is the warm tint of invitations, `neutral` a grey with a little of the sea in it.
    """
    colours = {
        "accent": HOUSE_ACCENT,
        "brand2": HOUSE_INVITATION,
        "neutral": HOUSE_NEUTRAL,
    }
    return _stylesheet(colours, HOUSE_ACCENT)


def _stylesheet(colours: dict[str, str], brand_colour: str) -> str:
    bright = "".join(_declarations(name, light(colour)) for name, colour in colours.items())
    dim = "".join(_declarations(name, dark(colour)) for name, colour in colours.items())
    brand = f"--ppi-brand:{brand_colour.lower()};"
    return (
        "@layer ds,ppi;\n@layer ppi.colours{\n"
        f":root,[data-color-scheme=light]{{{brand}{bright}}}\n"
        f"[data-color-scheme=dark]{{{dim}}}\n"
        f"@media (prefers-color-scheme:dark){{[data-color-scheme=auto]{{{dim}}}}}\n"
        "}\n"
    )


def _declarations(name: str, palette: Palette) -> str:
    return "".join(f"--ds-color-{name}-{token}:{value};" for token, value in palette.items())


def _grounds(
    tone: Tone,
    ladder: tuple[float, float, float, float],
    ground: str,
    surface: str,
    strength: float,
) -> Palette:
    """Everything that text may stand on, in the order it gets stronger."""
    tinted, surface_tinted, hover, active = (tone.at(step, strength) for step in ladder)
    return {
        "background-default": ground,
        "background-tinted": tinted,
        "surface-default": surface,
        "surface-tinted": surface_tinted,
        "surface-hover": hover,
        "surface-active": active,
    }


def _base(tone: Tone, lightness: float) -> Palette:
    """The brand colour itself where white can be read on it, else the nearest where it can.

    Hover and pressed get darker, or lighter where there is nothing darker left.
    """
    shown = _lightness_of(tone.reaching(TEXT, [WHITE], lightness, darker=True))
    deep = shown <= 0.32
    wanted = (shown, 0.38, 0.44) if deep else (shown, shown - 0.06, shown - 0.12)
    names = ("base-default", "base-hover", "base-active")
    return {
        name: tone.reaching(TEXT, [WHITE], step, darker=True)
        for name, step in zip(names, wanted, strict=True)
    }


def _steps(tone: Tone, grounds: list[str], ladder: tuple[float, float, float]) -> Palette:
    names = ("base-default", "base-hover", "base-active")
    return {
        name: tone.reaching(TEXT, [*grounds, BLACK], step, darker=False)
        for name, step in zip(names, ladder, strict=True)
    }


def _contrast_subtle(tone: Tone, base: Palette, *, darker: bool) -> str:
    start, strength = (0.2, 0.3) if darker else (0.93, 0.2)
    return tone.reaching(TEXT, base.values(), start, darker=darker, strength=strength)


def _lightnesses(start: float, darker: bool) -> Iterator[float]:
    end = 0.0 if darker else 1.0
    count = max(1, math.ceil(abs(end - start) / STEP))
    return (start + (end - start) * index / count for index in range(count + 1))


def _tone(colour: str) -> tuple[float, Tone]:
    lightness, a, b = _oklab(_linear(colour))
    return lightness, Tone(math.hypot(a, b), math.atan2(b, a))


def _lightness_of(colour: str) -> float:
    return _oklab(_linear(colour))[0]


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(colour: str) -> tuple[float, float, float]:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise ValueError(f"{colour!r} is not a colour like #0b5563")
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _expand(red), _expand(green), _expand(blue)


def _expand(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _compress(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def _hex(linear: tuple[float, float, float]) -> str:
    channels = (round(255 * min(1.0, max(0.0, _compress(max(0.0, v))))) for v in linear)
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def _in_gamut(linear: tuple[float, float, float]) -> bool:
    return all(-1e-4 <= value <= 1 + 1e-4 for value in linear)


def _oklab(linear: tuple[float, float, float]) -> tuple[float, float, float]:
    red, green, blue = linear
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _linear_rgb(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
