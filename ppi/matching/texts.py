"""Texts as matching compares them: the beginning of each, as stems and as parts of words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ppi.kernel.characters import plain
from ppi.search import stemming
from ppi.search.models import Entry

# What stands further down is not compared: a company that writes much is not nearer for it.
COMPARED_LENGTH = 2_000
SHORTEST_WORD, PART_LENGTH = 3, 5
# Stemmers of these languages leave forms of one word apart; so long a beginning brings them
# together.
BEGINNING_LENGTH = 6
WORD = re.compile(rf"[^\W\d_]{{{SHORTEST_WORD},}}")


def texts_of(entry: Entry) -> Iterator[tuple[str, str]]:
    """Language and text of the original and of each translation, cut at `COMPARED_LENGTH`."""
    yield entry.language, _joined(entry.title, entry.summary, entry.body)
    for language, words in entry.translations.items():
        body = entry.bodies.get(language, "")
        yield language, _joined(words.get("title", ""), words.get("summary", ""), body)


def _joined(title: str, summary: str, body: str) -> str:
    # A summary is often the beginning of the body.
    rest = body if body.startswith(summary) else f"{summary} {body}"
    return f"{title}. {rest}"[:COMPARED_LENGTH].replace("\x00", " ")


def parts_of(text: str) -> set[str]:
    """Every five letters in a row of each word; short words whole."""
    return {part for word in WORD.findall(plain(text)) for part in _parts_of_word(word)}


def _parts_of_word(word: str) -> Iterator[str]:
    last = max(1, len(word) - PART_LENGTH + 1)
    return (word[start : start + PART_LENGTH] for start in range(last))


def stems_of(texts: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """For each `(language, text)`: its stems, the language before them, and a word for each.

    Words that a language stops at have none. One query for all.
    """
    spoken = [
        (number, language, word)
        for number, (language, text) in enumerate(texts)
        for word in dict.fromkeys(WORD.findall(text.casefold()))
    ]
    known = _stems_of_words({(language, word) for _number, language, word in spoken})
    found: list[dict[str, str]] = [{} for _text in texts]
    for number, language, word in spoken:
        if stem := known.get((language, word)):
            found[number].setdefault(f"{language}:{stem}"[:70], word[:70])
    return found


def _stems_of_words(words: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    words = sorted(words)
    return {
        (language, word): _stem(language, min(stems))
        for (language, word), stems in zip(words, stemming.stems(words), strict=True)
        if stems
    }


def _stem(language: str, stem: str) -> str:
    if language in stemming.FOUND_BY_BEGINNING:
        return plain(stem)[:BEGINNING_LENGTH]
    return plain(stem)
