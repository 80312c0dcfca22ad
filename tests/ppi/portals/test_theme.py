"""A theme made from any colour can be read."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ppi.portals.theme import contrast, dark, house_palette, light, tokens

ROOT = Path(__file__).resolve().parents[3]
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
GROUNDS = (
    "background-default",
    "background-tinted",
    "surface-default",
    "surface-tinted",
    "surface-hover",
    "surface-active",
)
BASES = ("base-default", "base-hover", "base-active")
# what stands on what, and the ratio that WCAG 2.2 AA asks for
PAIRS = [
    *product(("text-subtle", "text-default", "border-strong"), GROUNDS, [4.5]),
    *product(("border-default",), GROUNDS, [3.0]),
    *product(("base-contrast-default", "base-contrast-subtle"), BASES, [4.5]),
    *product(BASES, ("background-default", "surface-default"), [3.0]),
]


def unreadable(palette: dict[str, str]) -> list[tuple[str, str, float]]:
    ratios = [
        (one, other, contrast(palette[one], palette[other]), least) for one, other, least in PAIRS
    ]
    return [(one, other, ratio) for one, other, ratio, least in ratios if ratio < least]


@given(COLOURS)
@example("#ffffff")
@example("#000000")
@example("#ffff00")
@example("#0000ff")
@example("#767676")
def test_any_colour_gives_a_theme_that_can_be_read_in_light_and_dark(colour):
    assert (unreadable(light(colour)), unreadable(dark(colour))) == ([], [])


def test_the_check_would_notice_a_theme_that_cannot_be_read():
    pale = light("#0b5563") | {"text-subtle": "#999999"}

    assert [(one, other) for one, other, _ratio in unreadable(pale)] == [
        ("text-subtle", ground) for ground in GROUNDS
    ]


@given(COLOURS)
def test_light_and_dark_give_the_same_tokens_as_colours(colour):
    expected = {*GROUNDS, *BASES, "border-subtle", "border-default", "border-strong"}
    expected |= {"text-subtle", "text-default", "base-contrast-subtle", "base-contrast-default"}

    for palette in (light(colour), dark(colour)):
        assert set(palette) == expected
        assert all(re.fullmatch(r"#[0-9a-f]{6}", value) for value in palette.values())


def test_a_colour_that_white_can_be_read_on_is_shown_as_it_is():
    kept = [light(colour)["base-default"] for colour in ("#0b5563", "#a3004f", "#5b3fa0")]

    assert kept == ["#0b5563", "#a3004f", "#5b3fa0"]


def test_a_pressed_button_looks_different_even_in_black():
    black = light("#000000")

    assert len({black[step] for step in BASES}) == 3


def test_the_style_sheet_overrides_accent_and_nothing_else():
    sheet = tokens("#5b3fa0")
    names = set(re.findall(r"--ds-color-(\w+)-", sheet))

    assert names == {"accent"}
    assert sheet.count("--ds-color-accent-base-default:") == 3
    assert "[data-color-scheme=auto]" in sheet
    assert "--ppi-brand:#5b3fa0;" in sheet


@pytest.mark.parametrize(
    "text", ["red", "#fff", "#12345g", "#0b5563;}body{display:none", "", "0b5563", "#0b5563\n"]
)
def test_what_is_no_colour_is_refused_and_cannot_reach_the_style_sheet(text):
    with pytest.raises(ValueError, match="is not a colour"):
        tokens(text)


def test_the_shared_palette_in_the_repository_is_the_one_the_code_makes():
    written = (ROOT / "static/ppi/palette.css").read_text()

    assert written.partition("*/\n")[2] == house_palette()


def test_the_contrast_of_known_pairs_is_that_of_the_recommendation():
    pairs = [("#000000", "#ffffff"), ("#ffffff", "#ffffff"), ("#767676", "#ffffff")]

    assert [round(contrast(*pair), 2) for pair in pairs] == [21.0, 1.0, 4.54]
