"""What the rules say to a value, a procedure and a threshold, alike on every page."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tenders import rules, services
from tenders.models import Lot, Opportunity
from tests.tenders.conftest import ROOM
from tests.tenders.filled import Page
from tests.tenders.written import draft, on_a_working_day, published, reloaded, submission_of

ZONE = ZoneInfo("Europe/Copenhagen")
A_TUESDAY = datetime(2031, 6, 3, 10, tzinfo=ZONE)
SMALL = {"value": Decimal(500_000), "currency": "DKK", "contract": "services"}
LARGE = SMALL | {"value": Decimal(3_000_000)}
ONLY_BELOW = "A request for quotations is only for purchases below the EU threshold"
MORE = (
    "The lots come to 1,900,000 DKK, which is more than the estimated value of 500,000 DKK. The "
    "higher amount counts: correct the one that is wrong."
)
LOTS = [
    {"number": 1, "title": "North", "value": Decimal(400_000)},
    {"number": 2, "title": "South", "value": Decimal(1_500_000)},
]
TYPED_LOTS = {
    "lots-0-number": "1", "lots-0-title": "North", "lots-0-value": "400,000",
    "lots-1-number": "2", "lots-1-title": "South", "lots-1-value": "1,500,000",
}  # fmt: skip


def plain(page: Page) -> str:
    return page.text.replace("\xa0", " ")


@pytest.fixture
def quotation(facts, havneby, buyer_of_havneby) -> Opportunity:
    """Below the threshold, to be bought by asking for quotations."""
    return draft(
        havneby, buyer_of_havneby, deadline=A_TUESDAY, procedure="oth-single", **SMALL
    )  # fmt: skip


@pytest.fixture
def divided(quotation, buyer_of_havneby) -> Opportunity:
    """The same, once its lots reach the threshold."""
    services.replace_parts(quotation, Lot, LOTS, by=buyer_of_havneby)
    return reloaded(quotation)


# A procedure that is not for this value ----------------------------------------------------------


def test_lots_that_reach_the_threshold_are_weighed_against_the_procedure_as_they_are_typed(
    browser, quotation
) -> None:
    address = f"{ROOM}{quotation.slug}/judged/lots/"

    small = plain(Page(browser.post(address, TYPED_LOTS | {"lots-1-value": "50,000"})))
    large = plain(Page(browser.post(address, TYPED_LOTS)))

    assert ONLY_BELOW not in small
    assert MORE not in small
    assert ONLY_BELOW in large
    assert MORE in large
    assert not Lot.objects.of(quotation).exists()


def test_buyer_and_moderator_read_what_the_procedure_lacks_and_no_foreign_article(
    browser, divided, buyer_of_havneby, moderator_of_denmark, as_user
) -> None:
    pages = {name: f"{ROOM}{divided.slug}/{name}/" for name in ("check", "edit/value", "edit/lots")}
    seen = {name: plain(Page(browser.get(address))) for name, address in pages.items()}
    services.submit(divided, by=buyer_of_havneby)
    preview = f"/p/dk/en/moderation/{submission_of(divided).pk}/"
    seen["preview"] = plain(Page(as_user(moderator_of_denmark).get(preview)))

    for text in seen.values():
        assert ONLY_BELOW in text
        assert MORE in text
        assert "74" not in text
        assert "fixes no number of days" not in text


# Duties only where a directive applies -----------------------------------------------------------


def test_below_the_threshold_the_day_for_questions_is_a_recommendation(
    browser, quotation, buyer_of_havneby
) -> None:
    typed = {
        "deadline_0": "2031-06-03", "deadline_1": "10:00", "takes_questions": "on",
        "is_electronic": "on",
    }  # fmt: skip
    address = f"{ROOM}{quotation.slug}/judged/time/"

    below = plain(Page(browser.post(address, typed)))
    services.edit(quotation, by=buyer_of_havneby, procedure="open", **LARGE)
    above = plain(Page(browser.post(address, typed)))

    advice = "Ask companies to send their questions by 23 May 2031. This is a recommendation."
    law = "Questions that came in good time must be answered by"
    assert (advice in below, law in below, "53(2)" in below) == (True, False, False)
    assert (advice in above, law in above, "53(2)" in above) == (True, True, True)
    assert rules.questions_of(reloaded(quotation)).article == "53(2)"


def test_a_consultation_owes_no_answers_by_law_whatever_its_value(
    facts, havneby, buyer_of_havneby
) -> None:
    consultation = draft(
        havneby, buyer_of_havneby, kind="consultation", deadline=A_TUESDAY, **LARGE
    )

    assert rules.questions_of(consultation) is None
    assert rules.advised_cut_off(consultation) is not None


@pytest.mark.parametrize(("facts_of_value", "is_told"), [(SMALL, False), (LARGE, True)])
def test_standstill_is_told_where_a_directive_applies(
    browser, havneby, buyer_of_havneby, facts_of_value, is_told
) -> None:
    result = draft(havneby, buyer_of_havneby, kind="result", **facts_of_value)

    text = Page(browser.get(f"{ROOM}{result.slug}/edit/awards/")).text

    assert ("Standstill of 10 days" in text) == is_told
    assert ("89/665/EEC" in text) == is_told


@pytest.mark.parametrize(("facts_of_value", "is_told"), [(SMALL, False), (LARGE, True)])
def test_the_longest_framework_is_told_where_a_directive_applies(
    facts, havneby, buyer_of_havneby, facts_of_value, is_told
) -> None:
    opportunity = draft(
        havneby, buyer_of_havneby, technique="framework", deadline=A_TUESDAY,
        runs_until=timezone.localdate() + timedelta(days=365 * 6), **facts_of_value,
    )  # fmt: skip

    warnings = " ".join(rules.warnings_about(opportunity))

    assert ("A framework agreement lasts at most 4 years" in warnings) == is_told


# The value that is judged is the value that is shown ---------------------------------------------


def test_page_list_bands_order_and_api_go_by_the_lots_where_they_come_to_more(
    browser, client, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    one = draft(havneby, buyer_of_havneby, title="In lots", deadline=A_TUESDAY, **SMALL)
    services.replace_parts(one, Lot, LOTS, by=buyer_of_havneby)
    services.submit(one, by=buyer_of_havneby)
    services.publish(reloaded(one), by=moderator_of_denmark)
    published(
        havneby, buyer_of_havneby, moderator_of_denmark,
        title="Whole", deadline=A_TUESDAY, **SMALL | {"value": Decimal(1_000_000)},
    )  # fmt: skip

    page = plain(Page(client.get(f"{ROOM}{one.slug}/")))
    listed = Page(client.get(ROOM, {"value": "from-216000"}))
    ordered = Page(client.get(ROOM, {"sort": "value"})).text
    told = client.get(f"/api/v1/opportunities/{one.pk}/").json()

    assert "Value 1,900,000 DKK≈ " in page
    assert "Value 500,000 DKK" not in page
    assert "In lots" in listed.text
    assert "1,900,000 DKK" in plain(listed)
    assert "Whole" not in listed.text
    assert ordered.index("In lots") < ordered.index("Whole")
    assert (told["value"], told["judged_value"], told["threshold"]) == (
        "500000.00", "1900000.00", "above"
    )  # fmt: skip


def test_a_stated_value_above_the_lots_counts_and_nothing_is_to_be_corrected(
    divided, buyer_of_havneby
) -> None:
    services.edit(divided, by=buyer_of_havneby, value=Decimal(2_000_000))

    kept = reloaded(divided)

    assert (kept.judged_value, kept.threshold) == (Decimal(2_000_000), "above")
    assert "The lots come to" not in " ".join(rules.warnings_about(kept))


def test_lots_beyond_any_budget_are_kept(quotation, buyer_of_havneby) -> None:
    most = Decimal("99999999999999.99")
    rows = [{"number": n, "title": "Moon", "value": most} for n in range(1, 51)]

    services.replace_parts(quotation, Lot, rows, by=buyer_of_havneby)

    assert reloaded(quotation).judged_value == most * 50


# Duties while the value is not known -------------------------------------------------------------


@pytest.fixture
def unvalued(facts, havneby, buyer_of_havneby) -> Opportunity:
    """An open procedure whose value nobody has said yet, with a very near deadline."""
    near = on_a_working_day(3)
    return draft(
        havneby, buyer_of_havneby, deadline=near, procedure="open", contract="services", value=None
    )  # fmt: skip


def test_a_need_without_a_value_is_warned_of_the_times_that_would_hold(browser, unvalued) -> None:
    condition = "If the value reaches the EU threshold:"

    [limit] = rules.time_limits_of(unvalued)
    [warning] = rules.warnings_about(unvalued)
    time, check = (
        plain(Page(browser.get(f"{ROOM}{unvalued.slug}/{name}/")))
        for name in ("edit/time", "check")
    )

    assert limit.procedure == "Open procedure"
    assert "30 days" in limit.sentence
    assert warning.startswith(f"{condition} ")
    assert "30 days" in warning
    assert condition in time
    assert limit.sentence.replace("\xa0", " ") in time
    assert warning.replace("\xa0", " ") in check


def test_each_suggested_way_says_its_shortest_time(browser, unvalued) -> None:
    page = plain(Page(browser.get(f"{ROOM}{unvalued.slug}/edit/suggestion/")))

    assert "at least 30 days after the notice is sent (article " in page


def test_what_cannot_be_judged_yet_is_neither_advised_nor_warned_of(
    facts, havneby, buyer_of_havneby
) -> None:
    bare = draft(
        havneby, buyer_of_havneby, deadline=None, contract="", procedure="open", value=None
    )  # fmt: skip
    unread = draft(
        havneby, buyer_of_havneby, deadline=A_TUESDAY, contract="concession", value=None
    )  # fmt: skip

    assert rules.advised_end_of_questions(bare) is None
    assert rules.warnings_about(bare) == []
    assert rules.quickest_usual(unread) == ""
    assert rules.warnings_about(unread) == []


# A day on which nobody works ---------------------------------------------------------------------

AWKWARD = "No rule forbids it, but nobody may be there to receive the answers."


@pytest.mark.parametrize(
    ("deadline", "said"),
    [
        (A_TUESDAY, []),
        (A_TUESDAY.replace(day=8), [f"8 June 2031 is a Saturday or Sunday. {AWKWARD}"]),
        (
            A_TUESDAY.replace(month=5, day=22),
            [f"22 May 2031 is a public holiday in Denmark: Ascension Day. {AWKWARD}"],
        ),
    ],
)
@pytest.mark.parametrize(
    "of_no_directive", [SMALL, {"kind": "consultation", **LARGE}, {"contract": ""}]
)
def test_where_no_directive_counts_the_days_a_weekend_or_holiday_is_a_hint(
    facts, havneby, buyer_of_havneby, deadline, said, of_no_directive
) -> None:
    made = draft(havneby, buyer_of_havneby, deadline=deadline, **of_no_directive)

    assert rules.warnings_about(made) == said


def test_above_the_threshold_the_weekend_is_told_without_any_condition(
    facts, havneby, buyer_of_havneby
) -> None:
    sunday = A_TUESDAY.replace(day=8)
    unvalued, above = (
        draft(havneby, buyer_of_havneby, deadline=sunday, procedure="open", **LARGE | value)
        for value in ({"value": None}, {})
    )

    weekend = ["8 June 2031 is a Saturday or Sunday."]
    assert (rules.warnings_about(unvalued), rules.warnings_about(above)) == (weekend, weekend)


def test_the_last_day_of_the_shortest_time_counts_to_its_end(
    facts, havneby, buyer_of_havneby
) -> None:
    made = draft(havneby, buyer_of_havneby, procedure="open", **LARGE)
    [limit] = rules.time_limits_of(made)
    [earliest] = re.findall(r"Earliest deadline: (\d+ \w+ \d+)", limit.sentence)
    last_day = datetime.strptime(earliest, "%d %B %Y").replace(tzinfo=ZONE)

    said = {
        moment: rules.warnings_about(services.edit(made, by=buyer_of_havneby, deadline=moment))
        for moment in (last_day, last_day.replace(hour=23, minute=59))
    }
    assert said == {
        last_day: [
            f"{earliest} is the last day of the shortest time allowed, and at 00:00 it is not "
            "over: a period in days ends with the last hour of its last day (Regulation 1182/71, "
            "article 3(2)(b)). Choose the end of that day, or a later one."
        ],
        last_day.replace(hour=23, minute=59): [],
    }
