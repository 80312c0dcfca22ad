"""The two public operations, as anybody's program meets them."""

from __future__ import annotations

import pytest
from django.test import Client

VERDICT, LIMITS = "/api/v1/thresholds/verdict/", "/api/v1/time-limits/"
PURCHASE = {
    "date": "2026-02-01",
    "buyer_type": "sub-central",
    "contract": "services",
    "value": "215999",
    "currency": "EUR",
}
AMOUNT_SENTENCE = "Write the amount in digits, with a point before the cents, like 215999.50."
DAY_SENTENCE = "Write the day as year-month-day, like 2026-02-01."
YEAR_SENTENCE = "Choose a day between 2016 and 2099."


def asked(address: str, query: dict | None = None, language: str = "en"):
    return Client().get(address, query or {}, headers={"accept-language": language})


def plain(sentence: str) -> str:
    return sentence.replace("\xa0", " ")


def test_a_verdict_tells_all_that_it_rests_on(facts):
    answer = asked(VERDICT, PURCHASE)

    body = answer.json()
    sentence = plain(body.pop("sentence"))
    assert answer.status_code == 200
    assert sentence == (
        "215,999 € lies below the EU threshold of 216,000 €. Regulation (EU) 2025/2152, article "
        "4(c) of Directive 2014/24/EU on public procurement, from 1 January 2026 to 31 December "
        "2027."
    )
    assert body == {
        "verdict": "below",
        "why_unknown": "",
        "date": "2026-02-01",
        "buyer_type": "sub-central",
        "contract": "services",
        "value": "215999.00",
        "value_currency": "EUR",
        "threshold": "216000.00",
        "currency": "EUR",
        "directive": "2014/24",
        "article": "4(c)",
        "regulation": "Regulation (EU) 2025/2152",
        "valid_from": "2026-01-01",
        "valid_to": "2027-12-31",
        "status": "confirmed",
        "source": "Notification to the WTO; cwmf.gov.ie; europalov.no (Directive 2009/81/EC)",
        "indicative": None,
        "lots": None,
    }


def test_a_value_equal_to_the_threshold_is_above(facts):
    assert asked(VERDICT, PURCHASE | {"value": "216000"}).json()["verdict"] == "above"


def test_the_sentence_follows_the_readers_language_and_the_act_does_not(facts):
    answer = asked(VERDICT, PURCHASE, language="da")

    body = answer.json()
    assert answer.headers["Content-Language"] == "da"
    assert "1. januar 2026" in body["sentence"]
    assert body["regulation"] == "Regulation (EU) 2025/2152"


def test_a_currency_without_a_threshold_is_unknown_and_converted_as_an_indication(facts):
    body = asked(VERDICT, PURCHASE | {"value": "250000", "currency": "GBP"}).json()

    indicative = body["indicative"]
    assert (body["verdict"], body["why_unknown"], body["threshold"]) == (
        "unknown",
        "no-currency",
        None,
    )
    assert (indicative["verdict"], indicative["threshold"], indicative["currency"]) == (
        "above",
        "216000.00",
        "EUR",
    )
    assert indicative["conversion"] == {
        "amount": "288616.95",
        "currency": "EUR",
        "rate": "1.1544678",
        "rate_on": "2026-01-30",
    }
    assert plain(indicative["sentence"]) == (
        "≈ 288,616.95 €, converted at the ECB rate of 30 January 2026. That would reach the EU "
        "threshold of 216,000 €. Indicative."
    )


def test_a_day_without_a_threshold_says_why(facts):
    body = asked(VERDICT, PURCHASE | {"date": "2099-12-31"}).json()

    assert (body["verdict"], body["why_unknown"], body["indicative"]) == (
        "unknown",
        "no-date",
        None,
    )
    assert body["sentence"] == "No EU threshold in EUR is recorded for 31 December 2099."


def test_lots_are_added_up_and_the_small_one_is_named(facts):
    query = {name: value for name, value in PURCHASE.items() if name != "value"}

    body = asked(VERDICT, query | {"lots": "500000,40000"}).json()

    sentence = plain(body["lots"].pop("sentence"))
    small = plain(body["lots"]["small_lots"].pop("sentence"))
    assert (body["verdict"], body["value"]) == ("above", "540000.00")
    assert body["lots"] == {
        "total": "540000.00",
        "small_lots": {
            "limit": "80000.00",
            "eligible": ["2"],
            "exempt": ["2"],
            "share": "7.5",
            "article": "5(10)",
        },
    }
    assert small == (
        "This lot may be left out of the directive: 2. It lies below 80,000 € and is 7.5 % of all "
        "lots; up to 20 % may be left out. Article 5(10) of Directive 2014/24/EU on public "
        "procurement."
    )
    assert sentence.startswith("All lots count together: 540,000 €. 540,000 € reaches")


def test_a_directive_without_the_exception_answers_all_the_same(facts):
    query = PURCHASE | {"contract": "concession", "lots": "5404000"}

    small = asked(VERDICT, query).json()["lots"]["small_lots"]

    assert (small["limit"], small["exempt"]) == (None, [])
    assert small["sentence"] == (
        "Directive 2014/23/EU on concessions knows no exception for small lots."
    )


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"value": "NaN"}, "value", AMOUNT_SENTENCE),
        ({"value": "Infinity"}, "value", AMOUNT_SENTENCE),
        ({"value": "1e999999"}, "value", AMOUNT_SENTENCE),
        ({"value": "216.000,00"}, "value", AMOUNT_SENTENCE),
        ({"value": "٢١٦٠٠٠"}, "value", AMOUNT_SENTENCE),
        ({"value": "1\x00"}, "value", AMOUNT_SENTENCE),
        ({"value": "1e2"}, "value", AMOUNT_SENTENCE),
        ({"value": "9" * 400}, "value", "This value is too large."),
        ({"value": "9" * 41}, "value", "This value is too large."),
        ({"value": "9" * 40}, "value", "This value is too large."),
        ({"value": "1." + "0" * 400}, "value", "Give at most two digits after the point."),
        ({"value": "9" * 15}, "value", "This value is too large."),
        ({"value": "1.001"}, "value", "Give at most two digits after the point."),
        ({"value": "-1"}, "value", "A value cannot be negative."),
        ({"value": ""}, "value", "Give a value, or the lots' values."),
        ({"date": ""}, "date", "This field is required."),
        ({"date": "2026-02-30"}, "date", DAY_SENTENCE),
        ({"date": "0000-01-01"}, "date", DAY_SENTENCE),
        ({"date": "20260201"}, "date", DAY_SENTENCE),
        ({"date": "2026-02-01T00:00"}, "date", DAY_SENTENCE),
        ({"date": "0001-01-01"}, "date", YEAR_SENTENCE),
        ({"date": "2100-01-01"}, "date", YEAR_SENTENCE),
        ({"date": "٢٠٢٦-٠٢-٠١"}, "date", DAY_SENTENCE),
        (
            {"buyer_type": "city"},
            "buyer_type",
            "Choose one of: central, sub-central, utility, defence.",
        ),
        (
            {"contract": "\x00"},
            "contract",
            "Choose one of: works, supplies, services, light-regime, concession, design-contest.",
        ),
        ({"currency": "XYZ"}, "currency", "Write a currency's code in three letters, like EUR."),
        ({"currency": "eur"}, "currency", "Write a currency's code in three letters, like EUR."),
        ({"currency": "E\x00R"}, "currency", "Write a currency's code in three letters, like EUR."),
        ({"lots": "1,x"}, "lots", f"Lot 2: {AMOUNT_SENTENCE}"),
        ({"lots": "1,,2"}, "lots", f"Lot 2: {AMOUNT_SENTENCE}"),
        ({"lots": ",".join(["1"] * 1001)}, "lots", "Give at most 1000 lots."),
    ],
)
def test_a_wrong_value_is_refused_with_a_sentence_for_its_field(facts, change, field, sentence):
    answer = asked(VERDICT, PURCHASE | change)

    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["errors"] == [{"field": field, "detail": sentence}]


def test_time_limits_tell_days_earliest_deadline_and_article(facts):
    answer = asked(
        LIMITS,
        {"procedure": "open", "electronic": "true", "dispatch": "2026-03-03", "country": "DK"},
    )

    assert answer.status_code == 200
    assert answer.json() == {
        "procedure": "open",
        "directive": "2014/24",
        "technique": "",
        "stage": "tenders",
        "minimum_days": 30,
        "earliest_deadline": "2026-04-07",
        "moved_from": "2026-04-02",
        "second_stage_days": None,
        "extra_days": 0,
        "article": "27",
        "reductions": [
            {
                "reason": "electronic",
                "days": 30,
                "decides": True,
                "sentence": "Tenders may be sent electronically: 30 days.",
            }
        ],
        "refusals": [],
        "note": "",
        "sentence": (
            "Tenders: at least 30 days after the notice is sent (article 27 of Directive "
            "2014/24/EU on public procurement). Earliest deadline: 7 April 2026, the next working "
            "day in Denmark after 2 April 2026 (Regulation 1182/71, article 3(4)). This figure "
            "comes from a secondary source. Check it before you rely on it."
        ),
        "status": "secondary",
        "source": "legislation.gov.uk (SSI 2015/446, which transposes the article)",
        "is_recorded": True,
        "is_below": False,
    }


@pytest.mark.parametrize(
    ("query", "article"),
    [
        ({}, ""),
        ({"contract": "services"}, ""),
        ({"contract": "light-regime"}, "74–82"),
        ({"contract": "concession"}, "39"),
    ],
)
def test_a_procedure_of_the_buyers_own_has_a_limit_for_some_contracts_only(facts, query, article):
    body = asked(LIMITS, {"procedure": "oth-single"} | query).json()

    assert (body["article"], body["is_recorded"]) == (article, bool(article))


@pytest.mark.parametrize(
    ("query", "directive"),
    [
        ({}, "2014/24"),
        ({"buyer_type": "utility"}, "2014/25"),
        ({"buyer_type": "defence"}, "2009/81"),
        ({"buyer_type": "utility", "directive": "2014/25"}, "2014/25"),
        ({"directive": "2009/81"}, "2009/81"),
    ],
)
def test_the_buyer_decides_the_directive_unless_it_is_named(facts, query, directive):
    body = asked(LIMITS, {"procedure": "restricted"} | query).json()

    assert (body["directive"], body["stage"]) == (directive, "requests")


def test_every_kind_of_buyer_may_name_the_directive_on_concessions(facts):
    for buyer in ("central", "sub-central", "utility", "defence"):
        query = {"procedure": "open", "buyer_type": buyer, "directive": "2014/23"}
        assert asked(LIMITS, query).json()["directive"] == "2014/23"


def test_every_circumstance_can_be_asked(facts):
    body = asked(
        LIMITS,
        {
            "procedure": "restricted",
            "technique": "dps",
            "buyer_type": "sub-central",
            "dispatch": "2026-03-02",
            "country": "SE",
            "electronic": "false",
            "documents_electronic": "false",
            "prior_information": "true",
            "prior_information_on": "2026-03-01",
            "urgent": "true",
            "above_threshold": "true",
        },
        language="sv",
    ).json()

    assert (body["minimum_days"], body["second_stage_days"], body["extra_days"]) == (30, 15, 5)
    assert [(x["reason"], x["why"]) for x in body["refusals"]] == [
        ("prior_information", "too-late"),
        ("urgent", "unknown-here"),
    ]


def test_below_the_threshold_no_directive_fixes_a_time(facts):
    query = {"procedure": "open", "above_threshold": "false", "country": "DK"}

    body = asked(LIMITS, query | {"dispatch": "2026-03-02"}).json()

    assert (body["is_below"], body["minimum_days"], body["earliest_deadline"]) == (True, None, None)
    assert body["sentence"] == (
        "Below the EU threshold no directive fixes a time limit; rules of Denmark may. Above it, "
        "the minimum would be 30 days. Indicative."
    )


@pytest.mark.parametrize(
    ("query", "field", "sentence"),
    [
        ({}, "procedure", "This field is required."),
        (
            {"procedure": "lottery"},
            "procedure",
            "Choose one of: open, restricted, neg-w-call, comp-dial, innovation, neg-wo-call, "
            "oth-single, oth-mult, comp-tend, exp-int-rail.",
        ),
        (
            {"procedure": "open", "directive": "1999/99"},
            "directive",
            "Choose one of: 2014/24, 2014/25, 2014/23, 2009/81.",
        ),
        (
            {"procedure": "open", "country": "dk"},
            "country",
            "Choose one of: DK, DE, EE, FI, LT, LV, NO, SE, AT.",
        ),
        ({"procedure": "open", "dispatch": "soon"}, "dispatch", DAY_SENTENCE),
        ({"procedure": "open", "dispatch": "9999-12-31"}, "dispatch", YEAR_SENTENCE),
        ({"procedure": "open", "dispatch": "0001-01-01"}, "dispatch", YEAR_SENTENCE),
        (
            {"procedure": "open", "prior_information_on": "0001-01-01"},
            "prior_information_on",
            YEAR_SENTENCE,
        ),
        (
            {"procedure": "open", "directive": "2014/25", "buyer_type": "central"},
            "directive",
            "This purchase can only fall under: 2014/24, 2014/23.",
        ),
        (
            {"procedure": "open", "directive": "2014/24", "buyer_type": "utility"},
            "directive",
            "This purchase can only fall under: 2014/25, 2014/23.",
        ),
        (
            {"procedure": "open", "directive": "2014/24", "contract": "concession"},
            "directive",
            "This purchase can only fall under: 2014/23.",
        ),
        ({"procedure": "open", "technique": "auction"}, "technique", "Choose one of: dps."),
        ({"procedure": "open", "urgent": "perhaps"}, "urgent", "Must be a valid boolean."),
    ],
)
def test_a_wrong_circumstance_is_refused_with_a_sentence_for_its_field(
    facts, query, field, sentence
):
    answer = asked(LIMITS, query)

    assert answer.status_code == 400
    assert answer.json()["errors"] == [{"field": field, "detail": sentence}]


@pytest.mark.parametrize("dispatch", ["2016-01-01", "2099-12-31", "2099-12-01"])
def test_the_first_and_the_last_day_that_may_be_asked_have_an_answer(facts, dispatch):
    body = asked(LIMITS, {"procedure": "open", "dispatch": dispatch, "country": "LT"}).json()

    assert dispatch < body["earliest_deadline"] < "2100-03-01"
