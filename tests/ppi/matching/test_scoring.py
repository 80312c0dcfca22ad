"""How well a need and an offer fit, and in which parts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppi.matching import scoring
from ppi.matching.choices import USUAL_WEIGHTS, Part
from ppi.matching.scoring import Side


def stems(*words: str) -> dict[str, str]:
    return {f"en:{word}": word for word in words}


NEED = Side(
    cpv=("34928510",),
    nuts=("DK050",),
    country="DK",
    languages=("da",),
    stems=stems("street", "lamps", "sensors", "walks"),
    topics={34928500: 0.8, 34928510: 0.6},
)
OFFER = Side(
    cpv=("34928510",),
    nuts=("DK050",),
    country="LT",
    languages=("lt", "da"),
    stems=stems("sensors", "street", "lamps", "our"),
    topics={34928500: 0.6, 44212000: 0.8},
)


def degrees(need: Side = NEED, offer: Side = OFFER, **rarity: float) -> dict[str, float]:
    rare = {f"en:{word}": number for word, number in rarity.items()}
    found = scoring.agreements_of(need, offer, rare)
    return {each.kind.value: each.degree for each in found}


def test_all_parts_with_their_shares_the_largest_first() -> None:
    parts = scoring.reasons(NEED, OFFER, rarity=dict.fromkeys(NEED.stems, 1.0))

    # Of 90 points: subject 20 × 7/8, topic 45, words 10, region 10, language 5.
    assert parts == [
        {"kind": "topic", "code": "34928500", "share": 50},
        {"kind": "cpv", "digits": "3492851", "share": 19},
        {"kind": "words", "words": ["sensors", "street", "lamps"], "share": 11},
        {"kind": "nuts", "code": "DK050", "share": 11},
        {"kind": "language", "code": "da", "share": 6},
    ]
    assert scoring.score(parts) == 97


@pytest.mark.parametrize(
    ("wanted", "offered", "digits"),
    [
        ("34928510", "34928510", 7),
        ("34928515", "34928515", 8),
        ("34928510", "34928520", 6),
        ("34928510", "34928000", 5),
        ("34928000", "34928510", 5),
        ("34928510", "34993000", 3),
        ("34928510", "34900000", 3),
        ("34928510", "34100000", 2),
        ("34000000", "34000000", 2),
        ("30000000", "39000000", 0),
        ("34928510", "45316110", 0),
    ],
)
def test_codes_are_the_nearer_the_more_digits_they_share(wanted, offered, digits) -> None:
    need, offer = replace(NEED, cpv=(wanted,)), replace(OFFER, cpv=(offered,))

    assert degrees(need, offer)["cpv"] == digits / 8


def test_the_nearest_of_several_codes_counts() -> None:
    offer = replace(OFFER, cpv=("45000000", "34900000", "34928500"))

    assert degrees(offer=offer)["cpv"] == 6 / 8


SILENT = {"stems": {}, "topics": {}}


@pytest.mark.parametrize(
    ("offered", "fits"),
    [("34928510", True), ("34900000", True), ("34100000", False), ("45316110", False)],
)
def test_without_texts_a_shared_group_makes_a_match_and_a_division_none(offered, fits) -> None:
    need, offer = replace(NEED, **SILENT), replace(OFFER, cpv=(offered,), **SILENT)

    assert bool(scoring.reasons(need, offer)) is fits


def test_texts_about_the_same_make_a_match_under_another_code_or_none() -> None:
    assert scoring.reasons(NEED, replace(OFFER, cpv=("45316110",))) != []
    assert scoring.reasons(NEED, replace(OFFER, cpv=())) != []
    assert scoring.reasons(replace(NEED, cpv=()), OFFER) != []


def test_shared_words_help_a_shared_division_and_nothing_else() -> None:
    division = replace(OFFER, cpv=("34100000",), topics={})
    elsewhere = replace(OFFER, cpv=("45316110",), topics={})

    counted = {"rarity": dict.fromkeys(NEED.stems, 1.0)}

    assert scoring.reasons(NEED, division, **counted) != []
    assert scoring.reasons(NEED, elsewhere, **counted) == []
    one_word = replace(division, stems=stems("our", "street"))
    assert scoring.reasons(NEED, one_word, **counted) == []


def test_words_that_were_never_counted_may_be_any_words() -> None:
    division = replace(OFFER, cpv=("34100000",), topics={})

    assert scoring.reasons(NEED, division) == []
    assert degrees()["words"] < degrees(sensors=0.9, street=0.9, lamps=0.9)["words"]


def test_region_and_language_make_no_match_on_their_own() -> None:
    assert scoring.reasons(NEED, replace(OFFER, cpv=("45316110",), **SILENT)) == []
    assert scoring.reasons(replace(NEED, cpv=(), **SILENT), OFFER) == []


@pytest.mark.parametrize(
    ("wanted", "served", "degree"),
    [
        (("DK050",), ("DK050",), 1),
        (("DK050",), ("DK05",), 1),
        (("DK050",), ("DK",), 1),
        (("DK",), ("DK050",), 1),
        (("SE110", "DK050"), ("DK0",), 0.5),
        ((), ("DK05",), 1),
        (("DK050",), ("DK041",), 0),
        (("DK050",), ("SE",), 0),
        ((), ("LT",), 0),
        (("DK050",), (), None),
    ],
)
def test_regions_count_by_how_many_of_them_are_reached(wanted, served, degree) -> None:
    need, offer = replace(NEED, nuts=wanted), replace(OFFER, nuts=served)

    assert degrees(need, offer).get("nuts") == degree


@pytest.mark.parametrize(
    ("accepted", "spoken", "code"),
    [
        (("da", "en"), ("en", "lt"), "en"),
        (("da", "en"), ("en", "da"), "da"),
        (("da",), ("lt",), None),
    ],
)
def test_a_common_language_counts_and_the_buyers_first_is_named(accepted, spoken, code) -> None:
    parts = scoring.reasons(replace(NEED, languages=accepted), replace(OFFER, languages=spoken))

    assert next((p["code"] for p in parts if p["kind"] == "language"), None) == code


def test_rare_words_count_and_common_ones_hardly() -> None:
    shared = {"sensors", "street", "lamps"}

    assert degrees(**dict.fromkeys(shared, 1.0))["words"] == 1.0
    assert degrees(**dict.fromkeys(shared, 0.5))["words"] == 0.25
    assert degrees(**dict.fromkeys(shared, 0.0))["words"] == 0.0


def test_words_are_silent_where_no_language_is_shared_and_topics_are_not() -> None:
    estonian = {stem.replace("en:", "et:"): word for stem, word in OFFER.stems.items()}

    assert degrees(offer=replace(OFFER, stems=estonian)).keys() == {
        "cpv", "topic", "nuts", "language",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("value", "size", "counts"),
    [
        (90_000, "micro", True),
        (1_000_001, "micro", False),
        (1_000_001, "small", True),
        (20_000_000, "medium", True),
        (20_000_000, "large", False),
        (90_000, "", False),
        (None, "micro", False),
    ],
)
def test_a_value_within_reach_speaks_for_a_company_and_nothing_against_it(
    value, size, counts
) -> None:
    need = replace(NEED, value=None if value is None else Decimal(value))
    silent = scoring.score(scoring.reasons(need, replace(OFFER, size="", cpv=("34900000",))))
    said = scoring.score(scoring.reasons(need, replace(OFFER, size=size, cpv=("34900000",))))

    assert (said > silent) is counts
    assert said >= silent


def test_something_new_meets_something_new() -> None:
    new = replace(NEED, is_new=True), replace(OFFER, is_new=True)

    assert degrees(*new)["innovation"] == 1.0
    assert "innovation" not in degrees(replace(NEED, is_new=True), OFFER)
    assert "innovation" not in degrees(NEED, replace(OFFER, is_new=True))


def test_a_kind_of_organisation_counts_where_it_is_asked_and_where_it_is_not() -> None:
    cluster = replace(OFFER, kinds=frozenset({"intermediary"}))
    ideas = replace(NEED, kinds=frozenset({"supplier", "intermediary"}))
    tenders = replace(NEED, kinds=frozenset({"supplier"}))

    assert degrees(ideas, cluster)["kind"] == 1.0
    assert degrees(tenders, cluster)["kind"] == 0.0
    assert "kind" not in degrees(tenders, OFFER)


def test_meaning_is_absent_until_both_have_been_read_and_then_counts() -> None:
    read = replace(NEED, meaning=(0.6, 0.8)), replace(OFFER, meaning=(1.0, 0.0))

    assert "meaning" not in degrees()
    assert "meaning" not in degrees(read[0], OFFER)
    assert degrees(*read)["meaning"] == 0.6


def test_weights_decide_what_counts() -> None:
    only_region = dict.fromkeys(Part, 0) | {Part.NUTS: 10}

    assert scoring.reasons(NEED, OFFER, only_region) == [
        {"kind": "nuts", "code": "DK050", "share": 100}
    ]
    assert scoring.reasons(NEED, OFFER, dict.fromkeys(Part, 0)) == []


CODES = st.sampled_from(["34928510", "34928000", "34000000", "34100000", "45316110", "90511000"])
REGIONS = st.sampled_from(["DK", "DK0", "DK05", "DK050", "SE", "LT024", "FI197"])
SIDES = st.builds(
    Side,
    cpv=st.lists(CODES, max_size=4).map(tuple),
    nuts=st.lists(REGIONS, max_size=3).map(tuple),
    country=st.sampled_from(["", "DK", "LT"]),
    languages=st.lists(st.sampled_from(["da", "lt", "en"]), max_size=3).map(tuple),
    stems=st.lists(st.sampled_from(sorted(NEED.stems.values())), max_size=4).map(
        lambda words: stems(*words)
    ),
    topics=st.dictionaries(st.sampled_from([34928500, 34928510, 1]), st.floats(0, 0.5)),
    size=st.sampled_from(["", "micro", "large"]),
    is_new=st.booleans(),
)


@given(SIDES, SIDES)
def test_a_score_lies_between_0_and_100_whichever_side_asks(one, other) -> None:
    for need, offer in ((one, other), (other, one)):
        parts = scoring.reasons(need, offer)
        assert 0 <= scoring.score(parts) <= 100
        assert all(part["share"] > 0 for part in parts)


@given(SIDES, SIDES)
def test_a_shared_subject_is_shared_by_both_sides(one, other) -> None:
    there = scoring.shared_subject(one.cpv, other.cpv)
    back = scoring.shared_subject(other.cpv, one.cpv)

    assert len(there) == len(back)


def test_nothing_scores_more_than_100() -> None:
    perfect = replace(NEED, cpv=("34928515",))

    rare = dict.fromkeys(NEED.stems, 1.0)

    assert scoring.score(scoring.reasons(perfect, perfect, USUAL_WEIGHTS, rare)) == 100
    assert scoring.score([{"share": 90}, {"share": 90}]) == 100
