"""A functional specification is drafted from the answers, in the language of the draft."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import pytest
from django.utils import translation

from ppi.kernel.languages import NATIVE_NAMES
from ppi.taxonomy.procedures import Novelty
from tenders.models import Opportunity
from tenders.specification import draft_of
from tenders.specification.words import WORDS

ANSWERS = {
    "need": "The lamps burn all night.",
    "who": "Everybody who walks there.",
    "outcome": "Half the energy. Fewer complaints.\n- No dark corners",
    "known": "We have seen lamps that dim.",
    "novelty": "new-combination",
    "starts_on": date(2027, 3, 1),
    "months": 24,
}
WHOLE = """\
## Purpose

The lamps burn all night.

## Users

Everybody who walks there.

## What the solution must achieve

The solution must make this possible:

- Half the energy.
- Fewer complaints.
- No dark corners

The tender says how each of these is measured, and which value it promises.

## The situation today

We have seen lamps that dim.

This is for information and is no requirement.

## Time

The solution is needed from 1 March 2027. The contract runs for 24 months, renewals included.

## Open to solutions

Any solution that achieves the above may be offered, whatever its make.

The tender describes how known parts are put together for this use."""


def test_every_answer_finds_its_place() -> None:
    assert draft_of(Opportunity(language="en", **ANSWERS)) == WHOLE


def test_what_was_not_answered_leaves_no_heading_behind() -> None:
    assert draft_of(Opportunity(language="en", need="It is dark.")) == (
        "## Purpose\n\nIt is dark.\n\n## Open to solutions\n\n"
        "Any solution that achieves the above may be offered, whatever its make."
    )
    assert draft_of(Opportunity(language="en")) == ""
    assert draft_of(Opportunity(language="en", need=" \n ")) == ""


@pytest.mark.parametrize("language", NATIVE_NAMES)
def test_it_speaks_the_language_of_the_draft_whatever_the_writer_reads(language) -> None:
    with translation.override("da" if language != "da" else "fi"):
        written = draft_of(Opportunity(language=language, **ANSWERS))

    words = WORDS[language]
    headings = [line for line in written.splitlines() if line.startswith("## ")]
    assert headings == [
        f"## {heading}"
        for heading in (words.purpose, words.users, words.functions, words.today, words.time,
                        words.open)
    ]  # fmt: skip
    assert "2027" in written
    assert "24" in written


def test_nine_languages_say_the_same_and_each_in_its_own_words() -> None:
    assert set(WORDS) == set(NATIVE_NAMES)
    for language, words in WORDS.items():
        assert all(asdict(words).values()), language
        assert set(words.novelty) == set(Novelty.values) - {Novelty.UNKNOWN}
        assert "%(day)s" in words.needed_from
        assert "%(months)s" in words.months
    assert len({words.any_solution for words in WORDS.values()}) == len(WORDS)
