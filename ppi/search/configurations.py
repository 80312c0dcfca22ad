"""The text-search configurations of PostgreSQL, by language, and what they make of words."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

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


def configuration(language: str) -> str:
    """The text-search configuration of a language; `simple` where PostgreSQL has none."""
    return CONFIGURATIONS.get(language, SIMPLE)


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
