"""The catalogue of procedures, and the table that chooses among them."""

from __future__ import annotations

from itertools import product

import pytest
from django.utils.functional import Promise

from ppi.taxonomy.choices import BuyerType, ContractKind, Directive
from ppi.taxonomy.procedures import PROCEDURES, Fit, Novelty, limits, suggest
from ppi.taxonomy.procedures.cautions import CAUTIONS
from ppi.taxonomy.procedures.conditions import Purchase
from ppi.taxonomy.procedures.rules import RULES
from ppi.taxonomy.thresholds import directive_for
from tenders.choices import Kind

VERDICTS = ("above", "below", "unknown")
PURCHASES = [
    {
        "value_verdict": verdict,
        "novelty": novelty,
        "buyer_type": buyer,
        "contract": contract,
        "country": country,
        "has_research": research,
    }
    for verdict, novelty, buyer, contract, country, research in product(
        VERDICTS, Novelty, BuyerType, ContractKind, ("DK", "NO"), (False, True)
    )
]


def asked(**changes) -> dict:
    """A municipality's purchase of services above the threshold, but for what is said."""
    return {
        "value_verdict": "above",
        "novelty": "off-the-shelf",
        "buyer_type": "sub-central",
        "contract": "services",
        "country": "DK",
        "has_research": False,
    } | changes


def advice(**changes) -> tuple[str, str]:
    """Procedure and kind of opportunity that come first."""
    first = suggest(**asked(**changes))[0]
    return first.procedure, first.kind


# --- The chooser -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "procedure", "kind"),
    [
        # Articles 26(2) and 27 of 2014/24: always allowed, and the simplest.
        ({}, "open", "call"),
        # Article 26(4)(a)(i): no solution without adaptation.
        ({"novelty": "adapted"}, "competitive-with-negotiation", "call"),
        # Article 26(4)(a)(ii): innovative solutions.
        ({"novelty": "new-combination"}, "competitive-with-negotiation", "call"),
        # Article 31: not on the market, developed and bought in one.
        ({"novelty": "does-not-exist"}, "innovation-partnership", "innovation-partnership"),
        # Article 14: research and development services.
        ({"novelty": "does-not-exist", "has_research": True}, "pre-commercial-procurement", "pcp"),
        # Article 40: ask the market before choosing.
        ({"novelty": "unknown"}, "open", "consultation"),
        # A value not known is treated as one above.
        ({"value_verdict": "unknown"}, "open", "call"),
        # Article 44(2) of 2014/25.
        ({"buyer_type": "utility"}, "open", "call"),
        # Article 25 of 2009/81 knows no open procedure, and no innovation partnership.
        ({"buyer_type": "defence"}, "restricted", "call"),
        ({"buyer_type": "defence", "novelty": "unknown"}, "restricted", "consultation"),
        (
            {"buyer_type": "defence", "novelty": "does-not-exist"},
            "competitive-with-negotiation",
            "call",
        ),
        ({"buyer_type": "defence", "contract": "design-contest"}, "restricted", "call"),
        # Articles 78 to 82 of 2014/24.
        ({"contract": "design-contest"}, "design-contest", "call"),
        ({"contract": "design-contest", "value_verdict": "below"}, "design-contest", "call"),
        # Articles 74 to 76 of 2014/24: hardly any form.
        ({"contract": "light-regime"}, "open", "call"),
        (
            {"contract": "light-regime", "novelty": "new-combination"},
            "competitive-with-negotiation",
            "call",
        ),
        # Articles 30 and 37(6) of 2014/23: the buyer shapes the procedure.
        ({"contract": "concession"}, "open", "call"),
        ({"contract": "concession", "novelty": "adapted"}, "competitive-with-negotiation", "call"),
        # Below the threshold: national rules.
        ({"value_verdict": "below"}, "quotation", "call"),
        ({"value_verdict": "below", "novelty": "unknown"}, "quotation", "consultation"),
        ({"value_verdict": "below", "novelty": "does-not-exist"}, "quotation", "challenge"),
        (
            {"value_verdict": "below", "novelty": "does-not-exist", "has_research": True},
            "pre-commercial-procurement",
            "pcp",
        ),
        (
            {
                "value_verdict": "below",
                "novelty": "does-not-exist",
                "has_research": True,
                "contract": "concession",
            },
            "quotation",
            "challenge",
        ),
    ],
)
def test_the_first_suggestion_is_the_advice(changes, procedure, kind) -> None:
    assert advice(**changes) == (procedure, kind)


def test_a_suggestion_says_why_and_by_what_right_and_what_to_mind() -> None:
    partnership, *_others = suggest(**asked(novelty="does-not-exist", country="NO"))

    assert partnership.fit == Fit.BEST
    assert partnership.reasons == (
        "It does not exist yet, and you want to develop it and buy it in one procedure.",
        "Partners work in phases, and you may stop after each.",
    )
    assert partnership.legal_reason == (
        "Articles 26(3) and 31 of Directive 2014/24/EU: for what is not yet on the market."
    )
    assert partnership.cautions == (
        "Norway follows the directives through the EEA Agreement; its own acts decide.",
        "Say in the documents who will own the results and who may use them.",
        "Price alone cannot decide: the best price-quality ratio must.",
    )


@pytest.mark.parametrize(
    ("buyer_type", "fit", "article"),
    [
        ("central", Fit.NOT_HERE, "Article 26(4) of Directive 2014/24/EU"),
        ("sub-central", Fit.NOT_HERE, "Article 26(4) of Directive 2014/24/EU"),
        ("utility", Fit.POSSIBLE, "Article 44(2) of Directive 2014/25/EU"),
        ("defence", Fit.POSSIBLE, "Article 25 of Directive 2009/81/EC"),
    ],
)
def test_only_utilities_and_defence_may_negotiate_on_what_is_on_the_shelf(
    buyer_type, fit, article
) -> None:
    found = {row.procedure: row for row in suggest(**asked(buyer_type=buyer_type))}
    negotiation = found["competitive-with-negotiation"]

    assert negotiation.fit == fit
    assert negotiation.legal_reason.startswith(article)


@pytest.mark.parametrize(
    ("buyer_type", "novelty", "fit", "article"),
    [
        ("sub-central", "adapted", Fit.POSSIBLE, "Article 26(4)(a)(i) of Directive 2014/24/EU"),
        ("utility", "adapted", Fit.POSSIBLE, "Article 44(3) of Directive 2014/25/EU"),
        ("defence", "adapted", Fit.POSSIBLE, "Article 27 of Directive 2009/81/EC"),
        ("sub-central", "off-the-shelf", Fit.NOT_HERE, "Article 26(4) of Directive 2014/24/EU"),
        ("defence", "off-the-shelf", Fit.NOT_HERE, "Article 27 of Directive 2009/81/EC"),
    ],
)
def test_a_dialogue_needs_a_ground_except_for_utilities(buyer_type, novelty, fit, article) -> None:
    found = {row.procedure: row for row in suggest(**asked(buyer_type=buyer_type, novelty=novelty))}
    dialogue = found["competitive-dialogue"]

    assert dialogue.fit == fit
    assert dialogue.legal_reason.startswith(article)


def test_what_is_not_for_this_purchase_comes_last_and_carries_no_caution() -> None:
    found = suggest(**asked(value_verdict="unknown"))

    assert [(row.procedure, str(row.fit)) for row in found] == [
        ("open", "best"),
        ("restricted", "possible"),
        ("quotation", "possible"),
        ("competitive-with-negotiation", "not-here"),
        ("competitive-dialogue", "not-here"),
        ("innovation-partnership", "not-here"),
        ("pre-commercial-procurement", "not-here"),
    ]
    assumed = "The value could not be compared, so this assumes that it reaches the EU threshold."
    assert [assumed in row.cautions for row in found] == [True] * 3 + [False] * 4
    assert [row.is_usable for row in found] == [True] * 3 + [False] * 4


def test_every_purchase_gets_one_advice_and_each_procedure_once_with_a_legal_reason() -> None:
    for purchase in PURCHASES:
        found = suggest(**purchase)
        fits = [row.fit for row in found]
        assert fits[0] == Fit.BEST, purchase
        assert fits.count(Fit.BEST) == 1, purchase
        assert fits == sorted(fits, key=list(Fit).index), purchase
        codes = [row.procedure for row in found]
        assert len(codes) == len(set(codes)), purchase
        assert all(row.reasons and row.legal_reason for row in found), purchase
        assert {row.kind for row in found} <= set(Kind.values), purchase


def test_no_procedure_is_offered_under_a_directive_that_does_not_know_it() -> None:
    for purchase in PURCHASES:
        if purchase["value_verdict"] != "above" or purchase["contract"] not in (
            "works",
            "supplies",
            "services",
        ):
            continue
        directive = directive_for(purchase["buyer_type"], purchase["contract"])
        offered = [row for row in suggest(**purchase) if row.is_usable]
        assert all(directive in row.about.legal_basis for row in offered), purchase


def test_no_row_of_the_tables_is_out_of_reach() -> None:
    """Each rule is the first about its procedure for some purchase; each caution is heard."""
    reached, heard = set(), set()
    for purchase in PURCHASES:
        facts = {"verdict": purchase["value_verdict"], **purchase}
        del facts["value_verdict"]
        facts["directive"] = directive_for(facts["buyer_type"], facts["contract"])
        first: dict[str, int] = {}
        for number, rule in enumerate(RULES):
            if rule.speaks_of(Purchase(**facts)):
                first.setdefault(rule.procedure, number)
        reached |= set(first.values())
        heard |= {text for row in suggest(**purchase) for text in row.cautions}

    assert reached == set(range(len(RULES)))
    assert heard == {str(caution.text) for caution in CAUTIONS}


@pytest.mark.parametrize(
    "nonsense",
    [
        {"value_verdict": "huge"},
        {"novelty": "magic"},
        {"buyer_type": "king"},
        {"contract": "barter"},
    ],
)
def test_a_code_that_does_not_exist_is_refused(nonsense) -> None:
    with pytest.raises(ValueError, match=next(iter(nonsense.values()))):
        suggest(**asked(**nonsense))


# --- The catalogue -----------------------------------------------------------------------------


def test_the_catalogue_holds_the_eight_procedures_in_order() -> None:
    assert {code: str(about.name) for code, about in PROCEDURES.items()} == {
        "open": "Open procedure",
        "restricted": "Restricted procedure",
        "competitive-with-negotiation": "Competitive procedure with negotiation",
        "competitive-dialogue": "Competitive dialogue",
        "innovation-partnership": "Innovation partnership",
        "design-contest": "Design contest",
        "pre-commercial-procurement": "Pre-commercial procurement",
        "quotation": "Request for quotations",
    }


@pytest.mark.parametrize("about", PROCEDURES.values(), ids=PROCEDURES)
def test_every_procedure_says_all_of_it_in_sentences_that_can_be_translated(about) -> None:
    lists = [about.when, about.when_not, about.conditions, about.advice]
    texts = [line for lines in lists for line in lines] + [step.text for step in about.steps]

    assert all(len(lines) >= 1 for lines in lists)
    assert len(about.steps) >= 5
    assert all(isinstance(text, Promise) for text in [*texts, about.name, about.summary])
    assert all(str(text).endswith(".") for text in [*texts, about.summary])
    assert about.legal_basis or about.legal_note
    assert all(act.url.startswith(("http://data.europa.eu/eli/", "https://eur-lex.europa.eu/"))
               for act in about.sources)  # fmt: skip
    assert about.sources
    assert "22 November 2026" in about.checked
    assert about.kind in Kind.values


def test_time_limits_stand_under_the_code_that_the_directive_uses(facts) -> None:
    found = {
        (code, row.directive): (row.procedure, row.requests, row.tenders)
        for code, about in PROCEDURES.items()
        for row in limits.recorded(about)
    }

    assert found == {
        ("open", "2014/24"): ("open", None, 35),
        ("open", "2014/25"): ("open", None, 35),
        ("open", "2014/23"): ("oth-single", None, 30),
        ("restricted", "2014/24"): ("restricted", 30, 30),
        ("restricted", "2014/25"): ("restricted", 30, 10),
        ("restricted", "2009/81"): ("restricted", 37, 40),
        ("competitive-with-negotiation", "2014/24"): ("neg-w-call", 30, 30),
        ("competitive-with-negotiation", "2014/25"): ("neg-w-call", 30, 10),
        ("competitive-with-negotiation", "2014/23"): ("oth-mult", 30, 22),
        ("competitive-with-negotiation", "2009/81"): ("neg-w-call", 37, None),
        ("competitive-dialogue", "2014/24"): ("comp-dial", 30, None),
        ("competitive-dialogue", "2014/25"): ("comp-dial", 30, None),
        ("competitive-dialogue", "2009/81"): ("comp-dial", 37, None),
        ("innovation-partnership", "2014/24"): ("innovation", 30, None),
        ("innovation-partnership", "2014/25"): ("innovation", 30, None),
        ("design-contest", "2014/24"): ("oth-single", None, None),
    }


@pytest.mark.parametrize(
    ("code", "directive", "contract", "expected"),
    [
        ("open", Directive.CLASSIC, "services", "open"),
        ("open", Directive.CLASSIC, "light-regime", "oth-single"),
        ("restricted", Directive.CLASSIC, "light-regime", "oth-mult"),
        ("open", Directive.CONCESSIONS, "concession", "oth-single"),
        ("open", Directive.DEFENCE, "supplies", ""),
        ("pre-commercial-procurement", Directive.CLASSIC, "services", ""),
        ("quotation", Directive.CLASSIC, "services", ""),
    ],
)
def test_free_forms_know_only_one_step_and_several(code, directive, contract, expected) -> None:
    assert PROCEDURES[code].time_limit_code(directive, contract) == expected
