"""Words as the index holds them: stemmed in their own language, and plain without accents.

PostgreSQL has no stemmer for Latvian, and those for Estonian and Finnish leave many forms of one
word apart; there the beginning of a word finds its other forms.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import reduce
from operator import and_, or_

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.lookups import Unaccent
from django.contrib.postgres.search import (
    Lexeme,
    SearchQuery,
    SearchVectorField,
)
from django.db import connection
from django.db.models import Func, TextField, Value

SIMPLE = "simple"
CONFIGURATIONS = {
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "fi": "finnish",
    "fr": "french",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pt": "portuguese",
    "sv": "swedish",
}
FOUND_BY_BEGINNING = {"et", "fi", "lv"}
# Below six letters the beginning of a word says too little.
SHORTEST_INFLECTED = 6
LONGEST_QUERY = 200
MOST_UNWANTED = 8
TEXTS = ArrayField(TextField())
NEGATIVE = re.compile(r'(?:^|\s)-("[^"]*"?|\S+)')
# Longer tokens than this are no words, and PostgreSQL refuses lexemes of more than 2 kB.
LONGEST_WORD = 60


def configuration(language: str) -> str:
    """The text-search configuration of a language; `simple` where PostgreSQL has none."""
    return CONFIGURATIONS.get(language, SIMPLE)


def vector(texts: Sequence[tuple[str, str, str]]) -> Func:
    """What is indexed for `(language, weight, text)`: each text stemmed, and plain once more.

    A phrase never reaches from one text into the next.
    """
    rows = ((configuration(language), weight, text) for language, weight, text in texts)
    columns = [Value(list(column), TEXTS) for column in zip(*rows, strict=True)]
    return Func(*columns, function="search_vector_of", output_field=SearchVectorField())


def balanced[T](join: Callable[[T, T], T], parts: Sequence[T]) -> T:
    """As `functools.reduce`, for an associative `join`; a hundred parts nest only seven deep."""
    if len(parts) == 1:
        return parts[0]
    middle = len(parts) // 2
    return join(balanced(join, parts[:middle]), balanced(join, parts[middle:]))


def cleaned(words: str) -> str:
    """What of a typed text is searched for: no NUL, which PostgreSQL cannot take, and not all."""
    return words.replace("\x00", " ").strip()[:LONGEST_QUERY]


def query(words: str, language: str) -> SearchQuery | None:
    """The typed words in every language at once; None where there are none.

    Understands what `websearch_to_tsquery` does: quotes, `or`, and a minus before what must not
    stand there. `language`: the reader's, whose inflections are looked after where no stemmer does.
    """
    words = cleaned(words)
    wanted = NEGATIVE.sub(" ", words)
    if not plain_words(wanted):
        # Nothing but minuses: then what stands behind them is meant.
        words = wanted = words.replace("-", " ")
    if not plain_words(wanted):
        return None
    unwanted = NEGATIVE.findall(words)[:MOST_UNWANTED]
    alternatives = in_every_language(wanted)
    if language in FOUND_BY_BEGINNING and '"' not in wanted:
        alternatives.append(beginnings(wanted))
    excluded = [~part for text in unwanted for part in in_every_language(text)]
    return balanced(and_, [balanced(or_, alternatives), *excluded])


def in_every_language(words: str) -> list[SearchQuery]:
    configurations = sorted(set(CONFIGURATIONS.values()))
    stemmed = [
        SearchQuery(words, config=config, search_type="websearch") for config in configurations
    ]
    plain = SearchQuery(Unaccent(Value(words)), config=SIMPLE, search_type="websearch")
    return [*stemmed, plain]


def beginnings(words: str) -> SearchQuery:
    """All words by their beginnings, whatever their endings."""
    parts = (Lexeme(beginning(word), prefix=True) for word in plain_words(words))
    return SearchQuery(reduce(and_, parts), config=SIMPLE)


def beginning(word: str) -> str:
    """The part of a word that inflection rarely changes: three quarters of its letters."""
    return word if len(word) < SHORTEST_INFLECTED else word[: len(word) * 3 // 4]


def plain_words(text: str) -> list[str]:
    """Letters and digits only, small, without accents, at most sixteen."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return [word[:LONGEST_WORD] for word in re.findall(r"[^\W_]+", bare)][:16]


LEXEMES = """
    SELECT tsvector_to_array(
        to_tsvector(config::regconfig, text) || to_tsvector('simple', unaccent(text))
    )
    FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS given (config, text, number)
    ORDER BY number
"""
STEMS = """
    SELECT tsvector_to_array(to_tsvector(config::regconfig, text))
    FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS given (config, text, number)
    ORDER BY number
"""


def lexemes(texts: Sequence[tuple[str, str]]) -> list[set[str]]:
    """The lexemes of each `(language, text)`, stemmed and plain, in the order given; one query."""
    return _lexemes(LEXEMES, texts)


def stems(texts: Sequence[tuple[str, str]]) -> list[set[str]]:
    """The stems of each `(language, text)`; empty for a word that its language stops at."""
    return _lexemes(STEMS, texts)


def _lexemes(statement: str, texts: Sequence[tuple[str, str]]) -> list[set[str]]:
    configurations = [configuration(language) for language, _text in texts]
    with connection.cursor() as cursor:
        cursor.execute(statement, [configurations, [text for _language, text in texts]])
        return [set(row[0]) for row in cursor.fetchall()]
