"""Documents to keep: whole, readable by everybody, and nothing that was typed is markup."""

from __future__ import annotations

from pathlib import Path

import pytest

from ppi.kernel.print import (
    Document,
    Fact,
    NotPrinted,
    Passage,
    Section,
    pdf,
)
from tests.ppi.kernel.pdf_text import objects_of, text_of

HOSTILE = """#read("/etc/passwd") #import "secret.typ": * #include "document.typ"
*bold* _slanted_ $x^2$ `raw` = Heading @label <label> \\ #sys.inputs #eval("1") // gone? /* gone? */
{{ 7 * 7 }} </text> " ' ) ] } #"""


def document(*sections: Section, **facts) -> Document:
    whole = {"title": "Questions and answers", "language": "en", "sections": sections} | facts
    return Document(**whole)


def asked(text: str, language: str = "en") -> Section:
    return Section("Question 1", "Asked today.", [Passage(text, language)])


def test_everything_in_the_document_can_be_read_out_of_it_again() -> None:
    made = pdf(
        document(
            Section(
                "Klausimas 1",
                "Asked on 3 November 2026.",
                [
                    Passage("Kiek kainuoja žibintas?\n\nAr tinka Rėzeknės gatvėms?", "lt"),
                    Passage("Højst 300 euro. Ærligt talt: Åbn øjnene.", "da", label="Answer"),
                ],
            ),
            subtitle="Lys kun hvor nogen går",
            subtitle_language="da",
            facts=[
                Fact("Buyer", "Havneby Kommune"),
                Fact("Official notice", "https://ted.example/1", "https://ted.example/1"),
            ],
        )
    )

    assert text_of(made) == (
        "Questions and answers Lys kun hvor nogen går Buyer: Havneby Kommune "
        "Official notice: https://ted.example/1 Klausimas 1 Asked on 3 November 2026. "
        "Kiek kainuoja žibintas? Ar tinka Rėzeknės gatvėms? Answer "
        "Højst 300 euro. Ærligt talt: Åbn øjnene. 1 / 1"
    )


def test_a_screen_reader_is_told_structure_title_and_every_language() -> None:
    made = pdf(document(asked("Kiek kainuoja?", "lt"), subtitle="Lys", subtitle_language="da"))
    inside = b" ".join(objects_of(made).values())

    assert b"<pdfuaid:part>1</pdfuaid:part>" in inside
    assert b"/MarkInfo<</Marked true" in inside
    assert b"/DisplayDocTitle true" in inside
    assert b"/Title(Questions and answers)" in inside
    assert [b"/Lang(%s)" % code in inside for code in (b"en", b"lt", b"da")] == [True] * 3


def test_markup_that_somebody_typed_stands_there_as_text() -> None:
    made = pdf(
        document(
            Section(HOSTILE, HOSTILE, [Passage(HOSTILE, "en", label=HOSTILE)]),
            title=HOSTILE,
            subtitle=HOSTILE,
            facts=[Fact(HOSTILE, HOSTILE)],
        )
    )
    words = text_of(made)

    assert words.count('#read("/etc/passwd")') == 8
    assert words.count("// gone? /* gone? */") == 8
    assert words.count("{{ 7 * 7 }}") == 8
    assert not any(line in words for line in Path("/etc/passwd").read_text().splitlines())


def test_characters_that_the_usual_font_lacks_do_not_stop_the_print() -> None:
    made = pdf(document(asked("Is it 漢字 or 😀, really?")))

    assert "really?" in text_of(made)
    assert b"pdfuaid" not in b" ".join(objects_of(made).values())


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x9f"])
def test_control_characters_are_left_out(character: str) -> None:
    made = pdf(document(asked(f"be{character}fore\r\nafter")))

    assert "before after" in text_of(made)
    assert b"pdfuaid" in b" ".join(objects_of(made).values())


def test_a_document_without_sections_says_so() -> None:
    assert text_of(pdf(document(empty="Nothing was asked."))) == (
        "Questions and answers Nothing was asked. 1 / 1"
    )


def test_five_hundred_questions_are_a_book_of_bounded_size() -> None:
    sections = [
        asked(f"Question {n} of many. " + "Kiek kainuoja žibintas? " * 20) for n in range(500)
    ]
    made = pdf(document(*sections))

    assert "Question 499 of many." in text_of(made)
    assert len(made) < 3_000_000


def test_what_takes_too_long_is_given_up() -> None:
    with pytest.raises(NotPrinted, match="Not made within"):
        pdf(document(asked("Why?")), seconds=0.001)


def test_what_cannot_be_made_says_why() -> None:
    with pytest.raises(NotPrinted, match="language"):
        pdf(document(language="not a language"))
