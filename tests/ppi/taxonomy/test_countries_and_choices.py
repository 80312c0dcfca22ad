from __future__ import annotations

import pytest
from django.db import models
from django.utils import translation

from ppi.taxonomy import choices
from ppi.taxonomy.countries import COUNTRIES, countries_named, country_choices, country_name


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "Austria"),
        ("da", "Østrig"),
        ("de", "Österreich"),
        ("et", "Austria"),
        ("fi", "Itävalta"),
        ("lt", "Austrija"),
        ("lv", "Austrija"),
        ("nb", "Østerrike"),
        ("sv", "Österrike"),
    ],
)
def test_a_country_is_named_in_the_readers_language(language, name):
    with translation.override(language):
        assert country_name("AT") == name
    assert country_name("AT", language) == name


def test_a_code_that_no_country_has_stands_for_itself():
    assert country_name("QQ", "en") == "QQ"


def test_the_nine_countries_are_ordered_as_the_language_orders_letters():
    with translation.override("de"):
        german = [name for _code, name in country_choices()]
    with translation.override("da"):
        danish = [name for _code, name in country_choices()]

    assert german == [
        "Dänemark", "Deutschland", "Estland", "Finnland", "Lettland", "Litauen", "Norwegen",
        "Österreich", "Schweden",
    ]  # fmt: skip
    assert danish == [
        "Danmark", "Estland", "Finland", "Letland", "Litauen", "Norge", "Sverige", "Tyskland",
        "Østrig",
    ]  # fmt: skip
    assert {code for code, _name in country_choices()} == set(COUNTRIES)


def test_countries_are_found_by_the_beginning_of_their_name():
    assert countries_named("tysk", "da") == ["DE"]
    assert countries_named("germ", "da") == ["DE"]
    assert countries_named("zzz", "da") == []


@pytest.mark.parametrize(
    ("enumeration", "codes"),
    [
        (choices.BuyerType, {"central", "sub-central", "utility", "defence"}),
        (
            choices.ContractKind,
            {"works", "supplies", "services", "light-regime", "concession", "design-contest"},
        ),
        (
            choices.Procedure,
            {
                "open", "restricted", "neg-w-call", "comp-dial", "innovation", "neg-wo-call",
                "oth-single", "oth-mult", "comp-tend", "exp-int-rail",
            },
        ),
        (choices.InnovativeAcquisition, {"prod-innov", "proc-innov", "mar-nov", "rd-act"}),
        (choices.StrategicProcurement, {"inn-pur", "env-imp", "soc-obj", "none"}),
    ],
)  # fmt: skip
def test_each_code_has_a_label_and_a_sentence_that_explains_it(enumeration, codes):
    assert set(enumeration.values) == codes
    assert all(str(member.label) and str(member.help).endswith(".") for member in enumeration)
    assert len({str(member.label) for member in enumeration}) == len(codes)


def test_an_explained_choice_is_an_ordinary_choice_for_django():
    field = models.CharField(choices=choices.BuyerType)

    assert choices.BuyerType("sub-central") is choices.BuyerType.SUB_CENTRAL
    assert choices.BuyerType.SUB_CENTRAL == "sub-central"
    assert ("utility", "Utility") in [(value, str(label)) for value, label in field.choices]
