"""The lexicon asked for compounds: which parts have these words?

`ppi.search.learning` fills it. All here asks the database a few times, however many the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from django.db import connection

from ppi.search import compounds, memory
from ppi.search.compounds import Known
from ppi.search.configurations import stems

# A word in a language.
Spoken = tuple[str, str]
Parts = Mapping[Spoken, list[str]]

WORD = re.compile(r"[^\W\d_]{3,40}")
ASKED = """
    WITH asked AS (
        SELECT language, text FROM unnest(%s::text[], %s::text[]) AS given (language, text)
    ), found AS (
        SELECT asked.language, text, number, true AS is_word
        FROM asked JOIN search_word AS known
        ON known.language = asked.language AND known.word = asked.text
        UNION ALL
        SELECT asked.language, text, number, false
        FROM asked JOIN search_word AS known
        ON known.language = asked.language AND known.stem = asked.text AND known.word <> asked.text
    )
    SELECT language, text, sum(number)::bigint, bool_or(is_word) FROM found GROUP BY 1, 2
"""
ALL = """
    WITH found AS (
        SELECT language, word AS text, number, true AS is_word FROM search_word
        UNION ALL
        SELECT language, stem, number, false FROM search_word WHERE stem <> word
    )
    SELECT language, text, sum(number)::bigint, bool_or(is_word)
    FROM found WHERE language = ANY(%s) GROUP BY 1, 2
"""


def words_of(text: str) -> set[str]:
    """The words in it that a lexicon may hold, small."""
    return set(WORD.findall(text.casefold()))


def parts(words: Iterable[Spoken]) -> dict[Spoken, list[str]]:
    """The two parts of those of the words that are compounds, then the parts of these parts."""
    asked = {
        (language, word)
        for language, word in words
        if language in compounds.LINKS and compounds.is_long_enough(word)
    }
    return memory.recall("parts of words", asked, _parts)


def _parts(asked: set[Spoken]) -> dict[Spoken, list[str]]:
    found = _split({spoken: spoken for spoken in asked})
    found |= _split(_stems(asked - found.keys()))
    deeper = _split({(code, part): (code, part) for (code, _w), ps in found.items() for part in ps})
    return {
        (language, word): [*pair, *(p for part in pair for p in deeper.get((language, part), ()))]
        for (language, word), pair in found.items()
    }


def _split(forms: Mapping[Spoken, Spoken]) -> dict[Spoken, tuple[str, str]]:
    """The two parts of each word, by the form of it that is taken apart."""
    forms = {word: form for word, form in forms.items() if compounds.is_long_enough(form[1])}
    known = _known_around(set(forms.values()))
    pairs = (
        (word, compounds.split(form, language, known[language]))
        for word, (language, form) in forms.items()
    )
    return {word: pair for word, pair in pairs if pair}


def _stems(words: Iterable[Spoken]) -> dict[Spoken, Spoken]:
    """An inflected compound is known by its stem: «gadebelysningen» by «gadebelysning»."""
    words = sorted(words)
    found = stems(words) if words else []
    return {
        (language, word): (language, min(stem))
        for (language, word), stem in zip(words, found, strict=True)
        if stem and min(stem) != word
    }


def _known_around(words: set[Spoken]) -> dict[str, dict[str, Known]]:
    """Every word and stem, by language, that could be a part of one of these words: for thousands
    of texts the whole lexicon is read, once."""
    if memory.is_kept():
        return memory.recall("lexicon", set(compounds.LINKS), _all)
    candidates = {
        (language, candidate)
        for language, word in words
        for candidate in compounds.candidates(word, language)
    }
    if not candidates:
        return {}
    languages, texts = zip(*sorted(candidates), strict=True)
    return _read(ASKED, [list(languages), list(texts)])


def _all(languages: set[str]) -> dict[str, dict[str, Known]]:
    return _read(ALL, [sorted(languages)])


def _read(statement: str, params: Sequence) -> dict[str, dict[str, Known]]:
    found: dict[str, dict[str, Known]] = {language: {} for language in compounds.LINKS}
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        for language, text, number, is_word in cursor:
            found[language][text] = Known(number, is_word)
    return found
