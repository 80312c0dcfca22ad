from __future__ import annotations

from datetime import date

import pytest

from ppi.kernel.dates import day
from ppi.taxonomy import services, time_limits
from ppi.taxonomy.models import TimeLimit

ROWS = {(row["directive"], row["procedure"]): row for row in services.time_limit_rows()}


def days(directive, procedure, *claims):
    """Days of the notice's own deadline and of the second step."""
    row = ROWS[directive, procedure]
    answer = time_limits.answered(TimeLimit(**row), set(claims), None)
    return answer.stage, answer.days, answer.second_stage_days


@pytest.mark.parametrize(
    ("directive", "procedure", "claims", "expected"),
    [
        # Directive 2014/24/EU, articles 27 to 31
        ("2014/24", "open", [], ("tenders", 35, None)),
        ("2014/24", "open", ["electronic"], ("tenders", 30, None)),
        ("2014/24", "open", ["prior_information"], ("tenders", 15, None)),
        ("2014/24", "open", ["electronic", "prior_information"], ("tenders", 15, None)),
        ("2014/24", "open", ["urgent"], ("tenders", 15, None)),
        ("2014/24", "restricted", [], ("requests", 30, 30)),
        ("2014/24", "restricted", ["electronic"], ("requests", 30, 25)),
        ("2014/24", "restricted", ["prior_information", "electronic"], ("requests", 30, 10)),
        ("2014/24", "restricted", ["urgent"], ("requests", 15, 10)),
        ("2014/24", "neg-w-call", ["electronic"], ("requests", 30, 25)),
        ("2014/24", "neg-w-call", ["urgent"], ("requests", 15, 10)),
        ("2014/24", "comp-dial", ["electronic", "urgent"], ("requests", 30, None)),
        ("2014/24", "innovation", ["electronic"], ("requests", 30, None)),
        ("2014/24", "neg-wo-call", ["electronic"], ("tenders", None, None)),
        ("2014/24", "oth-single", ["urgent"], ("tenders", None, None)),
        # Directive 2014/25/EU, articles 45 to 49
        ("2014/25", "open", ["electronic"], ("tenders", 30, None)),
        ("2014/25", "restricted", [], ("requests", 30, 10)),
        ("2014/25", "neg-w-call", ["urgent"], ("requests", 15, 10)),
        # Directive 2014/23/EU, article 39
        ("2014/23", "oth-single", [], ("tenders", 30, None)),
        ("2014/23", "oth-single", ["electronic"], ("tenders", 25, None)),
        ("2014/23", "oth-mult", ["electronic"], ("requests", 30, 17)),
        # Directive 2009/81/EC, article 33
        ("2009/81", "restricted", [], ("requests", 37, 40)),
        ("2009/81", "restricted", ["prior_information"], ("requests", 37, 36)),
        ("2009/81", "restricted", ["urgent"], ("requests", 15, 10)),
        ("2009/81", "neg-w-call", ["urgent"], ("requests", 15, None)),
    ],
)
def test_the_shortest_reduction_that_applies_counts(directive, procedure, claims, expected):
    assert days(directive, procedure, *claims) == expected


@pytest.mark.parametrize(
    ("dispatch", "length", "earliest"),
    [
        # The day of dispatch is not counted: Monday 2 March and 30 days give Wednesday 1 April.
        ("2026-03-02", 30, "2026-04-01"),
        # 35 days after a Friday end on a Friday.
        ("2026-03-06", 35, "2026-04-10"),
        # A Saturday or Sunday moves to Monday (Regulation 1182/71, article 3(4)).
        ("2026-03-05", 30, "2026-04-06"),
        ("2026-03-06", 30, "2026-04-06"),
        ("2026-03-07", 30, "2026-04-06"),
        # Over the leap day, and over the end of a year.
        ("2028-02-15", 15, "2028-03-01"),
        ("2026-12-15", 30, "2027-01-14"),
        # No day comes after the last one.
        ("9999-12-25", 30, "9999-12-31"),
    ],
)
def test_a_period_ends_on_a_working_day(dispatch, length, earliest):
    found = time_limits.earliest_deadline(date.fromisoformat(dispatch), length)

    assert found == date.fromisoformat(earliest)


def test_the_answer_tells_days_date_article_and_reductions(facts, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = time_limits.minimum(
            "open", directive="2014/24", prior_information=True, dispatch=date(2026, 3, 2)
        )

    assert (answer.days, answer.earliest, answer.article) == (15, date(2026, 3, 17), "27")
    assert [(x.reason, x.days, x.decides) for x in answer.reductions] == [
        ("electronic", 30, False),
        ("prior_information", 15, True),
    ]
    assert [x.sentence for x in answer.reductions] == [
        "Tenders may be sent electronically: 30 days.",
        "A prior information notice was published 35 days to 12 months before: 15 days.",
    ]
    assert answer.sentence == (
        "Tenders: at least 15 days after the notice is sent (article 27 of Directive 2014/24/EU "
        f"on public procurement). Earliest deadline: {day(date(2026, 3, 17))}, public holidays not "
        "considered. This figure comes from a secondary source. Check it before you rely on it."
    )


def test_a_procedure_in_two_steps_tells_both(facts):
    answer = time_limits.minimum("restricted", directive="2014/24")

    assert answer.earliest is None
    assert answer.sentence == (
        "Requests to take part: at least 30 days after the notice is sent (article 28 of "
        "Directive 2014/24/EU on public procurement). Then tenders: at least 25 days after the "
        "invitation is sent."
    )
    assert answer.note.startswith("Regional and local authorities may agree")


def test_no_fixed_minimum_and_no_record_are_told_apart(facts):
    unfixed = time_limits.minimum("oth-single", directive="2014/24", dispatch=date(2026, 3, 2))
    unrecorded = time_limits.minimum("comp-tend", directive="2014/24", dispatch=date(2026, 3, 2))

    assert (unfixed.days, unfixed.earliest, unfixed.is_recorded) == (None, None, True)
    assert unfixed.minimum == (
        "Directive 2014/24/EU on public procurement fixes no number of days "
        "(article 74 to 82); the time must suit the purchase."
    )
    assert (unrecorded.days, unrecorded.earliest, unrecorded.is_recorded) == (None, None, False)
    assert unrecorded.sentence == (
        "No time limit is recorded for this procedure under Directive 2014/24/EU on public "
        "procurement."
    )


@pytest.mark.parametrize(("procedure", "directive"), [("lottery", "2014/24"), ("open", "1999/99")])
def test_a_procedure_or_directive_that_does_not_exist_is_an_error_of_the_caller(
    procedure, directive
):
    with pytest.raises(ValueError, match="is not a valid"):
        time_limits.minimum(procedure, directive=directive)
