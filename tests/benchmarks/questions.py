"""Two hundred searches as people type them, in nine languages, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.http import urlencode

from ppi.search.criteria import Criteria
from tests.benchmarks.words import LANGUAGES, SEED, Vocabulary, vocabulary

OF_EACH_KIND = 40
COUNTRY_OF = dict(en="DK", da="DK", de="DE", et="EE", fi="FI", lt="LT", lv="LV", nb="NO", sv="SE")
# Ranks in a vocabulary: words that stand in many texts, in some, in hardly any.
COMMON, MIDDLE, RARE = (20, 200), (200, 3_000), (3_000, 30_000)


@dataclass(frozen=True)
class Question:
    kind: str
    language: str
    address: str

    @property
    def portal(self) -> str:
        return COUNTRY_OF[self.language].lower()

    @property
    def path(self) -> str:
        """Of the results page."""
        return f"/p/{self.portal}/{self.language}/search/?{self.address}"

    @property
    def criteria(self) -> Criteria:
        return Criteria.of(QueryDict(self.address))


def rare(words: Vocabulary, chance: random.Random) -> dict:
    return {"q": words.ranked(*RARE, chance)}


def broad(words: Vocabulary, chance: random.Random) -> dict:
    return {"q": long_word(words, COMMON, 4, chance)}


def faceted(words: Vocabulary, chance: random.Random) -> dict:
    """A word of many texts narrowed by a country, and by a subject, a kind or both."""
    chosen = {"q": long_word(words, COMMON, 4, chance), "country": COUNTRY_OF[words.language]}
    if chance.random() < 0.7:
        chosen["subject"] = chance.choice(("30", "33", "34", "45", "48", "50", "71", "72", "90"))
    if chance.random() < 0.5:
        chosen["kind"] = "opportunity"
    return chosen


def misspelt(words: Vocabulary, chance: random.Random) -> dict:
    """Two letters in the wrong order."""
    word = long_word(words, MIDDLE, 7, chance)
    at = chance.randrange(1, len(word) - 2)
    return {"q": word[:at] + word[at + 1] + word[at] + word[at + 2 :]}


def half_typed(words: Vocabulary, chance: random.Random) -> dict:
    return {"q": long_word(words, MIDDLE, 8, chance)[:5]}


KINDS = {
    "rare": rare,
    "broad": broad,
    "faceted": faceted,
    "misspelt": misspelt,
    "prefix": half_typed,
}


def long_word(words: Vocabulary, ranks: tuple[int, int], length: int, chance) -> str:
    """A word of the ranks with so many letters; a longer one where the ranks have none."""
    first, last = ranks
    long = [word for word in words.words[first:last] if len(word) >= length]
    return chance.choice(long or [word for word in words.words[last:] if len(word) >= length])


def questions() -> list[Question]:
    return [question for kind in KINDS for question in of_kind(kind)]


def of_kind(kind: str) -> Iterator[Question]:
    for number in range(OF_EACH_KIND):
        chance = random.Random(f"{SEED} question {kind} {number}")
        language = LANGUAGES[number % len(LANGUAGES)]
        chosen = KINDS[kind](vocabulary(language), chance)
        yield Question(kind, language, urlencode(chosen))
