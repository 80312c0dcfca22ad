"""What is said about lots; the arithmetic itself stands in the worked examples."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ppi.taxonomy.lots import LotValue, judge


def judged(*values, contract="services", currency="EUR", **options):
    numbered = [
        LotValue(str(number), None if value is None else Decimal(value))
        for number, value in enumerate(values, start=1)
    ]
    facts = {"on": date(2026, 2, 1), "buyer_type": "sub-central"} | options
    return judge(lots=numbered, contract=contract, currency=currency, **facts)


def told(*values, **options) -> str:
    return judged(*values, **options).small_lots.sentence.replace("\xa0", " ")


CITED = "Article 5(10) of Directive 2014/24/EU on public procurement."


def test_the_sentence_says_which_lots_may_be_left_out(facts):
    assert told("500000", "40000", "30000") == (
        "These lots may be left out of the directive: 2, 3. Each lies below 80,000 € and together "
        f"they are 12.3 % of all lots; up to 20 % may be left out. {CITED}"
    )
    assert told("500000", "40000") == (
        "This lot may be left out of the directive: 2. It lies below 80,000 € and is 7.5 % of all "
        f"lots; up to 20 % may be left out. {CITED}"
    )


def test_the_sentence_says_that_the_choice_is_the_buyers(facts):
    assert told("300000", "30000", "70000") == (
        "This lot may be left out of the directive: 2. It lies below 80,000 € and is 7.5 % of all "
        "lots; up to 20 % may be left out. Other lots are small enough too; which ones to leave "
        f"out is your choice. {CITED}"
    )


def test_the_sentence_says_why_no_lot_may_be_left_out(facts):
    assert told("300000", "80000") == (
        f"No lot lies below 80,000 €, so the directive applies to every lot. {CITED}"
    )
    assert told("150000", "79000") == (
        "Each lot below 80,000 € is more than 20 % of all lots, so the directive applies to every "
        f"lot. {CITED}"
    )
    assert told("5500000", "1", contract="concession") == (
        "Directive 2014/23/EU on concessions knows no exception for small lots."
    )
    assert told("3000000", "1", currency="NOK", on=date(2026, 6, 1)) == (
        "No limit for small lots in NOK is recorded. In EUR it is 80,000 €."
    )


def test_a_calculated_limit_says_so(facts):
    assert told("3000000", "1", currency="DKK").endswith(
        f"{CITED} This figure is calculated, not seen published. Check it before you rely on it."
    )


def test_the_article_is_known_where_there_is_a_limit(facts):
    assert judged("300000").small_lots.article == "5(10)"
    assert judged("5500000", contract="concession").small_lots.article == ""


def test_lots_without_a_value_leave_the_sum_open_until_it_is_above(facts):
    open_sum = judged("100000", None, "NaN")
    reached = judged("300000", None)

    assert (open_sum.verdict.verdict, open_sum.without_value) == ("unknown", ("2", "3"))
    assert open_sum.sentence.replace("\xa0", " ").startswith(
        "Give these lots a value: 2, 3. A lot has no value. The EU threshold is 216,000 €."
    )
    assert (reached.verdict.verdict, reached.small_lots) == ("above", None)


def test_the_sum_is_told_before_the_verdict(facts):
    found = judged("100000", "50000")

    assert (found.verdict.verdict, found.small_lots) == ("below", None)
    assert found.sentence.replace("\xa0", " ").startswith(
        "All lots count together: 150,000 €. 150,000 € lies below the EU threshold of 216,000 €."
    )


@pytest.mark.parametrize(
    ("values", "whole", "verdict", "why"),
    [
        ([], None, "below", ""),
        ([], "216000", "above", ""),
        (["0", "0"], "216000", "above", ""),
        (["216000"], "1", "above", ""),
        (["1"], "NaN", "below", ""),
        (["300000", "-1"], None, "unknown", "negative"),
        (["300000", "-1e999999"], None, "unknown", "negative"),
        (["9e999999", "9e999999"], None, "unknown", "too-large"),
        (["1"], "1e999999", "unknown", "too-large"),
    ],
)
def test_odd_values_are_judged_without_failing(facts, values, whole, verdict, why):
    found = judged(*values, whole=None if whole is None else Decimal(whole))

    assert (found.verdict.verdict, found.verdict.why_unknown) == (verdict, why)
    assert found.sentence


def test_two_queries_judge_any_number_of_lots(facts, django_assert_num_queries):
    with django_assert_num_queries(2):
        judged(*["1000"] * 300)
