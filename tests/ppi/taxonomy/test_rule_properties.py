"""What must hold of the rules engine whatever is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ppi.taxonomy import lots, services, thresholds, time_limits
from ppi.taxonomy.calendars import is_working_day
from ppi.taxonomy.choices import BuyerType, ContractKind
from ppi.taxonomy.conversion import convert
from ppi.taxonomy.countries import COUNTRIES
from ppi.taxonomy.models import LegalPeriod, SmallLotLimit, Threshold, TimeLimit

ROWS = [Threshold(**row) for row in services.threshold_rows()]
LIMITS = [SmallLotLimit(**row) for row in services.small_lot_rows()]
PERIODS = [LegalPeriod(**row) for row in services.legal_period_rows()]
TIME_LIMITS = [TimeLimit(**row) for row in services.time_limit_rows()]

DAYS = st.dates(date(2022, 1, 1), date(2032, 12, 31))
AMOUNTS = st.decimals(0, 10**10, places=2, allow_nan=False, allow_infinity=False)
CURRENCIES = st.sampled_from(["EUR", "DKK", "SEK", "NOK"])
PURCHASES = st.fixed_dictionaries(
    {
        "on": DAYS,
        "buyer_type": st.sampled_from(BuyerType.values),
        "contract": st.sampled_from(ContractKind.values),
        "currency": CURRENCIES,
    }
)
ORDER = {"below": 0, "above": 1}


def outcome(purchase: dict, value: Decimal) -> str:
    return thresholds.verdict(value=value, rows=ROWS, **purchase).verdict


@given(purchase=PURCHASES, lower=AMOUNTS, higher=AMOUNTS)
def test_a_higher_value_never_falls_below(purchase, lower, higher):
    lower, higher = sorted([lower, higher])
    verdicts = [outcome(purchase, lower), outcome(purchase, higher)]

    assert verdicts == ["unknown"] * 2 or ORDER[verdicts[0]] <= ORDER[verdicts[1]]


@given(row=st.sampled_from(ROWS), offset=st.integers(0, 2000))
def test_exactly_the_threshold_is_above_and_a_cent_less_is_below(row, offset):
    last = row.valid_to or date(2032, 12, 31)
    on = min(row.valid_from + timedelta(days=offset), last)
    buyer = row.buyer_type if row.buyer_type != "any" else "sub-central"
    purchase = {
        "on": on, "buyer_type": buyer, "contract": row.contract, "currency": row.currency
    }  # fmt: skip

    assert outcome(purchase, row.amount) == "above"
    assert outcome(purchase, row.amount - Decimal("0.01")) == "below"


@given(
    on=st.dates(),
    buyer_type=st.sampled_from(BuyerType.values),
    contract=st.sampled_from(ContractKind.values),
    currency=st.text(max_size=5) | st.sampled_from(["EUR", "DKK", "PLN", "GBP", "TRL"]),
    value=st.none() | st.decimals() | st.integers(),
)
@example(date(2026, 2, 1), "central", "works", "EUR", Decimal("9e999999"))
@example(date(2026, 2, 1), "central", "works", "PLN", Decimal("1e-999999"))
@example(date(2026, 2, 1), "central", "works", "EUR", Decimal("sNaN"))
@settings(deadline=None)
def test_a_verdict_never_raises_and_always_says_something(
    on, buyer_type, contract, currency, value
):
    verdict = thresholds.verdict(
        on=on, buyer_type=buyer_type, contract=contract, value=value, currency=currency, rows=ROWS
    )

    assert verdict.verdict in ("above", "below", "unknown")
    assert (verdict.verdict == "unknown") == bool(verdict.why_unknown)
    assert verdict.sentence


LOTS = st.lists(st.decimals(0, 10**7, places=2) | st.decimals(0, 10**5, places=2), max_size=12)


def judged(purchase: dict, values: list[Decimal]) -> lots.LotsVerdict:
    numbered = [lots.LotValue(str(number), value) for number, value in enumerate(values, start=1)]
    return lots.judge(lots=numbered, rows=ROWS, limits=LIMITS, **purchase)


@given(purchase=PURCHASES, values=LOTS, added=st.none() | AMOUNTS)
def test_one_lot_more_never_turns_above_into_below(purchase, values, added):
    before = judged(purchase, values).verdict.verdict
    after = judged(purchase, [*values, added]).verdict.verdict

    assert before != "above" or after == "above"


@given(purchase=PURCHASES, values=LOTS)
@example({"on": date(2026, 2, 1), "buyer_type": "central", "contract": "supplies",
          "currency": "EUR"}, [Decimal(240000), Decimal(60000)])  # fmt: skip
def test_what_is_left_out_is_small_and_at_most_a_fifth(purchase, values):
    found = judged(purchase, values)
    if found.small_lots is None:
        assert found.verdict.verdict != "above"
        return
    small, total = found.small_lots, sum(values)
    exempt = [values[int(number) - 1] for number in small.exempt]

    assert set(small.exempt) <= set(small.eligible)
    assert sum(exempt) == small.exempt_value <= total / 5
    assert small.share <= 20
    assert small.limit is None or all(value < small.limit.amount for value in exempt)
    # As many as the share allows: the next smallest would not fit.
    left = [values[int(n) - 1] for n in small.eligible if n not in small.exempt]
    assert not left or sum(exempt) + min(left) > total / 5


CIRCUMSTANCES = st.builds(
    time_limits.Circumstances,
    electronic=st.booleans(),
    prior_information=st.booleans(),
    urgent=st.booleans(),
    documents_electronic=st.booleans(),
    dispatch=DAYS,
    prior_information_on=st.none() | DAYS,
    country=st.sampled_from(["", *COUNTRIES]),
    buyer_type=st.sampled_from(["", *BuyerType.values]),
)


def periods_of(row: TimeLimit) -> dict[str, LegalPeriod]:
    return {period.what: period for period in PERIODS if period.directive == row.directive}


@given(row=st.sampled_from(TIME_LIMITS), circumstances=CIRCUMSTANCES)
@settings(deadline=None)
def test_the_earliest_deadline_is_a_working_day_not_long_after_the_minimum(row, circumstances):
    answer = time_limits.answered(row, circumstances, periods_of(row))
    if answer.days is None:
        assert answer.earliest is None
        return
    end = circumstances.dispatch + timedelta(days=answer.days)

    assert end <= answer.earliest <= end + timedelta(days=9)
    assert is_working_day(answer.earliest, circumstances.country)
    assert answer.moved_from == (end if answer.earliest > end else None)
    assert answer.sentence


@given(
    row=st.sampled_from(TIME_LIMITS),
    circumstances=CIRCUMSTANCES,
    claim=st.sampled_from(["electronic", "prior_information", "urgent", "documents_electronic"]),
)
@settings(deadline=None)
def test_a_reduction_never_lengthens(row, circumstances, claim):

    def days(*, is_claimed: bool) -> list[int]:
        asked = replace(circumstances, **{claim: is_claimed})
        answer = time_limits.answered(row, asked, periods_of(row))
        return [answer.days or 0, answer.second_stage_days or 0]

    shorter, longer = days(is_claimed=True), days(is_claimed=False)
    assert all(less <= more for less, more in zip(shorter, longer, strict=True))


@given(
    amount=AMOUNTS,
    currency=st.sampled_from(["DKK", "SEK", "NOK", "PLN", "GBP", "USD", "JPY"]),
    on=st.dates(date(2000, 1, 1), date(2026, 11, 22)),
)
@settings(deadline=None)
def test_there_and_back_again_is_the_amount_but_for_rounding(amount, currency, on):
    there = convert(amount, "EUR", currency, on=on)
    back = convert(there.amount, currency, "EUR", on=on)

    cent = Decimal("0.01")
    assert there.rate_on == back.rate_on <= on
    assert abs(back.amount - amount) <= cent + cent * back.rate


@given(
    amount=st.decimals(),
    currency=st.text(max_size=4) | CURRENCIES,
    into=st.text(max_size=4) | CURRENCIES,
    on=st.dates(),
)
@settings(deadline=None)
def test_a_conversion_never_raises(amount, currency, into, on):
    found = convert(amount, currency, into, on=on)

    assert found is None or found.sentence
