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
from tenders.specification.drafting import requirements
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


# Where a requirement ends -------------------------------------------------------------------------

ONE_SENTENCE = [
    ("en", "Safer streets, e.g. Harbour Street, for approx. 300 people and Dr. Jones."),
    ("en", "Fewer complaints (i.e. Monday mornings incl. Easter) than before, cf. Annex no. 4."),
    ("da", "Det koster højst 500 kr. pr. Måned pr. lampe, dvs. 30 % mindre end på 3. etage."),
    ("da", "Lys kl. 18, bl.a. Havnegade, f.eks. Torvet, i gns. Ca. 4 timer, jf. Bilag nr. 2."),
    ("de", "Licht bzw. Wärme im 3. Stock, z. B. Flure, z.B. Treppen, ca. Hälfte ggf. Drittel."),
    ("de", "Gemäß Art. 5 Abs. 2 Nr. 3, d. h. Ampeln u. a. Lampen, max. Höhe ab dem 1. Mai."),
    ("et", "Valgus nt. Tartus, sh. Annelinnas, u. 300 lampi, s.o. Kesklinn, 3. korrusel."),
    ("fi", "Valoa mm. Helsingissä, esim. Kalliossa, n. 300 lamppua, ts. Puolet 3. kerroksessa."),
    ("lt", "Šviesa, pvz. Vilniuje, t. y. Centre, t.y. Senamiestyje, nr. 5 ir 2026 m. gegužę."),
    ("lv", "Gaisma, piem. Rīgā, t.i. Centrā, plkst. 18, apm. 300 lampas, t.sk. Teikā 3. stāvā."),
    ("nb", "Lys ca. kl. 18, bl.a. Storgata, f.eks. Torget, jf. Vedlegg nr. 2, i 3. etasje."),
    ("sv", "Ljus t.ex. Storgatan, bl.a. Torget, d.v.s. Centrum, ca. 300 lampor och resp. Gård."),
]
SEVERAL_SENTENCES = [
    ("en", "The lamps go out at 10.|They come back at 6."),
    ("en", "Is it dark etc. in 5 streets?|We say no.|Then it must be light."),
    ("da", "Det koster 500 kr. om ugen og 300 kr.|Derefter bliver det billigere."),
    ("da", "Sand, grus osv. fjernes m.m.|Vejen er fri i 2026.|Alle kan gå der."),
    ("de", "Sand, Kies usw. werden entfernt usw.|Die Straße ist 2026 frei."),
    ("et", "Lambid, juhtmed jne.|Kõik töötab 24 h.|Keegi ei kurda."),
    ("fi", "Lamppuja, johtoja jne.|Kaikki toimii."),
    ("lt", "Darbas baigtas iki 2026 m. gegužės 5 d.|Sistema veikia 24 val. per parą ir pan."),
    ("lv", "Lampas, vadi u.c.|Viss darbojas."),
    ("nb", "Lamper, kabler osv.|Alt virker."),
    ("sv", "Lampor, kablar m.m. byts m.m.|Allt fungerar."),
]


@pytest.mark.parametrize(("language", "sentence"), ONE_SENTENCE)
def test_an_abbreviation_or_a_counting_number_cuts_no_requirement_in_two(
    language, sentence
) -> None:
    assert list(requirements(sentence, language)) == [sentence]


@pytest.mark.parametrize(("language", "text"), SEVERAL_SENTENCES)
def test_where_a_sentence_ends_the_next_requirement_begins(language, text) -> None:
    assert list(requirements(text.replace("|", " "), language)) == text.split("|")


def test_a_numbered_line_keeps_its_number_and_a_quotation_its_marks() -> None:
    text = '1. Less light. 2 lamps a road;\n\n• «No dark corners.» (That is all.) "Yes!" Good'

    assert list(requirements(text, "en")) == [
        "1. Less light.", "2 lamps a road", "«No dark corners.»", "(That is all.)", '"Yes!"',
        "Good",
    ]  # fmt: skip


def test_a_text_without_a_known_language_is_still_cut_into_its_sentences() -> None:
    assert list(requirements("Plus de lumière. Moins de bruit.", "fr")) == [
        "Plus de lumière.",
        "Moins de bruit.",
    ]
