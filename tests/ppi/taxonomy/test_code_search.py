from __future__ import annotations

import pytest
from django.utils import translation

from ppi.taxonomy.choices import Origin
from ppi.taxonomy.models import CpvCode, NutsRegion


def cpv(text: str, language: str = "en") -> list[str]:
    return [row.code for row in CpvCode.objects.search(text, language)]


def nuts(text: str, language: str = "en") -> list[str]:
    return [row.code for row in NutsRegion.objects.search(text, language)]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("34928", ["34928500", "34928510", "34928530"]),
        ("34928510", ["34928510"]),
        ("34928510-6", ["34928510"]),
        ("3492851-", ["34928510"]),
        ("99999999", []),
    ],
)
def test_digits_find_the_codes_that_begin_with_them(street_lights, text, codes):
    assert cpv(text) == codes


def test_words_may_stand_in_any_order_and_as_beginnings(street_lights):
    assert cpv("street light") == ["34928500", "34928510"]
    assert cpv("LIGHT street") == ["34928500", "34928510"]


def test_whole_words_go_before_beginnings_of_words(street_lights):
    assert cpv("street") == ["34928530", "34928510", "34928500"]


def test_words_are_found_in_the_language_given_and_in_english(street_lights):
    assert cpv("gadelampe", "da") == ["34928530", "34928510"]
    assert cpv("masts", "da") == ["34928510"]
    assert cpv("gadelampe", "fi") == []


def test_without_a_language_that_of_the_reader_counts(street_lights):
    with translation.override("da"):
        found = [row.code for row in CpvCode.objects.search("gadelampe")]

    assert found == ["34928530", "34928510"]


def test_misspelt_words_find_what_is_alike(street_lights):
    assert "34928510" in cpv("stret ligths")
    assert cpv("byggerii", "da")[0] == "45000000"


def test_nothing_alike_finds_nothing(street_lights):
    assert cpv("xqzvkw") == []


@pytest.mark.parametrize(
    "text", ["", " ", "a", "%", "_", "'; DROP TABLE--", "\\", "\x00", r"\m", "((("]
)
def test_signs_that_mean_something_to_a_database_mean_nothing_here(street_lights, text):
    assert cpv(text) == []
    assert nuts(text) == []


def test_at_most_twenty_codes_are_found(facts):
    CpvCode.objects.bulk_create(
        CpvCode(code=f"7290{number:04}", label_en=f"Advice {number}", origin=Origin.OFFICIAL)
        for number in range(30)
    )

    assert len(cpv("advice")) == 20
    assert len(cpv("7290")) == 20


def test_a_search_takes_few_queries_however_much_it_finds(
    street_lights, django_assert_max_num_queries
):
    with django_assert_max_num_queries(1):
        cpv("street")
    with django_assert_max_num_queries(5):
        cpv("strret")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("DK04", ["DK04", "DK041", "DK042"]),
        ("dk04", ["DK04", "DK041", "DK042"]),
        ("Midtjylland", ["DK04"]),
        ("midtjyland", ["DK04"]),
        ("skane", ["SE224"]),
        ("Skåne", ["SE224"]),
        ("siauliai", ["LT026"]),
        ("fyn", ["DK031"]),
        ("jylland vest", ["DK041"]),
    ],
)
def test_regions_are_found_by_code_and_by_native_name_without_accents(facts, text, first):
    assert nuts(text)[: len(first)] == first


@pytest.mark.parametrize(
    ("text", "language"), [("Denmark", "da"), ("Danmark", "da"), ("Tanska", "fi"), ("denm", "en")]
)
def test_a_country_is_found_by_its_name_in_the_readers_language_or_english(facts, text, language):
    assert nuts(text, language)[:2] == ["DK", "DK0"]
    assert "DK042" in nuts(text, language)


def test_what_lies_in_no_region_is_not_offered(facts):
    NutsRegion.objects.create(
        code="DKZ", level=1, parent_id="DK", country="DK", name="Extra-Regio NUTS 1", origin="facts"
    )

    assert "DKZ" not in nuts("denmark")
    assert nuts("extra") == []
