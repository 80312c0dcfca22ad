"""The judged pairs are whole, and matching agrees with them no less than it did.

`make bench-matching` prints all figures; docs/benchmarks.md keeps them.
"""

from __future__ import annotations

from collections import Counter

import pytest

from ppi.kernel.languages import LANGUAGES
from ppi.matching import learning
from ppi.matching.choices import USUAL_BAR
from ppi.taxonomy import cpv
from tests.ppi.matching.judging import SPLITS, Loaded, figures, gain, judged
from tests.ppi.matching.labels import load_labels, reference_labels

# What it reached when this was written, less a little for another version of the stemmers.
FLOOR = {"tuning": 0.67, "held-out": 0.67}
FLOOR_WITHOUT_LABELS = 0.38


def test_there_are_at_least_300_pairs_in_two_parts_that_share_nothing() -> None:
    tuning, held_out = (judged(split) for split in SPLITS)

    assert len(tuning.pairs) + len(held_out.pairs) >= 300
    assert min(len(tuning.pairs), len(held_out.pairs)) >= 100
    assert not tuning.needs.keys() & held_out.needs.keys()
    assert not tuning.offers.keys() & held_out.offers.keys()


@pytest.mark.parametrize("split", SPLITS)
def test_needs_and_offers_stand_in_all_nine_languages(split) -> None:
    pairs = judged(split)

    assert {need["language"] for need in pairs.needs.values()} == set(LANGUAGES)
    assert {offer["language"] for offer in pairs.offers.values()} == set(LANGUAGES)
    across = [
        (need, offer)
        for need, offer in pairs.pairs
        if pairs.needs[need]["language"] != pairs.offers[offer]["language"]
        and pairs.grade(need, offer) >= 2
    ]
    assert len(across) >= 30


@pytest.mark.parametrize("split", SPLITS)
def test_every_pair_is_whole(split) -> None:
    pairs = judged(split)

    for row in (*pairs.needs.values(), *pairs.offers.values()):
        assert row["title"].strip()
        assert len(row["text"].split()) >= 6
        assert all(cpv.parsed(code) for code in row["cpv"])
    for need in pairs.needs.values():
        assert need["grades"].keys() <= pairs.offers.keys()
        assert need.get("notes", {}).keys() <= need["grades"].keys()
        assert set(need["grades"].values()) <= {0, 1, 2, 3}
        assert Counter(need["grades"].values())[0] >= 3
        assert 3 in need["grades"].values()


@pytest.mark.parametrize("split", SPLITS)
def test_there_are_hard_negatives_and_right_things_under_no_code(split) -> None:
    pairs = judged(split)
    same_branch_and_useless = [
        (need, offer)
        for need, offer in pairs.pairs
        if pairs.grade(need, offer) == 0
        and {cpv.prefix(code)[:3] for code in pairs.needs[need]["cpv"]}
        & {cpv.prefix(code)[:3] for code in pairs.offers[offer]["cpv"]}
    ]
    right_without_code = [
        (need, offer)
        for need, offer in pairs.pairs
        if pairs.grade(need, offer) == 3 and not pairs.offers[offer]["cpv"]
    ]

    assert len(same_branch_and_useless) >= 10
    assert len(right_without_code) >= 5


def test_gain_is_what_its_paper_says() -> None:
    assert gain([3, 0, 1]) == 7 + 0 + 0.5
    assert gain([]) == 0


def loaded(split, havneby, by, moderator) -> Loaded:
    for language in LANGUAGES:
        learning.learn_labels(language)
    return Loaded(judged(split), havneby, by=by, moderator=moderator)


def test_without_the_vocabularys_labels_it_ranks_about_as_codes_do(
    facts, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    rows = loaded("tuning", havneby, buyer_of_havneby, moderator_of_denmark)

    ours, codes, words, chance = (
        figures(rows.pairs, ranking).ndcg_at_10
        for ranking in (rows.ours, rows.cpv_only, rows.words_only, rows.by_chance)
    )

    assert ours >= FLOOR_WITHOUT_LABELS
    assert ours >= codes - 0.03
    assert codes > words > chance


@pytest.mark.slow
@pytest.mark.skipif(reference_labels() is None, reason="PPI_REFERENCE_DATA names no cpv.csv")
@pytest.mark.parametrize("split", SPLITS)
def test_with_the_labels_it_ranks_better_than_codes_alone(
    split, facts, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    load_labels()
    rows = loaded(split, havneby, buyer_of_havneby, moderator_of_denmark)

    ours = figures(rows.pairs, rows.ours).ndcg_at_10
    codes = figures(rows.pairs, rows.cpv_only).ndcg_at_10

    assert ours >= FLOOR[split]
    assert ours - codes >= 0.15
    kept, left_out = rows.parted_at(USUAL_BAR)
    assert (kept >= 0.9, left_out >= 0.15) == (True, True)
