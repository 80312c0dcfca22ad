"""The two public operations: what is misspelt, asked twice, or written as nobody would."""

from __future__ import annotations

import pytest
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ppi.taxonomy.test_rules_api import LIMITS, PURCHASE, VERDICT, asked


def test_nothing_is_nothing_with_either_sign(facts):
    plain_nothing, negative = (asked(VERDICT, PURCHASE | {"value": v}) for v in ("0", "-0"))

    assert negative.json() == plain_nothing.json()
    assert negative.json()["value"] == "0.00"


def test_zeros_before_an_amount_do_not_make_it_large(facts):
    assert asked(VERDICT, PURCHASE | {"value": "0" * 60 + "7"}).json()["value"] == "7.00"


@pytest.mark.parametrize("address", [VERDICT, LIMITS])
def test_what_is_asked_twice_is_refused_and_nothing_is_chosen(facts, address):
    known = PURCHASE if address == VERDICT else {"procedure": "open"}
    twice = {"buyer_type": ["central", "utility"]}

    answer = asked(address, known | twice)

    assert (answer.status_code, answer.json()["errors"]) == (
        400,
        [{"field": "buyer_type", "detail": "Give this parameter only once."}],
    )


@pytest.mark.parametrize(
    ("address", "query", "known"),
    [
        (VERDICT, PURCHASE, "buyer_type, contract, currency, date, lots, value"),
        (
            LIMITS,
            {"procedure": "open"},
            "above_threshold, buyer_type, contract, country, directive, dispatch, "
            "documents_electronic, electronic, prior_information, prior_information_on, "
            "procedure, technique, urgent",
        ),
    ],
)
def test_a_misspelt_parameter_is_refused_with_those_that_there_are(facts, address, query, known):
    answer = asked(address, query | {"electronical": "false", "format": "json"})

    sentence = f"There is no such parameter. There are: {known}."
    assert (answer.status_code, answer.json()["errors"]) == (
        400,
        [{"field": "electronical", "detail": sentence}],
    )


ANYTHING = st.text(max_size=40)
NAMES = st.sampled_from(
    ["date", "buyer_type", "contract", "value", "currency", "lots", "procedure", "directive",
     "dispatch", "country", "electronic", "urgent", "prior_information_on", "technique"]
)  # fmt: skip
LIKELY = st.sampled_from(
    ["2026-02-01", "9999-12-31", "0001-01-01", "sub-central", "utility", "defence", "services",
     "works", "1", "99999999999999.99", "1,2", "EUR", "THB", "open", "oth-mult", "2014/23", "DK",
     "true", "dps", "\x00", "-0", "0", "TRL"]
)  # fmt: skip


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(query=st.dictionaries(NAMES, ANYTHING | LIKELY), address=st.sampled_from([VERDICT, LIMITS]))
def test_whatever_is_asked_is_answered_or_refused(facts, query, address):
    answer = asked(address, (PURCHASE if address == VERDICT else {"procedure": "open"}) | query)

    assert answer.status_code in (200, 400)
    assert answer.json().get("sentence") or answer.json()["errors"]


def test_both_operations_stand_in_the_schema_with_their_parameters():
    schema = SchemaGenerator().get_schema(request=None, public=True)

    verdict = schema["paths"][VERDICT]["get"]
    limits = schema["paths"][LIMITS]["get"]
    assert {p["name"]: p.get("required", False) for p in verdict["parameters"]} == {
        "date": True,
        "buyer_type": True,
        "contract": True,
        "value": False,
        "currency": False,
        "lots": False,
    }
    assert [p["name"] for p in limits["parameters"] if p.get("required")] == ["procedure"]
    assert {"200", "400", "429"} <= set(verdict["responses"]) & set(limits["responses"])
