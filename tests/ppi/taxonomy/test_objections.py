"""A procedure that cannot be used is met with the reason, and one that can with silence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ppi.taxonomy.answers import Answer, Question
from ppi.taxonomy.objections import objection

ORDINARY = {
    "country": "DK", "buyer_type": "sub-central", "contract": "services", "currency": "EUR",
    "on": date(2026, 2, 1), "novelty": "unknown", "value": Decimal(300_000),
}  # fmt: skip
QUOTATION = (
    "A request for quotations is only for purchases below the EU threshold; above it, choose "
    "another procedure. The rules suggest: Open procedure."
)


def said(procedure: str, kind: str = "call", **facts) -> str:
    return objection(Answer(Question(**ORDINARY | facts)), procedure, kind)


def test_a_request_for_quotations_is_for_purchases_below_the_threshold(facts) -> None:
    assert said("oth-single") == QUOTATION
    assert said("oth-single", value=Decimal(216_000)) == QUOTATION
    assert said("oth-single", value=Decimal("215999.99")) == ""


@pytest.mark.parametrize(
    ("procedure", "kind", "change", "sentence"),
    [
        (
            "oth-mult", "call", {},
            "Directive 2014/24/EU on public procurement does not offer this procedure for this "
            "kind of contract. The rules suggest: Open procedure.",
        ),
        (
            "open", "call", {"buyer_type": "defence", "value": Decimal(500_000)},
            "Directive 2009/81/EC on defence and security does not offer this procedure for this "
            "kind of contract. The rules suggest: Restricted procedure.",
        ),
        (
            "neg-w-call", "call", {"novelty": "off-the-shelf"},
            "What can be bought as it is gives no ground for negotiation. Article 26(4) of "
            "Directive 2014/24/EU lists when it may be used; a purchase that needs no adaptation "
            "is not among them. The rules suggest: Open procedure.",
        ),
        (
            "comp-dial", "call", {"novelty": "off-the-shelf"},
            "What can be bought as it is leaves no solution to be found in a dialogue. Article "
            "26(4) of Directive 2014/24/EU lists when it may be used; a purchase that needs no "
            "adaptation is not among them. The rules suggest: Open procedure.",
        ),
    ],
)  # fmt: skip
def test_what_the_rules_rule_out_is_told_with_the_reason(
    facts, procedure, kind, change, sentence
) -> None:
    assert said(procedure, kind, **change) == sentence


@pytest.mark.parametrize(
    ("procedure", "kind", "change"),
    [
        ("open", "call", {}),
        ("restricted", "call", {"novelty": "new-combination"}),
        ("comp-dial", "call", {}),
        ("innovation", "innovation-partnership", {"novelty": "does-not-exist"}),
        # The buyer shapes it.
        ("oth-single", "call", {"contract": "light-regime", "value": Decimal(800_000)}),
        ("oth-single", "call", {"contract": "design-contest"}),
        ("oth-mult", "call", {"contract": "concession", "value": Decimal(6_000_000)}),
        # Pre-commercial procurement lies outside the directive, whatever its value.
        ("oth-mult", "pcp", {}),
        ("oth-mult", "pcp", {"novelty": "does-not-exist", "has_research": True}),
        # Of these the catalogue says nothing.
        ("neg-wo-call", "call", {}),
        ("comp-tend", "call", {}),
        # Below, unknown, in another currency: nothing is known against it.
        ("oth-mult", "call", {"value": Decimal(1)}),
        ("oth-single", "call", {"value": None}),
        ("oth-single", "call", {"currency": "GBP"}),
    ],
)
def test_what_can_be_used_and_what_cannot_be_judged_pass_in_silence(
    facts, procedure, kind, change
) -> None:
    assert said(procedure, kind, **change) == ""


def test_below_the_threshold_no_day_for_answers_and_no_standstill_follow(facts) -> None:
    answer = Answer(Question(**ORDINARY | {"value": Decimal(20_000)}))

    assert answer.is_below
    assert (answer.limits, answer.cut_off, answer.standstill) == ([], None, None)
