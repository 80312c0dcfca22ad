"""Words as the index holds them: stemmed in their own language, and plain without accents.

PostgreSQL has no stemmer for Latvian, and those for Estonian and Finnish leave many forms of one
word apart; there the beginning of a word finds its other forms.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import connection
from django.db.models import Func, TextField, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast

from ppi.kernel.characters import plain
from ppi.search import compounds, lexicon
from ppi.search.configurations import (
    CONFIGURATIONS,
    SIMPLE,
    configuration,
    lexemes,
    stems,
)

__all__ = ["CONFIGURATIONS", "SIMPLE", "configuration", "lexemes", "stems"]

FOUND_BY_BEGINNING = {"et", "fi", "lv"}
# Below six letters the beginning of a word says too little.
SHORTEST_INFLECTED = 6
# Of a word that is still being typed, fewer letters would find nearly everything.
SHORTEST_BEGINNING = 3
LONGEST_QUERY = 200
MOST_UNWANTED = 8
TEXTS = ArrayField(TextField())
# A minus before a word or a phrase; inside a phrase it is a part of what is meant.
SIGNED = re.compile(r'(?P<phrase>"[^"]*"?)|(?<!\S)-(?P<unwanted>"[^"]*"?|\S+)')
# Longer tokens than this are no words, and PostgreSQL refuses lexemes of more than 2 kB.
LONGEST_WORD = 60


# Language, weight and text.
Weighted = tuple[str, str, str]
# Parts of compounds weigh as little as labels: who writes the whole word means it more.
PARTS_WEIGHT = "D"


def vectors(things: Sequence[Sequence[Weighted]]) -> list[Func]:
    """What is indexed for each thing's texts: stemmed, plain once more, and compounds' parts."""
    return [
        Func(
            *(Value(list(column), TEXTS) for column in columns),
            function="search_vector_of",
            output_field=SearchVectorField(),
        )
        for columns in _columns(things)
    ]


def worked_out[Key](things: Mapping[Key, Sequence[Weighted]]) -> dict[Key, str]:
    """The same, as PostgreSQL writes it; one query, none for nothing."""
    columns = [
        dict(zip(("configurations", "weights", "texts"), each, strict=True))
        for each in _columns(list(things.values()))
    ]
    if not columns:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(WORKED_OUT, [json.dumps(columns)])
        return dict(zip(things, (row[0] for row in cursor.fetchall()), strict=True))


def with_known(vector: Func, known: Sequence[str]) -> Func | CombinedExpression:
    """The vector and these, which were worked out before, in one."""
    for each in known:
        written = Cast(Value(each, TextField()), SearchVectorField())
        vector = CombinedExpression(vector, "||", written, output_field=SearchVectorField())
    return vector


def _columns(things: Sequence[Sequence[Weighted]]) -> list[tuple[Sequence[str], ...]]:
    """The arguments of `search_vector_of` for each thing.

    It keeps a phrase from reaching from one text into the next, also where vectors are joined.
    """
    words = [
        {(language, word) for language, _weight, text in texts for word in lexicon.words_of(text)}
        for texts in things
    ]
    parts = lexicon.parts(set().union(*words))
    every = ([*texts, *_parts_of(said, parts)] for texts, said in zip(things, words, strict=True))
    rows = ([(configuration(language), *rest) for language, *rest in texts] for texts in every)
    return [tuple(zip(*each, strict=True)) for each in rows]


def _parts_of(words: set[lexicon.Spoken], parts: lexicon.Parts) -> list[Weighted]:
    of_language: dict[str, set[str]] = defaultdict(set)
    for language, word in words & parts.keys():
        of_language[language].update(parts[language, word])
    return [(code, PARTS_WEIGHT, " ".join(sorted(of_language[code]))) for code in of_language]


def cleaned(words: str) -> str:
    """What of a typed text is searched for: no NUL, which PostgreSQL cannot take, and not all."""
    return words.replace("\x00", " ").strip()[:LONGEST_QUERY]


class Parsed(SearchQuery):
    """A query in PostgreSQL's own notation, so that the planner sees each word, and sees it once.

    Left as fifteen functions of one text, equal alternatives would add up in its estimates, and a
    rare word would be taken for a frequent one.
    """

    template = "%(expressions)s::tsquery"


def query(words: str, language: str) -> SearchQuery | None:
    """The typed words in every language at once; None where there are none. One query.

    Understands what `websearch_to_tsquery` does: quotes, `or`, and a minus before what must not
    stand there. `language`: the reader's, whose inflections are looked after where no stemmer does.
    """
    words = cleaned(words)
    wanted = SIGNED.sub(lambda found: found["phrase"] or " ", words)
    if not plain_words(wanted):
        # Nothing but minuses: then what stands behind them is meant.
        words = wanted = words.replace("-", " ")
    if not plain_words(wanted):
        return None
    unwanted = [found["unwanted"] for found in SIGNED.finditer(words) if found["unwanted"]]
    apart = [] if '"' in wanted else taken_apart(wanted)
    found = in_every_language([wanted, *apart, *unwanted[:MOST_UNWANTED]])
    alternatives = list(dict.fromkeys(one for forms in found[: 1 + len(apart)] for one in forms))
    excluded = found[1 + len(apart) :]
    if language in FOUND_BY_BEGINNING and '"' not in wanted:
        alternatives = [*alternatives, beginnings(wanted)]
    if not alternatives:
        return None
    wanted_not = [f"!{any_of(forms)}" for forms in excluded if forms]
    return Parsed(Value(" & ".join([any_of(alternatives), *wanted_not])))


def half_typed(words: str) -> SearchQuery | None:
    """The typed words, the last of them by its beginning; None where that says too little, or where
    the words are a sentence of quotes and minuses. One query, or none."""
    words = cleaned(words)
    *before, last = words.split() or [""]
    parts = plain_words(last)
    if not parts or len(parts[-1]) < SHORTEST_BEGINNING or SIGNED.search(words):
        return None
    wanted = [*(f"'{part}'" for part in parts[:-1]), f"'{parts[-1]}':*"]
    if plain_words(" ".join(before)):
        wanted += map(any_of, filter(None, in_every_language([" ".join(before)])))
    return Parsed(Value(" & ".join(wanted)))


def taken_apart(words: str) -> list[str]:
    """The same words with compounds replaced by their parts: one text a way to take them apart."""
    spoken = {(code, word) for code in compounds.LINKS for word in lexicon.words_of(words)}
    ways: dict[str, dict[str, str]] = defaultdict(dict)
    for (language, word), parts in lexicon.parts(spoken).items():
        ways[language][word] = " ".join(parts[:2])
    texts = (
        " ".join(way.get(word, word) for word in words.casefold().split()) for way in ways.values()
    )
    return list(dict.fromkeys(texts))


def any_of(alternatives: Sequence[str]) -> str:
    return "(" + " | ".join(f"({one})" for one in alternatives) + ")"


def in_every_language(texts: Sequence[str]) -> list[list[str]]:
    """The different queries that each text is, stemmed in any language and plain."""
    configurations = sorted(set(CONFIGURATIONS.values()))
    with connection.cursor() as cursor:
        cursor.execute(PARSED, [list(texts), configurations])
        return [row[0] for row in cursor.fetchall()]


def beginnings(words: str) -> str:
    """All words by their beginnings, whatever their endings."""
    return " & ".join(f"'{beginning(word)}':*" for word in plain_words(words))


def beginning(word: str) -> str:
    """The part of a word that inflection rarely changes: three quarters of its letters."""
    return word if len(word) < SHORTEST_INFLECTED else word[: len(word) * 3 // 4]


def plain_words(text: str) -> list[str]:
    """Letters and digits only, small, without accents, at most sixteen."""
    return [word[:LONGEST_WORD] for word in re.findall(r"[^\W_]+", plain(text))][:16]


WORKED_OUT = """
    SELECT search_vector_of(thing.configurations, thing.weights, thing.texts)::text
    FROM ROWS FROM (
        json_to_recordset(%s) AS (configurations text[], weights text[], texts text[])
    ) WITH ORDINALITY AS thing (configurations, weights, texts, number)
    ORDER BY number
"""
PARSED = """
    SELECT coalesce(array_agg(DISTINCT parsed ORDER BY parsed) FILTER (WHERE parsed <> ''), '{}')
    FROM unnest(%s::text[]) WITH ORDINALITY AS given (text, number)
    CROSS JOIN LATERAL (
        SELECT websearch_to_tsquery(config::regconfig, text)::text AS parsed
        FROM unnest(%s::text[]) AS config
        UNION ALL
        SELECT websearch_to_tsquery('simple', unaccent(text))::text
    ) AS forms
    GROUP BY number
    ORDER BY number
"""
