"""Where a sentence ends: not after an abbreviation, nor after a number that counts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tenders.specification.abbreviations import goes_on

# What may end a sentence, with the quotation mark or bracket that it closes; a line ends one too.
BREAKS = re.compile(r"([.;!?])[\"'»”“)\]]*\s+(?=[\"'«„”“(\[]?\w)|\n+")
QUOTES = "\"'«»„”“()[]"
ORDINAL = re.compile(r"\d{1,2}")
# «d. h.», «z. B.», «t. y.»: the second letter of two.
SECOND_LETTER = re.compile(r"(^|\W)[^\W\d_]\.\s[^\W\d_]$")


def sentences(text: str, language: str) -> Iterator[str]:
    """The sentences and lines of a text, in their order and as they stand."""
    start = 0
    for found in BREAKS.finditer(text):
        is_inside = found[1] == "." and "\n" not in found[0]
        before, after = text[start : found.start()], text[found.end() :].lstrip(QUOTES)
        if is_inside and _is_inside(before, after[:1], language):
            continue
        yield text[start : found.end()]
        start = found.end()
    yield text[start:]


def _is_inside(before: str, following: str, language: str) -> bool:
    """A full stop within a sentence: a small letter follows, or it belongs to the word before."""
    if following.islower():
        return True
    word = (before.split() or [""])[-1].lstrip(QUOTES)
    if ORDINAL.fullmatch(word):
        # «1. The lamps …», «3. 12. 2026»; German counts with a capital after it: «im 3. Stock».
        return word == before.strip() or following.isdigit() or language == "de"
    if SECOND_LETTER.search(before):
        return True
    return goes_on(word, language, before_figure=following.isdigit())
