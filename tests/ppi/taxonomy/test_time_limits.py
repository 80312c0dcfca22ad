from __future__ import annotations

from datetime import date

import pytest

from ppi.kernel.dates import day
from ppi.taxonomy import time_limits
from ppi.taxonomy.models import LegalPeriod


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
        "A prior information notice was sent in time: 15 days.",
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
    assert answer.agreement == ""


def test_a_municipality_is_told_that_it_may_agree_the_time(facts):
    answer = time_limits.minimum("restricted", directive="2014/24", buyer_type="sub-central")

    assert (answer.agreed_days, answer.second_stage_days) == (10, 25)
    assert answer.sentence.endswith(
        "Where national law allows it, a regional or local authority may agree the time for "
        "tenders with all selected candidates; without agreement it is then at least 10 days."
    )
    for buyer_type in ("", "central", "utility"):
        asked = time_limits.minimum("restricted", directive="2014/24", buyer_type=buyer_type)
        assert asked.agreed_days is None


def test_urgency_asks_for_its_reasons(facts):
    answer = time_limits.minimum("open", directive="2014/24", urgent=True)

    assert (
        answer.condition
        == "Give the reasons for the urgency in the notice; without them the time is longer."
    )
    assert answer.condition in answer.sentence
    assert time_limits.minimum("open", directive="2014/24").condition == ""


def test_a_shorter_time_that_the_procedure_does_not_know_is_refused(facts):
    answer = time_limits.minimum(
        "comp-dial", directive="2014/24", urgent=True, prior_information=True
    )

    assert (answer.days, answer.reductions) == (30, ())
    assert [refusal.sentence for refusal in answer.refusals] == [
        "This procedure knows no shorter time after a prior information notice.",
        "This procedure knows no shorter time for urgency.",
    ]


@pytest.mark.parametrize(
    ("directive", "procedure", "sent", "days", "sentence"),
    [
        ("2014/24", "open", date(2026, 1, 26), 15, ""),
        ("2014/24", "open", date(2025, 3, 2), 15, ""),
        (
            "2014/24", "open", date(2026, 1, 27), 30,
            "The prior information notice of 27 January 2026 does not shorten the time: it must be "
            "sent at least 35 days before the notice.",
        ),
        (
            "2014/24", "open", date(2025, 3, 1), 30,
            "The prior information notice of 1 March 2025 does not shorten the time: it may be "
            "sent at most 12 months before the notice.",
        ),
        (
            "2014/24", "open", date(2026, 3, 3), 30,
            "The prior information notice of 3 March 2026 does not shorten the time: it must be "
            "sent at least 35 days before the notice.",
        ),
    ],
)  # fmt: skip
def test_a_prior_information_notice_counts_only_in_its_time(
    facts, directive, procedure, sent, days, sentence
):
    answer = time_limits.minimum(
        procedure, directive=directive, prior_information_on=sent, dispatch=date(2026, 3, 2)
    )

    assert answer.days == days
    assert [refusal.sentence for refusal in answer.refusals] == ([sentence] if sentence else [])
    assert sentence in answer.sentence


@pytest.mark.parametrize(("sent", "days"), [(date(2026, 1, 9), 36), (date(2026, 1, 10), 40)])
def test_a_notice_on_defence_must_be_sent_52_days_before(facts, sent, days):
    answer = time_limits.minimum(
        "restricted", directive="2009/81", prior_information_on=sent, dispatch=date(2026, 3, 2)
    )

    assert answer.second_stage_days == days


def test_a_dated_notice_is_trusted_where_nothing_tells_whether_it_was_in_time(facts):
    undispatched = time_limits.minimum(
        "open", directive="2014/24", prior_information_on=date(2026, 3, 2)
    )
    LegalPeriod.objects.all().delete()
    unrecorded = time_limits.minimum(
        "open",
        directive="2014/24",
        prior_information_on=date(2026, 3, 1),
        dispatch=date(2026, 3, 2),
        documents_electronic=False,
    )

    assert (undispatched.days, unrecorded.days, unrecorded.extra_days) == (15, 15, 0)


def test_documents_on_paper_are_told_in_the_sentence(facts, django_assert_num_queries):
    with django_assert_num_queries(2):
        answer = time_limits.minimum("open", directive="2014/24", documents_electronic=False)

    assert (answer.days, answer.extra_days) == (35, 5)
    assert answer.extension == (
        "5 days of these were added, since the documents are not offered electronically."
    )
    assert answer.extension in answer.sentence


def test_the_day_is_told_with_the_holidays_of_the_buyers_country(facts):
    def told(dispatch, country):
        answer = time_limits.minimum(
            "open", directive="2014/24", dispatch=dispatch, country=country
        )
        return answer.moved_from, answer.date_sentence

    assert told(date(2026, 3, 3), "DK") == (
        date(2026, 4, 2),
        "Earliest deadline: 7 April 2026, the next working day in Denmark after 2 April 2026 "
        "(Regulation 1182/71, article 3(4)).",
    )
    assert told(date(2026, 3, 3), "DE") == (None, "Earliest deadline: 2 April 2026.")
    assert told(date(2026, 3, 5), "") == (
        date(2026, 4, 4),
        "Earliest deadline: 6 April 2026, public holidays not considered.",
    )


@pytest.mark.parametrize(
    ("procedure", "country", "sentence"),
    [
        (
            "open", "DK",
            "Below the EU threshold no directive fixes a time limit; rules of Denmark may. Above "
            "it, the minimum would be 30 days. Indicative.",
        ),
        (
            "neg-wo-call", "",
            "Below the EU threshold no directive fixes a time limit; national rules may. "
            "Indicative.",
        ),
    ],
)  # fmt: skip
def test_below_the_threshold_the_national_rules_count(facts, procedure, country, sentence):
    answer = time_limits.minimum(
        procedure,
        directive="2014/24",
        dispatch=date(2026, 3, 2),
        country=country,
        above_threshold=False,
    )

    assert (answer.is_below, answer.days, answer.earliest) == (True, None, None)
    assert answer.sentence == sentence


def test_no_fixed_minimum_and_no_record_are_told_apart(facts):
    unfixed = time_limits.minimum(
        "oth-single", directive="2014/24", contract="light-regime", dispatch=date(2026, 3, 2)
    )
    unrecorded = time_limits.minimum("comp-tend", directive="2014/24", dispatch=date(2026, 3, 2))

    assert (unfixed.days, unfixed.earliest, unfixed.is_recorded) == (None, None, True)
    assert unfixed.minimum == (
        "Directive 2014/24/EU on public procurement fixes no number of days "
        "(article 74–82); the time must suit the purchase."
    )
    assert (unrecorded.days, unrecorded.earliest, unrecorded.is_recorded) == (None, None, False)
    assert unrecorded.sentence == (
        "No time limit is recorded for this procedure under Directive 2014/24/EU on public "
        "procurement."
    )


@pytest.mark.parametrize(
    ("directive", "contract", "article"),
    [
        ("2014/24", "light-regime", "74–82"),
        ("2014/24", "design-contest", "74–82"),
        ("2014/24", "services", ""),
        ("2014/24", "works", ""),
        ("2014/24", "", ""),
        ("2014/23", "concession", "39"),
    ],
)
@pytest.mark.parametrize("procedure", ["oth-single", "oth-mult"])
def test_a_procedure_of_the_buyers_own_has_a_limit_only_where_the_buyer_may_shape_it(
    facts, procedure, directive, contract, article
):
    answer = time_limits.minimum(procedure, directive=directive, contract=contract)

    assert (answer.article, answer.is_recorded) == (article, bool(article))


@pytest.mark.parametrize(("procedure", "directive"), [("lottery", "2014/24"), ("open", "1999/99")])
def test_a_procedure_or_directive_that_does_not_exist_is_an_error_of_the_caller(
    procedure, directive
):
    with pytest.raises(ValueError, match="is not a valid"):
        time_limits.minimum(procedure, directive=directive)


def test_who_was_admitted_before_is_invited_and_has_the_second_steps_days(facts) -> None:
    asked = {"directive": "2014/24", "technique": "dps", "dispatch": date(2026, 9, 1)}
    noticed = time_limits.minimum("restricted", **asked)
    invited = time_limits.minimum("restricted", invited=True, urgent=True, **asked)

    assert (noticed.stage, noticed.days, noticed.second_stage_days) == ("requests", 30, 10)
    assert (invited.stage, invited.days, invited.second_stage_days) == ("invited", 10, None)
    assert (invited.earliest, invited.note) == (date(2026, 9, 11), "")
    assert invited.minimum == (
        "Tenders: at least 10 days after the invitation is sent (article 34(2) of Directive "
        "2014/24/EU on public procurement)."
    )
    assert [refusal.reason for refusal in invited.refusals] == ["urgent"]
