"""Signs that no document holds, and words as they are compared."""

from __future__ import annotations

import pytest

from ppi.kernel.characters import one_line, plain, printable


def test_what_nobody_can_see_is_left_out_and_line_ends_stay() -> None:
    assert printable("a\x00b\x1f\x7f\x85c\ud800\uffff\nd 🙂") == "abc\nd 🙂"


@pytest.mark.parametrize(
    ("text", "line"),
    [("  a\tb \r\n c ", "a b c"), ("a\x01b \x02 c", "ab c"), ("\x00", ""), ("", "")],
)
def test_words_stand_on_one_line(text, line) -> None:
    assert one_line(text) == line


@pytest.mark.parametrize(
    ("text", "bare"), [("Žiburys", "ziburys"), ("Jõgi", "jogi"), ("STRAẞE", "strasse"), ("Ø", "ø")]
)
def test_words_are_compared_small_and_without_accents(text, bare) -> None:
    assert plain(text) == bare
