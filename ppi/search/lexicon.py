"""The lexicon asked for compounds: which parts have these words?

`ppi.search.learning` fills it. All here asks the database a few times, however many the words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection

from ppi.search import compounds
from ppi.search.compounds import Known
from ppi.search.configurations import stems

# A word in a language.
Spoken = tuple[str, str]
Parts = Mapping[Spoken, list[str]]
# The parts of words that were asked for in this thread; None of those that have none.
_remembered: ContextVar[dict[Spoken, list[str] | None] | None] = ContextVar(
    "remembered", default=None
)
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


def words_of(text: str) -> set[str]:
    """The words in it that a lexicon may hold, small."""
    return set(WORD.findall(text.casefold()))


@contextmanager
def remembered() -> Iterator[None]:
    """Within the block a word is taken apart once, for many texts that are indexed in a row."""
    token = _remembered.set({})
    try:
        yield
    finally:
        _remembered.reset(token)


def parts(words: Iterable[Spoken]) -> dict[Spoken, list[str]]:
    """The two parts of those of the words that are compounds, then the parts of these parts."""
    asked = {
        (language, word)
        for language, word in words
        if language in compounds.LINKS and compounds.is_long_enough(word)
    }
    if (known := _remembered.get()) is None:
        return _parts(asked)
    if new := asked - known.keys():
        known |= dict.fromkeys(new) | _parts(new)
    return {spoken: found for spoken in asked if (found := known[spoken])}


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
    known = _known(
        (language, candidate)
        for language, form in set(forms.values())
        for candidate in compounds.candidates(form, language)
    )
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


def _known(asked: Iterable[Spoken]) -> dict[str, dict[str, Known]]:
    """Which of these words and stems there are, by language; one query, none for nothing."""
    asked = sorted(set(asked))
    found: dict[str, dict[str, Known]] = defaultdict(dict)
    if not asked:
        return found
    with connection.cursor() as cursor:
        languages, texts = zip(*asked, strict=True)
        cursor.execute(ASKED, [list(languages), list(texts)])
        for language, text, number, is_word in cursor.fetchall():
            found[language][text] = Known(number, is_word)
    return found
