"""The rules engine against tables of worked examples, each with its source, transcribed by hand."""

from __future__ import annotations

import json
import tomllib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from ppi.taxonomy import deadlines, lots, services, thresholds, time_limits
from ppi.taxonomy.models import SmallLotLimit, Threshold

TABLES = Path(__file__).parent / "worked_examples"
CENT = Decimal("0.01")
ROWS = [Threshold(**row) for row in services.threshold_rows()]
LIMITS = [SmallLotLimit(**row) for row in services.small_lot_rows()]


def examples(name: str) -> dict:
    return tomllib.loads((TABLES / f"{name}.toml").read_text("utf-8"), parse_float=Decimal)


PURCHASES = [
    pytest.param(table, purchase, id=f"{table['currency']} {table['first']} {purchase[:3]}")
    for table in examples("thresholds")["table"]
    for purchase in table["purchases"]
]


@pytest.mark.parametrize(("table", "purchase"), PURCHASES)
def test_one_cent_less_is_below_and_the_amount_itself_is_above(table, purchase):
    directive, buyer_type, contract, article, amount = purchase
    days = [table["first"], table.get("last", date(2031, 1, 1))]

    for on in days:
        verdicts = [
            thresholds.verdict(
                on=on,
                buyer_type=buyer_type,
                contract=contract,
                value=amount + difference,
                currency=table["currency"],
                rows=ROWS,
            )
            for difference in (-CENT, 0, CENT)
        ]
        assert [verdict.verdict for verdict in verdicts] == ["below", "above", "above"]
        assert {(v.directive, v.article, v.threshold, v.currency) for v in verdicts} == {
            (directive, article, amount, table["currency"])
        }
        assert {(v.valid_from, v.valid_to) for v in verdicts} == {
            (table["first"], table.get("last"))
        }
        expected = table.get("regulations", {}).get(directive, verdicts[0].regulation)
        assert {v.regulation for v in verdicts} == {expected}


def test_the_table_of_examples_holds_every_threshold_of_the_facts():
    told = {
        (p[0], p[1], p[2], table["currency"], table["first"])
        for table in examples("thresholds")["table"]
        for p in table["purchases"]
    }
    untold = [
        row
        for row in ROWS
        if row.buyer_type != "any"
        and (row.directive, row.buyer_type, row.contract, row.currency, row.valid_from) not in told
    ]

    assert untold == []


def test_the_examples_agree_with_the_reference_data(reference):
    published = json.loads((reference / "thresholds.json").read_text("utf-8"))
    figures = {
        (currency, period[:4]): set(amounts.values())
        for period, currencies in published["national_currency"].items()
        for currency, amounts in currencies.items()
    }

    for table in examples("thresholds")["table"]:
        key = (table["currency"], str(table["first"].year))
        if key in figures:
            assert {p[4] for p in table["purchases"]} <= figures[key], key


@pytest.mark.parametrize(
    "example", examples("lots")["example"], ids=lambda example: example["what"]
)
def test_lots_are_added_up_and_small_ones_may_be_left_out(example):
    judged = lots.judge(
        lots=[lots.LotValue(str(n), Decimal(v)) for n, v in enumerate(example["lots"], start=1)],
        on=example.get("on", date(2026, 2, 1)),
        buyer_type=example["buyer_type"],
        contract=example["contract"],
        currency=example.get("currency", "EUR"),
        whole=Decimal(example["whole"]) if "whole" in example else None,
        rows=ROWS,
        limits=LIMITS,
    )
    small = judged.small_lots

    assert judged.verdict.verdict == example["verdict"]
    if example["verdict"] == "below":
        assert small is None
        return
    assert (list(small.eligible), list(small.exempt), small.share) == (
        example["eligible"],
        example["exempt"],
        example["share"],
    )


@pytest.mark.parametrize(
    "example",
    examples("time_limits")["minimum"],
    ids=lambda x: f"{x['directive']} {x['procedure']} {x['claims']}",
)
def test_the_minimum_is_what_the_article_says(facts, example):
    answer = time_limits.minimum(
        example["procedure"], directive=example["directive"], **example["claims"]
    )
    requests, tenders = example.get("requests"), example.get("tenders")
    expected = (requests, tenders) if requests else (tenders, None)

    assert (answer.days, answer.second_stage_days) == expected
    assert answer.article.split("(")[0] in example["source"]
    assert answer.sentence


ENDS = [
    pytest.param(*period[:4], id=f"{period[0]} {period[4]}")
    for table in examples("time_limits")["end"]
    for period in table["periods"]
]


@pytest.mark.parametrize(("country", "dispatch", "days", "end"), ENDS)
def test_a_period_ends_on_a_working_day_of_the_buyers_country(country, dispatch, days, end):
    found = time_limits.earliest_deadline(date.fromisoformat(dispatch), days, country)

    assert found == date.fromisoformat(end)


@pytest.mark.parametrize("example", examples("other_days")["questions"], ids=lambda x: x["source"])
def test_answers_leave_the_whole_number_of_days(facts, example):
    found = deadlines.questions_cut_off(
        example["deadline"], directive=example["directive"], urgent=example["urgent"]
    )

    assert (found.answer_by, found.days, found.article) == (
        example["answer_by"],
        example["days"],
        example["article"],
    )


@pytest.mark.parametrize("example", examples("other_days")["standstill"], ids=lambda x: x["source"])
def test_the_contract_waits_for_the_standstill(facts, example):
    found = deadlines.standstill(
        example["sent"],
        directive=example["directive"],
        electronic=example["electronic"],
        country=example["country"],
    )

    assert (found.ends_on, found.article) == (example["ends_on"], example["article"])
    assert found.earliest_conclusion == example["ends_on"] + timedelta(days=1)


@pytest.mark.parametrize(
    "example", examples("other_days")["award_notice"], ids=lambda x: x["source"]
)
def test_the_award_notice_has_its_day(facts, example):
    found = deadlines.award_notice_due(
        example["concluded"], directive=example["directive"], country=example["country"]
    )

    assert (found.due_on, found.article) == (example["due_on"], example["article"])


@pytest.mark.parametrize("example", examples("other_days")["framework"], ids=lambda x: x["source"])
def test_a_framework_ends_after_its_years(facts, example):
    found = deadlines.framework_maximum(example["directive"])

    assert (found.years, found.ends_by(example["starts_on"]), found.article) == (
        example["years"],
        example["ends_by"],
        example["article"],
    )
