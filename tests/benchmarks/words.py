"""Words of nine languages, made of the project's own texts, as often as words are in a language.

What the demonstration world, the code lists and the glossary say is counted; its words come first,
in the order of their frequency. The rest of a vocabulary is composed of them: two long words with
the language's linking letter, and the language's endings. How often a word is drawn falls with its
rank (Zipf's law). No text of anybody else's is in it.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from ppi.embedded.places import PROJECT

LANGUAGES = ("en", "da", "de", "et", "fi", "lt", "lv", "nb", "sv")
SOURCES = ("ppi/demo/world/**/*.toml", "ppi/taxonomy/facts/*.toml")
VOCABULARY = 60_000
SEED = 2026
WORD = re.compile(r"[^\W\d_]{2,24}")
# What a word is changed by, roughly: enough that stemmers have work to do.
ENDINGS = {
    "en": ("", "s", "ing", "ed", "er", "ers", "ment", "able"),
    "da": ("", "en", "er", "erne", "et", "ets", "ens", "ende", "ede"),
    "de": ("", "e", "en", "er", "es", "em", "ung", "ungen", "s"),
    "et": ("", "d", "de", "dele", "ga", "s", "st", "le", "lt", "ks", "ni", "ta"),
    "fi": ("", "n", "t", "ssa", "sta", "lla", "lle", "ksi", "en", "iden", "ja", "na"),
    "lt": ("", "as", "o", "ui", "ą", "ais", "ų", "ams", "os", "ės", "imas", "imo"),
    "lv": ("", "s", "a", "am", "u", "ā", "iem", "os", "ām", "ās", "šana", "šanas"),
    "nb": ("", "en", "er", "ene", "et", "ets", "ens", "ende", "ete"),
    "sv": ("", "en", "ar", "arna", "et", "ets", "ens", "ande", "ade"),
}
LINKS = {"da": "s", "de": "s", "nb": "s", "sv": "s", "et": "", "fi": ""}
# The part of each vocabulary of which a subject's own words are taken.
SUBJECT_RANKS, SUBJECT_WORDS = (300, 20_000), 120


@dataclass(frozen=True)
class Vocabulary:
    """The words of a language, the most frequent first."""

    language: str
    words: list[str]
    weights: list[float]

    def draw(self, chance: random.Random, number: int) -> list[str]:
        return chance.choices(self.words, cum_weights=self.weights, k=number)

    def of_subject(self, digits: str) -> list[str]:
        """Words that a branch of the CPV has for its own; the same for the same digits."""
        return _of_subject(self.language, digits)

    def ranked(self, first: int, last: int, chance: random.Random) -> str:
        """A word of between these ranks."""
        return self.words[chance.randrange(first, min(last, len(self.words)))]


@cache
def vocabulary(language: str) -> Vocabulary:
    own = [word for word, _number in own_words()[language].most_common()]
    words = list(dict.fromkeys([*own, *_composed(language, own)]))[:VOCABULARY]
    weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(words))))
    return Vocabulary(language, words, weights)


@cache
def _of_subject(language: str, digits: str) -> list[str]:
    chance = random.Random(f"{language} {digits}")
    words = vocabulary(language).words
    return [words[chance.randrange(*SUBJECT_RANKS)] for _ in range(SUBJECT_WORDS)]


def _composed(language: str, own: list[str]) -> Iterator[str]:
    """Words of two words, or of a word and an ending; in languages that do not join, as `a-b`."""
    chance = random.Random(f"{SEED} {language}")
    long = [word for word in own if 4 <= len(word) <= 11]
    endings = ENDINGS[language]
    for word in long:
        yield from (word + ending for ending in endings)
    for _ in range(VOCABULARY * 4):
        first, second = chance.choice(long), chance.choice(long)
        yield first + LINKS.get(language, "") + second + chance.choice(endings)


@cache
def own_words() -> dict[str, Counter]:
    """How often each word stands in the project's own texts, by language."""
    counted: dict[str, Counter] = defaultdict(Counter)
    for file in sorted(file for pattern in SOURCES for file in PROJECT.glob(pattern)):
        for language, text in _texts(tomllib.loads(file.read_text()), ""):
            counted[language].update(WORD.findall(text.lower()))
    return counted


def _texts(node, language: str) -> Iterator[tuple[str, str]]:
    """Each text with its language: that of its key, or that of the table it stands in."""
    if isinstance(node, str):
        if language:
            yield language, node
    elif isinstance(node, list):
        for item in node:
            yield from _texts(item, language)
    elif isinstance(node, dict):
        said = node.get("language")
        inner = said if isinstance(said, str) else language
        for key, value in node.items():
            if key in LANGUAGES:
                yield from _texts(value, key)
            elif not isinstance(value, str) or " " in value:
                yield from _texts(value, inner)
