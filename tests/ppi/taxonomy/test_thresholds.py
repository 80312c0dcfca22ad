"""What a verdict says; the amounts themselves stand in the worked examples."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from ppi.kernel.dates import day
from ppi.taxonomy import services, thresholds
from ppi.taxonomy.choices import BuyerType, ContractKind
from ppi.taxonomy.models import Threshold

ROWS = [Threshold(**row) for row in services.threshold_rows()]


def asked(on, buyer_type, contract, value, currency="EUR", rows=ROWS):
    return thresholds.verdict(
        on=date.fromisoformat(on),
        buyer_type=buyer_type,
        contract=contract,
        value=None if value is None else Decimal(value),
        currency=currency,
        rows=rows,
    )


@pytest.mark.parametrize(
    ("on", "buyer_type", "contract", "value", "currency", "sentence"),
    [
        (
            "2019-05-03", "central", "works", "1", "EUR",
            "No EU threshold in EUR is recorded for {day}.",
        ),
        (
            "2021-12-31", "central", "works", "1", "EUR",
            "No EU threshold in EUR is recorded for {day}.",
        ),
        (
            "2028-01-01", "central", "works", "1", "EUR",
            "No EU threshold in EUR is recorded for {day}.",
        ),
        (
            "2022-03-22", "central", "works", "1", "NOK",
            "No EU threshold in NOK is recorded for {day}.",
        ),
        (
            "2026-02-01", "central", "works", "1", "GBP",
            "No EU threshold in GBP is recorded. Give the value in EUR, DKK, SEK, NOK or PLN.",
        ),
        (
            "2024-06-01", "central", "light-regime", "1", "NOK",
            "No EU threshold in NOK is recorded for {day}.",
        ),
        (
            "2026-02-01", "defence", "light-regime", "1", "EUR",
            "Directive 2009/81/EC on defence and security sets no threshold of its own for: "
            "Social and other specific services.",
        ),
        (
            "2026-02-01", "defence", "design-contest", "1", "EUR",
            "Directive 2009/81/EC on defence and security sets no threshold of its own for: "
            "Design contest.",
        ),
    ],
)  # fmt: skip
def test_without_a_row_the_verdict_is_unknown_and_says_why(
    on, buyer_type, contract, value, currency, sentence
):
    verdict = asked(on, buyer_type, contract, value, currency)

    assert (verdict.verdict, verdict.threshold) == ("unknown", None)
    assert verdict.judgement == sentence.format(day=day(date.fromisoformat(on)))


@pytest.mark.parametrize(
    ("value", "judgement"),
    [
        (None, "No value is given. The EU threshold is 216,000 €."),
        ("-1", "A value cannot be negative. The EU threshold is 216,000 €."),
        ("NaN", "No value is given. The EU threshold is 216,000 €."),
        ("Infinity", "No value is given. The EU threshold is 216,000 €."),
        ("1e999999", "This value is too large. The EU threshold is 216,000 €."),
    ],
)
def test_without_a_usable_value_the_threshold_is_named_all_the_same(value, judgement):
    verdict = asked("2026-02-01", "sub-central", "services", value)

    assert (verdict.verdict, verdict.threshold) == ("unknown", 216000)
    assert verdict.judgement.replace("\xa0", " ") == judgement


def test_the_sentence_names_value_threshold_regulation_article_and_period():
    verdict = asked("2026-02-01", "sub-central", "services", "216000")

    assert verdict.sentence.replace("\xa0", " ") == (
        "216,000 € reaches the EU threshold of 216,000 €. Regulation (EU) 2025/2152, "
        "article 4(c) of Directive 2014/24/EU on public procurement, "
        f"from {day(date(2026, 1, 1))} to {day(date(2027, 12, 31))}."
    )


def test_a_period_without_end_has_none_in_its_sentence():
    verdict = asked("2026-05-01", "central", "supplies", "1", "NOK")

    assert verdict.citation == (
        "Anskaffelsesforskriften (FOR-2016-08-12-974), article 4(b) of Directive 2014/24/EU on "
        f"public procurement, from {day(date(2026, 4, 21))}."
    )


@pytest.mark.parametrize(
    ("on", "contract", "currency", "status", "caution"),
    [
        ("2026-02-01", "works", "EUR", "confirmed", ""),
        (
            "2026-02-01", "works", "SEK", "derived",
            "This figure is calculated, not seen published. Check it before you rely on it.",
        ),
        (
            "2026-02-01", "light-regime", "DKK", "derived",
            "This figure is calculated, not seen published. Check it before you rely on it.",
        ),
        (
            "2026-05-01", "works", "NOK", "secondary",
            "This figure comes from a secondary source. Check it before you rely on it.",
        ),
    ],
)  # fmt: skip
def test_a_figure_that_was_not_seen_in_an_official_source_says_so(
    on, contract, currency, status, caution
):
    verdict = asked(on, "central", contract, "1", currency)

    assert (verdict.status, verdict.caution) == (status, caution)
    assert verdict.sentence.endswith(caution)


def test_the_sentence_is_written_in_the_language_of_the_moment_it_is_read():
    verdict = asked("2026-02-01", "sub-central", "services", "215999")

    with translation.override("da"):
        danish = verdict.sentence

    assert "216.000" in danish
    assert "1. januar 2026" in danish


def test_the_act_is_called_in_the_readers_language_and_a_national_one_by_its_own_name():
    european = asked("2026-02-01", "sub-central", "services", "1")
    norwegian = asked("2026-05-01", "sub-central", "services", "1", "NOK")

    assert (european.regulation, european.act) == ("2025/2152", "Regulation (EU) 2025/2152")
    assert norwegian.act == norwegian.regulation == "Anskaffelsesforskriften (FOR-2016-08-12-974)"
    assert asked("2019-01-01", "sub-central", "services", "1").act == ""


@pytest.mark.parametrize(
    ("currency", "value", "outcome", "sentence"),
    [
        (
            "GBP", "168000", "below",
            "≈ 193,950.59 €, converted at the ECB rate of 30 January 2026. That would lie below "
            "the EU threshold of 216,000 €. Indicative.",
        ),
        (
            "GBP", "210000", "above",
            "≈ 242,438.24 €, converted at the ECB rate of 30 January 2026. That would reach the "
            "EU threshold of 216,000 €. Indicative.",
        ),
        *[
            (
                "GBP", value, "unknown",
                f"≈ {converted} €, converted at the ECB rate of 30 January 2026. That is too close "
                "to the EU threshold of 216,000 € to tell: ask for the official amount in this "
                "currency. Indicative.",
            )
            for value, converted in (("169000", "195,105.06"), ("200000", "230,893.56"))
        ],
    ],
)  # fmt: skip
def test_a_conversion_suggests_a_verdict_where_no_amount_is_published(
    currency, value, outcome, sentence
):
    verdict = asked("2026-02-01", "sub-central", "services", value, currency)

    assert (verdict.verdict, verdict.indicative.verdict) == ("unknown", outcome)
    assert verdict.indicative.sentence.replace("\xa0", " ") == sentence
    assert verdict.sentence == f"{verdict.judgement} {verdict.indicative.sentence}"


@pytest.mark.parametrize(
    ("on", "contract", "value", "currency"),
    [
        ("2026-02-01", "services", None, "GBP"),
        ("2026-02-01", "services", "-1", "GBP"),
        ("2026-02-01", "services", "NaN", "GBP"),
        ("2026-02-01", "services", "1", "RUB"),
        ("2019-02-01", "services", "1", "GBP"),
        ("2019-02-01", "services", "1", "EUR"),
        ("2026-02-01", "services", "1", "DKK"),
    ],
)
def test_nothing_is_suggested_without_rate_value_or_need(on, contract, value, currency):
    assert asked(on, "sub-central", contract, value, currency).indicative is None


def test_a_value_in_polish_money_is_compared_with_the_amount_published_for_it():
    """915,000 PLN are more than 216,000 € at the rate of that day, and below all the same."""
    verdict = asked("2026-02-01", "sub-central", "services", "915000", "PLN")

    assert (verdict.verdict, verdict.threshold, verdict.indicative) == ("below", 930960, None)
    assert verdict.sentence.replace("\xa0", " ") == (
        "915,000 PLN lies below the EU threshold of 930,960 PLN. Regulation (EU) 2025/2152, "
        "article 4(c) of Directive 2014/24/EU on public procurement, from 1 January 2026 to 31 "
        "December 2027."
    )


def test_a_sentence_that_has_no_translation_is_english_with_all_that_stands_in_it():
    verdict = asked("2026-02-01", "sub-central", "services", "215999")

    with translation.override("fr"):  # in no language of ours
        french = verdict.sentence

    assert french == verdict.sentence
    assert "215,999" in french
    assert "1 January 2026" in french


def test_a_norwegian_value_without_a_norwegian_threshold_is_compared_in_euro():
    verdict = asked("2024-06-01", "central", "light-regime", "10000000", "NOK")

    assert (verdict.verdict, verdict.why_unknown) == ("unknown", "no-date")
    assert (verdict.indicative.verdict, verdict.indicative.threshold) == ("above", 750000)


@pytest.mark.parametrize(
    ("buyer_type", "contract"), [("municipality", "works"), ("central", "goods")]
)
def test_a_buyer_type_or_contract_that_does_not_exist_is_an_error_of_the_caller(
    buyer_type, contract
):
    with pytest.raises(ValueError, match="is not a valid"):
        asked("2026-02-01", buyer_type, contract, "1")


def test_every_buyer_and_contract_has_one_euro_threshold_on_any_day_but_two_of_defence():
    missing = {
        (buyer_type, contract)
        for buyer_type in BuyerType.values
        for contract in ContractKind.values
        for on in ("2022-01-01", "2024-12-31", "2026-11-22")
        if asked(on, buyer_type, contract, "1").verdict == "unknown"
    }

    assert missing == {("defence", "light-regime"), ("defence", "design-contest")}


def test_no_two_periods_of_the_facts_overlap():
    overlapping = [
        (one, other)
        for one in ROWS
        for other in ROWS
        if one is not other
        and (one.directive, one.buyer_type, one.contract, one.currency)
        == (other.directive, other.buyer_type, other.contract, other.currency)
        and one.is_valid_on(other.valid_from)
    ]

    assert overlapping == []


def test_a_row_for_this_very_buyer_goes_before_one_for_any():
    own = Threshold(
        directive="2014/24", buyer_type="central", contract="works", currency="EUR",
        amount=Decimal(7), valid_from=date(2026, 1, 1), regulation="R", article="4(a)",
        status="confirmed", source="s",
    )  # fmt: skip

    assert asked("2026-02-01", "central", "works", "8", rows=[*ROWS, own]).threshold == 7
    assert asked("2026-02-01", "sub-central", "works", "8", rows=[*ROWS, own]).threshold == 5404000


def test_the_rows_in_the_database_give_the_same_verdict_with_one_query(
    facts, django_assert_num_queries
):
    with django_assert_num_queries(1):
        from_database = asked("2026-02-01", "utility", "services", "432000", rows=None)

    assert from_database == asked("2026-02-01", "utility", "services", "432000")


def test_rows_fetched_once_serve_a_whole_page_without_a_query(facts, django_assert_num_queries):
    rows = list(Threshold.objects.all())

    with django_assert_num_queries(0):
        verdicts = [
            asked("2026-02-01", buyer, "supplies", "300000", rows=rows).verdict
            for buyer in BuyerType.values
        ]

    assert verdicts == ["above", "above", "below", "below"]


def national(country, contract, value, currency, on="2026-11-22", **options):
    return thresholds.national(
        country=country,
        contract=contract,
        value=None if value is None else Decimal(value),
        currency=currency,
        on=date.fromisoformat(on),
        **options,
    )


def test_national_limits_are_told_as_indicative_with_their_comparison(facts):
    sentences = [
        indication.sentence.replace("\xa0", " ")
        for indication in national("EE", "services", "45000", "EUR", buyer_type="sub-central")
    ]

    assert sentences == [
        "Estonia: From 30,000 € on, a simple national procedure applies. "
        "This value reaches it. Indicative.",
        "Estonia: From 60,000 € on, the full national procedure applies. "
        "This value lies below it. Indicative.",
    ]


def test_a_value_in_another_currency_is_not_compared_with_a_national_limit(facts):
    (indication,) = national("DK", "supplies", "70000", "EUR")

    assert indication.reached is None
    assert indication.sentence.replace("\xa0", " ") == (
        "Denmark: From DKK 500,000 on, the buyer must check the market or advertise. Indicative. "
        "This figure comes from a secondary source. Check it before you rely on it."
    ).replace("DKK 500,000", "500,000 DKK")


def test_a_limit_for_the_very_buyer_replaces_the_one_for_any(facts):
    def amounts(buyer_type):
        rows = national("SE", "works", "1000000", "SEK", buyer_type=buyer_type)
        return [(row.row.amount, row.reached) for row in rows]

    assert amounts("sub-central") == [(700000, True)]
    assert amounts("utility") == [(1200000, False)]
    assert amounts(None) == [(700000, True), (1200000, False), (1200000, False)]


def test_a_national_limit_holds_from_its_day(facts):
    def limit(on):
        return [(x.row.what, x.row.amount) for x in national("NO", "works", None, "NOK", on=on)]

    assert limit("2026-06-30") == [("act", 100000), ("notice", 1300000)]
    assert limit("2026-07-01") == [("act", 500000), ("notice", 1300000)]


def test_a_limit_says_for_which_buyers_it_holds(facts):
    (limit,) = national("SE", "works", None, "SEK", buyer_type="utility")

    assert (limit.scope, limit.reached, limit.comparison) == ("Utility", None, "")


def test_a_limit_says_for_which_services_it_holds(facts):
    scopes = [x.scope for x in national("FI", "light-regime", None, "EUR")]

    assert scopes == ["Other specific services", "Health and social services"]


def test_each_of_the_nine_countries_has_national_limits_and_they_take_one_query(
    facts, django_assert_num_queries
):
    from ppi.taxonomy.countries import COUNTRIES

    with django_assert_num_queries(len(COUNTRIES)):
        found = {country: len(national(country, "services", "1", "EUR")) for country in COUNTRIES}

    assert all(found.values()), found
