"""What a question asks about: its language, and its telling words in every form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.contrib.postgres.search import Lexeme, SearchQuery

from ppi.assistant import asking
from ppi.search import stemming

MOST_WORDS = 16
WORD = re.compile(r"[^\W_]+")
# So many more small words must another language know before it is taken for the question's.
CLEARLY = 2


@dataclass(frozen=True)
class Term:
    """One word of the question in every form under which the index may hold it."""

    lexemes: frozenset[str]
    beginning: str = ""

    def stands_in(self, lexemes: set[str]) -> bool:
        if not self.lexemes.isdisjoint(lexemes):
            return True
        return bool(self.beginning) and any(word.startswith(self.beginning) for word in lexemes)

    @property
    def query(self) -> SearchQuery:
        forms = [Lexeme(word) for word in sorted(self.lexemes)]
        if self.beginning:
            forms.append(Lexeme(self.beginning, prefix=True))
        return SearchQuery(reduce(or_, forms), config=stemming.SIMPLE)


def understood(question: str, page_language: str) -> tuple[str, list[Term]]:
    """The language of the question, and the words that tell what it is about."""
    language, words = telling_words(stemming.cleaned(question), page_language)
    return language, terms_of(words, language)


def telling_words(question: str, page_language: str) -> tuple[str, list[str]]:
    """The question's language, and its words without those that only ask.

    The language is the page's, unless another knows clearly more of the small words.
    """
    words = list(dict.fromkeys(WORD.findall(question.lower())))[:MOST_WORDS]
    languages = sorted({*asking.WORDS, page_language})
    stems = iter(stemming.stems([(code, word) for code in languages for word in words]))
    telling = {
        code: [word for word in words if next(stems) and word not in asking.WORDS.get(code, ())]
        for code in languages
    }
    language = min(telling, key=lambda code: len(telling[code]))
    if len(telling[page_language]) - len(telling[language]) < CLEARLY:
        language = page_language
    return language, telling[language]


def terms_of(words: Sequence[str], language: str) -> list[Term]:
    """Each word in the forms of every language, because the answer may stand in another."""
    languages = sorted(stemming.CONFIGURATIONS)
    forms = stemming.lexemes([(code, word) for word in words for code in languages])
    by_word = [forms[n : n + len(languages)] for n in range(0, len(forms), len(languages))]
    inflects = language in stemming.FOUND_BY_BEGINNING
    return [
        Term(frozenset(set().union(*found)), beginning_of(word) if inflects else "")
        for word, found in zip(words, by_word, strict=True)
        if any(found)
    ]


def beginning_of(word: str) -> str:
    plain = stemming.plain_words(word)
    return stemming.beginning(plain[0]) if plain else ""
