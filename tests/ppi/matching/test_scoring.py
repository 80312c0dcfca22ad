"""How well a need and an offer fit, and in which parts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppi.matching import scoring
from ppi.matching.scoring import Side

NEED = Side(
    cpv=("34928510",),
    nuts=("DK050",),
    country="DK",
    languages=("da",),
    text="Street lamps that burn only where somebody walks, with sensors",
)
OFFER = Side(
    cpv=("34928510",),
    nuts=("DK050",),
    country="LT",
    languages=("lt", "da"),
    text="Our sensors switch street lamps",
)


def shares(need: Side = NEED, offer: Side = OFFER) -> dict[str, int]:
    return {part["kind"]: part["share"] for part in scoring.reasons(need, offer)}


def test_all_parts_with_their_shares_the_largest_first() -> None:
    parts = scoring.reasons(NEED, OFFER)

    assert parts == [
        {"kind": "cpv", "digits": "3492851", "share": 48},
        {"kind": "nuts", "code": "DK050", "share": 20},
        {"kind": "language", "code": "da", "share": 10},
        {"kind": "words", "words": ["sensors", "street", "lamps"], "share": 9},
    ]
    assert scoring.score(parts) == 87


@pytest.mark.parametrize(
    ("wanted", "offered", "share"),
    [
        ("34928510", "34928510", 48),
        ("34928515", "34928515", 55),
        ("34928510", "34928520", 41),
        ("34928510", "34928000", 34),
        ("34928000", "34928510", 34),
        ("34928510", "34993000", 21),
        ("34928510", "34910000", 21),
        ("34928510", "34900000", 21),
        ("34928510", "34100000", 0),
        ("34928510", "34000000", 0),
        ("34928510", "45316110", 0),
        ("30000000", "39000000", 0),
        ("34000000", "34000000", 0),
    ],
)
def test_codes_fit_from_a_shared_group_on_the_nearer_the_better(wanted, offered, share) -> None:
    silent = replace(NEED, cpv=(wanted,), text=""), replace(OFFER, cpv=(offered,), text="")

    assert shares(*silent).get("cpv", 0) == share
    if not share:
        assert shares(*silent) == {}


def test_the_nearest_of_several_codes_counts() -> None:
    offer = replace(OFFER, cpv=("45000000", "34900000", "34928500"))

    assert shares(offer=offer)["cpv"] == round(55 * 6 / 8)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("Street sensors for lamps", True),
        ("Sensors for lamps", False),
        ("", False),
        ("We walk", False),
    ],
)
def test_a_shared_division_alone_needs_three_words_in_common(text, fits) -> None:
    offer = replace(OFFER, cpv=("34100000",), text=text)

    assert shares(offer=offer) == (
        {"nuts": 20, "cpv": 14, "language": 10, "words": 9} if fits else {}
    )


def test_words_region_and_language_make_no_match_in_another_division() -> None:
    assert shares(offer=replace(OFFER, cpv=("45316110",), text=NEED.text)) == {}
    assert shares(offer=replace(OFFER, cpv=())) == {}
    assert shares(need=replace(NEED, cpv=())) == {}


@pytest.mark.parametrize(
    ("wanted", "served", "code"),
    [
        (("DK050",), ("DK050",), "DK050"),
        (("DK050",), ("DK05",), "DK050"),
        (("DK050",), ("DK",), "DK050"),
        (("DK",), ("DK050",), "DK"),
        (("SE110", "DK050"), ("DK0",), "DK050"),
        ((), ("DK05",), "DK"),
        (("DK050",), ("DK041",), None),
        (("DK050",), ("SE",), None),
        (("DK050",), (), None),
        ((), ("LT",), None),
    ],
)
def test_the_region_counts_where_one_lies_in_the_other(wanted, served, code) -> None:
    parts = scoring.reasons(replace(NEED, nuts=wanted), replace(OFFER, nuts=served))

    assert next((p["code"] for p in parts if p["kind"] == "nuts"), None) == code
    assert shares(replace(NEED, nuts=wanted), replace(OFFER, nuts=served))["cpv"] == 48


def test_without_region_and_country_no_region_counts() -> None:
    assert "nuts" not in shares(need=replace(NEED, nuts=(), country=""))


@pytest.mark.parametrize(
    ("accepted", "spoken", "code"),
    [
        (("da", "en"), ("en", "lt"), "en"),
        (("da", "en"), ("en", "da"), "da"),
        (("da",), ("lt",), None),
        ((), ("lt",), None),
    ],
)
def test_a_common_language_counts_and_the_buyers_first_is_named(accepted, spoken, code) -> None:
    parts = scoring.reasons(replace(NEED, languages=accepted), replace(OFFER, languages=spoken))

    assert next((p["code"] for p in parts if p["kind"] == "language"), None) == code


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("Gatvių šviestuvai", "gatviu sviestuvas", ["šviestuvai", "gatvių"]),
        ("Straßenbeleuchtung", "STRASSENLAMPE", []),
        ("belysning", "Belysningen", ["belysning"]),
        ("lamp lamp lamp", "lamp", []),
        ("12345 67890", "12345 67890", []),
        ("", "", []),
    ],
)
def test_words_are_near_by_their_beginnings_without_accents(one, other, words) -> None:
    assert scoring.shared_words(one, other) == words


def test_many_words_count_no_more_than_their_share_and_four_are_told() -> None:
    text = "sensor street lighting harbour bicycle station"
    parts = scoring.reasons(replace(NEED, text=text), replace(OFFER, text=text))

    [words] = [part for part in parts if part["kind"] == "words"]
    assert words == {
        "kind": "words",
        "words": ["lighting", "bicycle", "harbour", "station"],
        "share": 15,
    }


CODES = st.integers(10_000_000, 98_999_999).map(str)
REGIONS = st.sampled_from(["DK", "DK0", "DK05", "DK050", "SE", "LT024", "FI197"])
SIDES = st.builds(
    Side,
    cpv=st.lists(CODES | st.sampled_from(["34000000", "34928510", "34928000"]), max_size=4).map(
        tuple
    ),
    nuts=st.lists(REGIONS, max_size=3).map(tuple),
    country=st.sampled_from(["", "DK", "LT"]),
    languages=st.lists(st.sampled_from(["da", "lt", "en"]), max_size=3).map(tuple),
    text=st.text(max_size=80) | st.just(NEED.text),
)


@given(SIDES, SIDES)
def test_a_score_lies_between_0_and_100_whichever_side_asks(one, other) -> None:
    for need, offer in ((one, other), (other, one)):
        parts = scoring.reasons(need, offer)
        assert 0 <= scoring.score(parts) <= 100
        assert all(part["share"] > 0 for part in parts)
        assert bool(parts) == (scoring.score(parts) > 0)


@given(SIDES, SIDES)
def test_a_shared_subject_is_shared_by_both_sides(one, other) -> None:
    there = scoring.shared_subject(one.cpv, other.cpv)
    back = scoring.shared_subject(other.cpv, one.cpv)

    assert len(there) == len(back)
    assert bool(scoring.reasons(one, other)) == bool(scoring.reasons(other, one))


@given(SIDES)
def test_a_need_with_a_fine_code_fits_an_offer_of_the_same(side) -> None:
    fine = replace(side, cpv=("34928510", *side.cpv))

    assert shares(fine, fine)["cpv"] >= 48


def test_nothing_scores_more_than_100() -> None:
    perfect = replace(NEED, cpv=("34928515",), text="lighting harbour bicycle station sensors")

    assert scoring.score(scoring.reasons(perfect, perfect)) == 100
    assert scoring.score([{"share": 90}, {"share": 90}]) == 100
