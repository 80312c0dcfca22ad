from __future__ import annotations

import pytest

from ppi.taxonomy import cpv, nuts
from ppi.taxonomy.models import CpvCode, NutsRegion


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("34928510", ("34928510", "")),
        ("34928510-6", ("34928510", "6")),
        (" 34928510 - 6 ", ("34928510", "6")),
        ("3492851", None),
        ("34928510-66", None),
        ("street 34928510", None),
        ("", None),
    ],
)
def test_a_cpv_code_is_read_with_and_without_its_check_digit(text, expected):
    assert cpv.parsed(text) == expected


@pytest.mark.parametrize(
    ("code", "prefix", "depth"),
    [
        ("30000000", "30", 0),
        ("34900000", "349", 1),
        ("34920000", "3492", 2),
        ("34928000", "34928", 3),
        ("34928510", "3492851", 5),
        ("33141118", "33141118", 6),
    ],
)
def test_the_zeros_at_the_end_say_how_general_a_code_is(code, prefix, depth):
    assert (cpv.prefix(code), cpv.depth(code)) == (prefix, depth)


def test_the_parent_is_the_nearest_ancestor_that_exists():
    existing = {"34000000", "34920000", "34928510"}

    assert cpv.ancestors("34928510") == [
        "34928500",
        "34928000",
        "34920000",
        "34900000",
        "34000000",
    ]
    assert cpv.parent("34928510", existing) == "34920000"
    assert cpv.parent("34920000", existing) == "34000000"
    assert cpv.parent("34000000", existing) is None


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("34928510", "34928530", "349285"),
        ("34928510", "34928000", "34928"),
        ("34928510", "34928510", "3492851"),
        ("30000000", "30200000", "30"),
        ("34928510", "35000000", ""),
    ],
)
def test_what_two_codes_share_begins_with_their_division(one, other, shared):
    assert cpv.shared_prefix(one, other) == shared
    assert cpv.shared_prefix(other, one) == shared


def test_a_code_lies_within_the_more_general_one_and_itself():
    assert cpv.is_within("34928510", "34900000")
    assert cpv.is_within("34928510", "34928510")
    assert not cpv.is_within("34900000", "34928510")
    assert not cpv.is_within("30200000", "34000000")


def test_greece_has_another_code_in_nuts_than_in_iso():
    assert (nuts.country("EL303"), nuts.country("DK042")) == ("GR", "DK")


def test_the_path_leads_from_the_most_general_to_the_code(street_lights):
    columns = CpvCode.objects.get(code="34928510")
    region = NutsRegion.objects.get(code="DK042")

    assert [row.code for row in columns.path()] == [
        "34000000",
        "34900000",
        "34928500",
        "34928510",
    ]
    assert [row.code for row in region.path()] == ["DK", "DK0", "DK04", "DK042"]
    assert (columns.written, columns.depth) == ("34928510-6", 5)
    assert (region.title, region.written) == ("Østjylland, Denmark", "DK042, small region")


def test_regions_of_one_name_are_told_apart(facts):
    regions = NutsRegion.objects.filter(name="Nordjylland").order_by("code")
    country = NutsRegion.objects.get(code="DK")

    assert [region.written for region in regions] == [
        "DK05, basic region",
        "DK050, small region",
    ]
    assert country.written == "DK"


def test_within_takes_the_code_and_everything_below_it(street_lights):
    lights = CpvCode.objects.within("34928500")
    jutland = NutsRegion.objects.within("DK04")

    assert [row.code for row in lights] == ["34928500", "34928510", "34928530"]
    assert [row.code for row in jutland] == ["DK04", "DK041", "DK042"]
