"""Codes as sources write them, and what the platform makes of them."""

from __future__ import annotations

import json

import pytest

from tenders.exchange import codes


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("34928000", "34928000"),
        ("34928000-8", "34928000"),
        ("3492800", None),
        ("349280000", None),
        ("34928000-", None),
        ("34928000-88", None),
        ("IA01", None),
        ("３４９２８０００", None),
    ],
)
def test_a_cpv_code_has_eight_digits(written, read):
    assert codes.cpv(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("DK050", "DK050"),
        ("dk05", "DK05"),
        ("UKM83", "UKM83"),
        ("NO", "NO"),
        ("D", None),
        ("DK0501", None),
        ("00000", None),
    ],
)
def test_a_nuts_code_has_a_country_and_up_to_three_more(written, read):
    assert codes.nuts(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("DNK", "DK"),
        ("dk", "DK"),
        ("GRC", "GR"),
        ("EL", "GR"),
        ("UK", "GB"),
        ("XKX", "XK"),
        ("1A0", "XK"),
        ("ROU", "RO"),
        ("ZZZ", None),
        ("Denmark", None),
    ],
)
def test_a_country_becomes_two_letters(written, read):
    assert codes.country(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("DAN", "da"),
        ("NOR", "nb"),
        ("NOB", "nb"),
        ("NNO", "nn"),
        ("no", "nb"),
        ("SME", "se"),
        ("TET", "tet"),
        ("CNR", "cnr"),
        ("en", "en"),
        ("Dansk", None),
        ("", None),
    ],
)
def test_a_language_becomes_two_letters_where_it_has_them(written, read):
    assert codes.language(written) == read


def test_every_country_of_the_sdk_has_two_letters(examples):
    lists = json.loads((examples.parent / "eforms_codelists.json").read_text("utf-8"))
    countries = codes_of(lists, "country")
    assert len(countries) > 200
    assert {code for code in countries if codes.country(code) is None} == set()
    assert len({codes.country(code) for code in countries}) == len(countries)


def test_every_official_language_of_the_union_has_two_letters(examples):
    lists = json.loads((examples.parent / "eforms_codelists.json").read_text("utf-8"))
    read = {codes.language(code) for code in codes_of(lists, "eu-official-language")}
    assert " ".join(sorted(read)) == (
        "bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv"
    )


def codes_of(lists: dict, name: str) -> list[str]:
    return list(lists["codelists"][name]["codes"])
