"""What is said about the other days; the days themselves stand in the worked examples."""

from __future__ import annotations

from datetime import date, time

import pytest

from ppi.taxonomy import deadlines
from ppi.taxonomy.deadline_checks import Finding, check_deadline
from ppi.taxonomy.models import LegalPeriod

CLASSIC = "Directive 2014/24/EU on public procurement"
SECONDARY = "This figure comes from a secondary source. Check it before you rely on it."
RECALLED = (
    "Not yet checked against the official text. Ask your legal adviser before you rely on it."
)
CALL = {"dispatch": date(2026, 3, 2), "procedure": "open", "directive": "2014/24"}


def test_questions_have_a_last_day_for_answers_and_an_advice_for_asking(facts):
    found = deadlines.questions_cut_off(date(2026, 4, 13), country="DK")

    assert (found.answer_by, found.ask_by, found.days) == (date(2026, 4, 6), date(2026, 4, 1), 6)
    assert (found.status, found.source) == (
        "secondary",
        "Directive 2014/24/EU, article 53(2); statensindkob.dk, 29 October 2020",
    )
    assert found.sentence == (
        "Questions that came in good time must be answered by 6 April 2026, so that 6 whole days "
        f"are left before the deadline. Article 53(2) of {CLASSIC}. {SECONDARY}"
    )
    assert found.advice == (
        "Ask companies to send their questions by 1 April 2026. This is a recommendation."
    )


def test_without_a_recommendation_only_the_law_is_told(facts):
    LegalPeriod.objects.filter(what="questions").delete()

    found = deadlines.questions_cut_off(date(2026, 4, 13))

    assert (found.ask_by, found.advice) == (None, "")


def test_the_standstill_names_the_remedies_directive(facts):
    found = deadlines.standstill(date(2026, 3, 4))

    assert found.sentence == (
        "Standstill of 10 days: it ends on 16 March 2026, and the contract may be concluded from "
        f"17 March 2026. Article 2a(2) of Directive 89/665/EEC. {SECONDARY}"
    )


def test_the_award_notice_and_the_framework_are_told(facts):
    notice = deadlines.award_notice_due(date(2026, 3, 2))
    framework = deadlines.framework_maximum("2014/24")

    assert notice.sentence == (
        "Send the contract award notice by 1 April 2026, 30 days after the contract. "
        f"Article 50(1) of {CLASSIC}. {RECALLED}"
    )
    assert framework.sentence == (
        "A framework agreement lasts at most 4 years, except in cases with good reasons. "
        f"Article 33(1) of {CLASSIC}. {RECALLED}"
    )
    assert deadlines.framework_maximum("2014/23") is None


def test_without_figures_there_is_no_answer(db):
    day = date(2026, 3, 2)

    assert deadlines.questions_cut_off(day, urgent=True) is None
    assert deadlines.standstill(day) is None
    assert deadlines.award_notice_due(day) is None
    assert deadlines.framework_maximum() is None


@pytest.mark.parametrize("ask", [deadlines.questions_cut_off, deadlines.standstill])
def test_a_directive_that_does_not_exist_is_an_error_of_the_caller(ask):
    with pytest.raises(ValueError, match="is not a valid"):
        ask(date(2026, 3, 2), directive="1999/99")


def test_the_first_and_the_last_day_there_is_break_nothing(facts):
    assert deadlines.questions_cut_off(date.min).answer_by == date.min
    assert deadlines.standstill(date.max).earliest_conclusion == date.max
    assert deadlines.framework_maximum("2014/24").ends_by(date.max) < date.max


def test_a_deadline_in_good_time_on_a_working_day_is_well(facts):
    assert check_deadline(date(2026, 4, 1), country="DK", **CALL) == []


def test_a_deadline_that_is_too_early_is_warned_of_with_day_and_article(facts):
    assert check_deadline(date(2026, 3, 31), country="DK", **CALL) == [
        Finding(
            "too-short",
            "warning",
            "The deadline 31 March 2026 is too early: at least 30 days make it 1 April 2026 "
            f"(article 27 of {CLASSIC}).",
            "27",
            date(2026, 4, 1),
        )
    ]


@pytest.mark.parametrize(
    ("day", "at", "is_cut"),
    [
        (date(2026, 4, 1), time(0), True),
        (date(2026, 4, 1), time(12), True),
        (date(2026, 4, 1), time(23, 59), False),
        (date(2026, 4, 1), None, False),
        (date(2026, 4, 7), time(0), False),
    ],
)
def test_the_last_day_of_the_shortest_time_ends_with_its_last_hour(facts, day, at, is_cut):
    found = check_deadline(day, at=at, country="DK", **CALL)

    assert [(x.code, x.severity, x.earliest) for x in found] == (
        [("cut-short", "warning", date(2026, 4, 1))] if is_cut else []
    )


def test_a_deadline_on_a_weekend_or_holiday_is_warned_of(facts):
    assert check_deadline(date(2026, 5, 14), country="DK", **CALL) == [
        Finding(
            "not-a-working-day",
            "warning",
            "14 May 2026 is a public holiday in Denmark: Ascension Day.",
        )
    ]
    assert check_deadline(date(2026, 5, 16), country="DK", **CALL) == [
        Finding("not-a-working-day", "warning", "16 May 2026 is a Saturday or Sunday.")
    ]
    assert check_deadline(date(2026, 5, 14), **CALL) == []


def test_a_reduction_that_does_not_hold_is_warned_of(facts):
    found = check_deadline(
        date(2026, 3, 17), country="DK", prior_information_on=date(2026, 2, 20), **CALL
    )

    assert [(x.code, x.severity) for x in found] == [
        ("too-short", "warning"),
        ("no-reduction", "warning"),
    ]
    assert found[1].sentence == (
        "The prior information notice of 20 February 2026 does not shorten the time: it must be "
        "sent at least 35 days before the notice."
    )


@pytest.mark.parametrize(
    ("published_on", "code", "sentence", "earliest"),
    [
        (
            None,
            "before-dispatch",
            "The deadline 1 March 2026 lies before the day the notice is sent, 2 March 2026.",
            date(2026, 3, 2),
        ),
        (
            date(2026, 3, 4),
            "before-publication",
            "The deadline 1 March 2026 lies before the publication on 4 March 2026.",
            date(2026, 3, 4),
        ),
    ],
)
def test_only_a_deadline_before_the_notice_is_blocked(
    facts, published_on, code, sentence, earliest
):
    found = check_deadline(date(2026, 3, 1), published_on=published_on, **CALL)

    assert found == [Finding(code, "block", sentence, "", earliest)]


def test_below_the_threshold_any_working_day_after_the_notice_is_well(facts):
    assert check_deadline(date(2026, 3, 2), above_threshold=False, **CALL) == []
    assert [x.code for x in check_deadline(date(2026, 3, 2), **CALL)] == ["too-short"]
