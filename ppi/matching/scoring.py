"""How well an opportunity fits a profile: pure arithmetic over codes, regions, languages, words.

The score runs from 0 to 100. Subject decides most: CPV codes that share more digits are nearer in
the vocabulary's tree. Region, words and language add to it, and never make a match on their own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from ppi.taxonomy import cpv, nuts

CPV_SHARE, NUTS_SHARE, WORDS_SHARE, LANGUAGE_SHARE = 55, 20, 15, 10
# A shared division (two digits) is as wide as "transport equipment": it needs shared words too.
GROUP_DIGITS = 3
WORDS_FOR_A_DIVISION = 3
STEM_LENGTH, SHORTEST_WORD = 6, 5
MOST_WORDS_TOLD = 4


@dataclass(frozen=True)
class Side:
    """What one side of a match says of itself."""

    cpv: tuple[str, ...]
    nuts: tuple[str, ...]
    country: str
    languages: tuple[str, ...]
    text: str


def reasons(need: Side, offer: Side) -> list[dict]:
    """The parts of the score, the largest first; empty when the two do not fit."""
    subject, words = shared_subject(need.cpv, offer.cpv), shared_words(need.text, offer.text)
    if not fits(subject, words):
        return []
    parts = [_subject(subject), _region(need, offer), _words(words), _language(need, offer)]
    return sorted((part for part in parts if part), key=lambda part: -part["share"])


def score(parts: Iterable[dict]) -> int:
    return min(100, sum(part["share"] for part in parts))


def fits(subject: str, words: list[str]) -> bool:
    """A shared CPV group, or a shared division with several words in common."""
    digits = len(subject)
    return digits >= GROUP_DIGITS or (digits > 0 and len(words) >= WORDS_FOR_A_DIVISION)


def shared_subject(one: Iterable[str], other: Iterable[str]) -> str:
    """The longest run of meaningful digits that two codes share, "" where divisions differ."""
    other = list(other)
    pairs = (cpv.shared_prefix(a, b) for a in one for b in other)
    return max(pairs, key=len, default="")


def _subject(digits: str) -> dict | None:
    if not digits:
        return None
    # Two digits are a division, eight the finest code.
    return {"kind": "cpv", "digits": digits, "share": round(CPV_SHARE * min(len(digits), 8) / 8)}


def _region(need: Side, offer: Side) -> dict | None:
    """The company delivers where it is needed: in the region itself, or in all of the country."""
    for wanted in need.nuts or ((need.country,) if need.country else ()):
        for served in offer.nuts:
            if nuts.is_within(wanted, served) or nuts.is_within(served, wanted):
                return {"kind": "nuts", "code": wanted, "share": NUTS_SHARE}
    return None


def _words(words: list[str]) -> dict | None:
    if not words:
        return None
    share = min(WORDS_SHARE, 3 * len(words))
    return {"kind": "words", "words": words[:MOST_WORDS_TOLD], "share": share}


def _language(need: Side, offer: Side) -> dict | None:
    common = [code for code in need.languages if code in offer.languages]
    return {"kind": "language", "code": common[0], "share": LANGUAGE_SHARE} if common else None


def shared_words(one: str, other: str) -> list[str]:
    """Words of the first text whose beginnings occur in the second, the longest first."""
    theirs = set(stems(other))
    mine = {stem: word for stem, word in stems(one).items() if stem in theirs}
    return sorted(mine.values(), key=lambda word: (-len(word), word))


def stems(text: str) -> dict[str, str]:
    """Beginnings of the longer words, without accents: a language-free way to near words."""
    found = re.findall(rf"[^\W\d_]{{{SHORTEST_WORD},}}", text.lower())
    return {plain(word)[:STEM_LENGTH]: word for word in found}


def plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
