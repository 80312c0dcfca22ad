"""A text that prescribes a product is met with a question; one that describes a function is not."""

from __future__ import annotations

import pytest

from ppi.kernel.languages import NATIVE_NAMES
from tenders import services
from tenders.hints import hints_about, hints_in
from tenders.models import Lot
from tests.tenders.written import draft

# A prescription in each language: the passages that are quoted, by the rule that finds them.
PRESCRIBED = {
    "en": (
        "We buy 200 LED lamps. They must be made by Lampa. Lumex lamp or equivalent. Brand: Lumex.",
        {
            "equivalent": "Lumex lamp or equivalent", "make": "Brand: Lumex",
            "made-by": "must be made by Lampa", "number-of-products": "200 LED lamps",
        },
    ),
    "da": (
        "Vi køber 40 nye busser af mærket Buslet. De skal være fremstillet af Buslet. "
        "En Lumex eller tilsvarende.",
        {
            "equivalent": "En Lumex eller tilsvarende", "make": "mærket Buslet",
            "made-by": "skal være fremstillet af Buslet", "number-of-products": "40 nye busser",
        },
    ),
    "de": (
        "Gesucht: 30 Straßenlampen, Fabrikat Lumex. Geräte vom Hersteller Lumex. "
        "Eine Lumex oder gleichwertig.",
        {
            "equivalent": "Eine Lumex oder gleichwertig", "make": "Fabrikat Lumex",
            "made-by": "vom Hersteller Lumex", "number-of-products": "30 Straßenlampen",
        },
    ),
    "et": (
        "Ostame 12 valgustit, mudel Lumex. See on toodetud Lampa poolt. "
        "Valgusti Lumex või samaväärne.",
        {
            "equivalent": "Valgusti Lumex või samaväärne", "make": "mudel Lumex",
            "made-by": "toodetud Lampa poolt", "number-of-products": "12 valgustit",
        },
    ),
    "fi": (
        "Hankimme 25 valaisinta. Malli Lumex. Sen on oltava Lampan valmistama. "
        "Lumex-valaisin tai vastaava.",
        {
            "equivalent": "Lumex-valaisin tai vastaava", "make": "Malli Lumex",
            "made-by": "oltava Lampan valmistama", "number-of-products": "25 valaisinta",
        },
    ),
    "lt": (
        "Perkame 15 šviestuvų, modelis Lumex. Jie pagaminti įmonės Lampa. "
        "Šviestuvas Lumex arba lygiavertis.",
        {
            "equivalent": "Šviestuvas Lumex arba lygiavertis", "make": "modelis Lumex",
            "made-by": "pagaminti įmonės Lampa", "number-of-products": "15 šviestuvų",
        },
    ),
    "lv": (
        "Pērkam 18 gaismekļus, modelis Lumex. Tos ražojis uzņēmums Lampa. "
        "Gaismeklis Lumex vai ekvivalents.",
        {
            "equivalent": "Gaismeklis Lumex vai ekvivalents", "make": "modelis Lumex",
            "made-by": "ražojis uzņēmums Lampa", "number-of-products": "18 gaismekļus",
        },
    ),
    "nb": (
        "Vi kjøper 40 nye busser av merket Buslet. De skal være produsert av Buslet. "
        "En Lumex eller tilsvarende.",
        {
            "equivalent": "En Lumex eller tilsvarende", "make": "merket Buslet",
            "made-by": "skal være produsert av Buslet", "number-of-products": "40 nye busser",
        },
    ),
    "sv": (
        "Vi köper 40 nya bussar av märket Buslet. De ska vara tillverkade av Buslet. "
        "En Lumex eller likvärdig.",
        {
            "equivalent": "En Lumex eller likvärdig", "make": "märket Buslet",
            "made-by": "ska vara tillverkade av Buslet", "number-of-products": "40 nya bussar",
        },
    ),
}  # fmt: skip
FUNCTIONAL = {
    "en": "Forty kilometres of path are lit all night. We want half the energy, CO2 below 20 g, and"
    " EN 13201 kept. McDonald's is near; 900 pupils walk there, type of path: gravel.",
    "da": "Stierne er oplyst hele natten. Vi vil bruge halvt så meget strøm i 2027 og stadig "
    "opfylde EN 13201 og IP65. 900 elever går der hver dag, og de skal være trygge.",
    "de": "Die Wege sind die ganze Nacht beleuchtet. Wir wollen 50 Prozent Strom sparen und "
    "EN 13201 einhalten. 900 Kinder gehen dort jeden Tag, und das Licht muss hell genug sein.",
    "et": "Rajad on terve öö valgustatud. Tahame poole vähem energiat ja standardi EN 13201 "
    "täitmist. Seal käib iga päev 900 õpilast, ja neil peab olema turvaline.",
    "fi": "Polut on valaistu koko yön. Haluamme puolittaa energian ja täyttää standardin EN 13201. "
    "Siellä kulkee päivittäin 900 oppilasta, ja heidän on tunnettava olonsa turvalliseksi.",
    "lt": "Takai apšviesti visą naktį. Norime perpus mažiau energijos ir atitikti EN 13201. "
    "Kasdien ten eina 900 mokinių, ir jie turi jaustis saugiai.",
    "lv": "Takas ir apgaismotas visu nakti. Gribam uz pusi mazāk enerģijas un ievērot EN 13201. "
    "Katru dienu tur iet 900 skolēni, un viņiem jājūtas droši.",
    "nb": "Stiene er opplyst hele natten. Vi vil bruke halvparten så mye strøm og oppfylle "
    "EN 13201. 900 elever går der hver dag, og de skal være trygge.",
    "sv": "Stigarna är upplysta hela natten. Vi vill halvera energin och uppfylla EN 13201. "
    "900 elever går där varje dag, och de ska vara trygga.",
}


def found(text: str, language: str) -> dict[str, str]:
    return {hint.rule.name: hint.passage for hint in hints_in(text, language)}


@pytest.mark.parametrize("language", NATIVE_NAMES)
def test_a_prescribed_product_is_found_and_quoted_in_every_language(language) -> None:
    text, expected = PRESCRIBED[language]

    assert found(text, language) == expected
    assert all(passage in text for passage in expected.values())


@pytest.mark.parametrize("language", NATIVE_NAMES)
def test_a_described_function_raises_no_question_in_any_language(language) -> None:
    assert hints_in(FUNCTIONAL[language], language) == []


@pytest.mark.parametrize(
    ("text", "rule", "passage"),
    [
        ("Paths lit by Lumex™ all night.", "trade-mark", "Lumex™"),
        ("A Lumex® lamp.", "trade-mark", "Lumex®"),
        ("The pump P-4711X is worn.", "model", "P-4711X"),
        ("We use LX2000 today.", "model", "LX2000"),
        ("Files from WordWriter must open.", "name", "WordWriter"),
    ],
)
def test_signs_of_a_product_are_found_whatever_the_language(text, rule, passage) -> None:
    for language in NATIVE_NAMES:
        assert found(text, language) == {rule: passage}


@pytest.mark.parametrize(
    "text",
    ["", "   ", "IP65, ISO-9001, EN-13201, CO2, PM10, E10, A4 and DK050", "<b>bold</b>", "\x00"],
)
def test_codes_and_standards_are_no_models(text) -> None:
    assert hints_in(text, "en") == []


def test_each_passage_is_named_once_and_there_is_an_end_to_them() -> None:
    assert len(hints_in("A Lumex™ and a Lumex™.", "en")) == 1
    assert len(hints_in(" ".join(f"ABX{n}" for n in range(100, 400)), "en")) == 12
    assert len(hints_in("x" * 200_000 + " 9" * 20_000, "en")) == 0


def test_what_is_known_of_solutions_may_name_products_and_lots_may_not(
    facts, havneby, buyer_of_havneby
) -> None:
    opportunity = draft(havneby, buyer_of_havneby, known="Today we have Lumex™ lamps.")
    assert hints_about(opportunity) == []

    lot = {"number": 1, "title": "Lumex™ lamps"}
    services.replace_parts(opportunity, Lot, [lot], by=buyer_of_havneby)
    [hint] = hints_about(opportunity)
    assert hint.passage == "Lumex™"
    assert "article 42(4) of Directive 2014/24/EU" in hint.why
    assert hint.question.startswith("What does it do for you?")
