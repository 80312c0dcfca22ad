"""Field by field: what the reader finds in the examples is what a person finds there."""

from __future__ import annotations

import pytest

from tenders.exchange import eforms
from tests.tenders.exchange.read_by_hand import EXPECTED
from tests.tenders.exchange.read_by_hand.words import ANYWHERE_UK, OP_TITLE, money

UNION = "bg cs da de el es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv"
TABLES = ("lots", "parts", "buyers")


@pytest.mark.parametrize("file", EXPECTED)
def test_each_field_says_what_stands_in_the_file(examples, file):
    notice = eforms.read(examples / file, name=file)
    expected = EXPECTED[file]
    read = {field: getattr(notice, field) for field in expected if field not in TABLES}
    read |= {
        table: [
            {field: getattr(row, field) for field in wanted}
            for row, wanted in zip(getattr(notice, table), expected[table], strict=True)
        ]
        for table in TABLES
        if table in expected
    }
    assert read == expected


def test_a_notice_in_24_languages_keeps_them_all(examples):
    file = "eforms-sdk-1.15/cn_24_multilingual.xml"
    notice = eforms.read(examples / file, name=file)
    assert notice.language == "en"
    # The file lists them by their own three letters: LIT before LAV, SPA after ELL.
    assert sorted(notice.additional_languages) == UNION.split()
    assert set(notice.title) == set(notice.description) == {"en", *UNION.split()}
    assert set(notice.accepted_languages) == {"en", *UNION.split()}
    assert {language: notice.title[language] for language in ("da", "en", "lt")} == {
        "da": "Levering af IT-tjenester relateret til operationelle (OP) IT-systemer "
        "(EUR-Lex, N-Lex, søgelag m.fl.)",
        "en": OP_TITLE,
        "lt": "IT paslaugų, susijusių su OP IT sistemomis (EUR-Lex, N-Lex, Search Layer ir "
        "kitomis), teikimas",
    }
    assert notice.buyers[0].name == "Publications Office of the European Union"


def test_a_planned_purchase_lists_its_parts_and_keeps_its_own_value(examples):
    file = "eforms-sdk-1.15/pin-only_24_lots.xml"
    notice = eforms.read(examples / file, name=file)
    assert notice.lots == ()
    assert notice.value == money("750000000")
    assert [(part.lot_id, part.cpv, part.nature) for part in notice.parts] == [
        ("PAR-0001", "44111000", "supplies"),
        ("PAR-0002", "31681410", "supplies"),
        ("PAR-0003", "44115200", "supplies"),
        ("PAR-0004", "45213221", "works"),
        ("PAR-0005", "44110000", "supplies"),
        ("PAR-0006", "44112500", "supplies"),
        ("PAR-0007", "39141400", "supplies"),
        ("PAR-0008", "39144000", "supplies"),
        ("PAR-0009", "44221000", "supplies"),
        ("PAR-0010", "33196000", "supplies"),
    ]
    assert {part.places for part in notice.parts} == {(ANYWHERE_UK,)}


def test_paragraphs_survive_and_indentation_does_not(examples):
    file = "eforms-norway/eu/cn_24.xml"
    description = eforms.read(examples / file, name=file).description["nb"].splitlines()
    assert len(description) == 9
    assert description[:3] == [
        "Konkurransen gjelder levering av entreprenør-, tømrer- og snekkertjenester med",
        "materiell.",
        "",
    ]
