"""After eight questions: which rules apply, which kind and procedure are advised, what to write."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tenders import rules, services
from tenders.specification import draft_of
from tests.conftest import member, organisation
from tests.tenders.conftest import ROOM
from tests.tenders.filled import Page
from tests.tenders.written import draft, reloaded, submission_of

ZONE = ZoneInfo("Europe/Copenhagen")
A_TUESDAY = datetime(2031, 6, 3, 10, tzinfo=ZONE)


@pytest.fixture
def undecided(havneby, buyer_of_havneby, facts):
    """Eight questions answered, nothing chosen."""

    def undecided(**answers):
        return draft(havneby, buyer_of_havneby, kind="", **answers)

    return undecided


def ways(page: Page) -> list[str]:
    return page.tree.xpath("//input[@name='way']/@value")


# Novelty, value, research → the way that is advised, and what it makes of the draft.
ADVICE = [
    ("off-the-shelf", 300_000, [], "open", "call", "open"),
    ("adapted", 300_000, [], "competitive-with-negotiation", "call", "neg-w-call"),
    ("new-combination", 300_000, [], "competitive-with-negotiation", "call", "neg-w-call"),
    (
        "does-not-exist", 300_000, [], "innovation-partnership", "innovation-partnership",
        "innovation",
    ),
    ("does-not-exist", 300_000, ["rd-act"], "pre-commercial-procurement", "pcp", "oth-mult"),
    ("unknown", 300_000, [], "open", "consultation", ""),
    ("does-not-exist", 90_000, [], "quotation", "challenge", ""),
    ("unknown", 90_000, [], "quotation", "consultation", ""),
]  # fmt: skip


@pytest.mark.parametrize(("novelty", "value", "innovation", "way", "kind", "procedure"), ADVICE)
def test_the_advice_is_chosen_already_and_keeping_it_decides_kind_and_procedure(
    browser, undecided, novelty, value, innovation, way, kind, procedure
) -> None:
    opportunity = undecided(novelty=novelty, value=Decimal(value), innovation=innovation)
    address = f"{ROOM}{opportunity.slug}/edit/suggestion/"

    page = Page(browser.get(address))
    assert page.ticked("way") == [way]
    assert ways(page)[0] == way
    assert "Our advice:" in page.text
    browser.post(address, {"way": way, "specification": "Light."})

    kept = reloaded(opportunity)
    assert (kept.kind, kept.procedure, kept.specification) == (kind, procedure, "Light.")


def test_the_legal_reason_stands_beside_each_way(browser, undecided) -> None:
    opportunity = undecided(novelty="adapted", value=Decimal(300_000))

    page = Page(browser.get(f"{ROOM}{opportunity.slug}/edit/suggestion/"))

    assert "Article 26(4)(a)(i) of Directive 2014/24/EU" in page.text
    assert "300,000 € reaches the EU threshold of 216,000 €." in page.text


def test_an_own_way_counts_as_it_was_chosen(browser, undecided) -> None:
    opportunity = undecided(novelty="adapted", value=Decimal(300_000))
    own = {"way": "own", "kind": "planned", "procedure": "comp-dial", "specification": ""}

    browser.post(f"{ROOM}{opportunity.slug}/edit/suggestion/", own)

    kept = reloaded(opportunity)
    assert (kept.kind, kept.procedure) == ("planned", "comp-dial")
    again = Page(browser.get(f"{ROOM}{opportunity.slug}/edit/suggestion/"))
    assert again.ticked("way") == ["own"]


@pytest.mark.parametrize("way", ["gift", "\x00", "", "x" * 5_000])
def test_a_way_nobody_suggested_is_refused(browser, undecided, way) -> None:
    opportunity = undecided(novelty="adapted")

    page = Page(browser.post(f"{ROOM}{opportunity.slug}/edit/suggestion/", {"way": way}))

    assert page.errors("way")
    assert reloaded(opportunity).kind == ""


def test_without_a_contract_the_page_says_where_to_name_it(browser, undecided) -> None:
    opportunity = undecided(contract="")

    page = Page(browser.get(f"{ROOM}{opportunity.slug}/edit/suggestion/"))

    assert "Say on the page on value what kind of contract it would be" in page.text
    assert ways(page) == []
    browser.post(f"{ROOM}{opportunity.slug}/edit/suggestion/", {"kind": "challenge"})
    assert reloaded(opportunity).kind == "challenge"


def test_a_written_specification_is_drafted_anew_only_when_asked_and_kept_only_when_saved(
    browser, undecided
) -> None:
    opportunity = undecided(specification="My own words.", novelty="adapted")
    address = f"{ROOM}{opportunity.slug}/edit/suggestion/"
    assert Page(browser.get(address)).value("specification") == "My own words."

    page = Page(browser.post(address, {"specification": "My own words.", "redraft": "1"}))
    assert page.value("specification") == draft_of(opportunity)
    assert "Nothing is replaced yet." in page.text
    assert "My own words." in page.text
    assert reloaded(opportunity).specification == "My own words."

    browser.post(address, {"way": "quotation", "specification": draft_of(opportunity)})
    assert reloaded(opportunity).specification == draft_of(opportunity)


def test_the_first_draft_stands_in_the_page_and_is_not_kept_by_looking(browser, undecided) -> None:
    opportunity = undecided()

    page = Page(browser.get(f"{ROOM}{opportunity.slug}/edit/suggestion/"))

    assert page.value("specification") == draft_of(opportunity)
    assert reloaded(opportunity).specification == ""


def test_a_text_that_prescribes_is_met_with_a_question_and_never_stopped(
    browser, undecided
) -> None:
    opportunity = undecided(need="We buy 200 LED lamps.")

    for page in ("edit/suggestion/", "check/"):
        text = Page(browser.get(f"{ROOM}{opportunity.slug}/{page}")).text
        assert "«200 LED lamps» What should these make possible?" in text


# Time --------------------------------------------------------------------------------------------


def test_a_short_deadline_is_warned_of_with_the_earliest_day_and_is_kept(
    browser, havneby, buyer_of_havneby
) -> None:
    opportunity = draft(
        havneby, buyer_of_havneby, value=Decimal(300_000), procedure="open", deadline=None
    )
    day = (timezone.now() + timedelta(days=10)).date()
    typed = {"deadline_0": day.isoformat(), "deadline_1": "12:00", "is_electronic": "on"}

    said = Page(browser.post(f"{ROOM}{opportunity.slug}/judged/time/", typed)).text
    assert "is too early: at least 30 days make it" in said
    assert "(article 27 of Directive 2014/24/EU" in said
    assert reloaded(opportunity).deadline is None

    browser.post(f"{ROOM}{opportunity.slug}/edit/time/", typed)
    assert reloaded(opportunity).deadline.astimezone(ZONE).date() == day
    checked = Page(browser.get(f"{ROOM}{opportunity.slug}/check/")).text
    assert "is too early" in checked


def test_a_public_holiday_of_the_buyers_country_is_named(
    browser, havneby, buyer_of_havneby
) -> None:
    opportunity = draft(havneby, buyer_of_havneby, value=Decimal(300_000), procedure="open")
    # Whit Monday, a holiday in Denmark and none in Finland.
    typed = {"deadline_0": "2031-06-02", "deadline_1": "12:00", "is_electronic": "on"}

    said = Page(browser.post(f"{ROOM}{opportunity.slug}/judged/time/", typed)).text

    assert "2 June 2031 is a public holiday in Denmark" in said


def test_questions_end_on_the_advised_day_unless_another_was_typed(send, begun) -> None:
    typed = {"deadline_0": "2031-06-20", "deadline_1": "12:00", "takes_questions": "on"}

    send("time", typed)
    advised = reloaded(begun)
    send("time", typed | {"questions_until_0": "2031-06-01", "questions_until_1": "08:30"})
    own = reloaded(begun)
    send("time", {"deadline_0": "2031-06-20", "deadline_1": "12:00"})
    none = reloaded(begun)

    cut_off = rules.advised_cut_off(advised)
    assert advised.questions_until == datetime.combine(
        cut_off.ask_by, datetime.min.time().replace(hour=12), tzinfo=ZONE
    )
    assert own.questions_until.astimezone(ZONE).isoformat() == "2031-06-01T08:30:00+02:00"
    assert (none.takes_questions, none.questions_until) == (False, None)


def test_urgency_without_reasons_and_a_long_framework_are_warned_of(
    browser, havneby, buyer_of_havneby
) -> None:
    opportunity = draft(
        havneby, buyer_of_havneby, value=Decimal(300_000), deadline=A_TUESDAY, is_urgent=True,
        technique="framework", runs_until=timezone.localdate() + timedelta(days=365 * 6),
    )  # fmt: skip

    text = Page(browser.get(f"{ROOM}{opportunity.slug}/check/")).text

    assert "A shorter time for urgency counts only with reasons" in text
    assert "A framework agreement lasts at most 4 years" in text
    services.edit(
        opportunity, by=buyer_of_havneby, urgency_reason="The bridge fell down.",
        runs_until=timezone.localdate() + timedelta(days=365 * 3),
    )  # fmt: skip
    assert "Worth a second look" not in Page(browser.get(f"{ROOM}{opportunity.slug}/check/")).text


def test_who_buys_for_others_is_told_whose_thresholds_count(
    denmark, buyer_of_havneby, as_user, facts
) -> None:
    network = organisation("network", "Network", denmark, kind="intermediary", country="DK")
    member(buyer_of_havneby, network)
    opportunity = draft(network, buyer_of_havneby)
    sentence = "it is judged as a regional or local authority would be"

    page = Page(as_user(buyer_of_havneby).get(f"{ROOM}{opportunity.slug}/edit/value/"))

    assert sentence in page.text
    assert "below the EU threshold of 216,000 €" in page.text


def test_a_short_deadline_is_warned_of_before_a_procedure_is_chosen(
    browser, havneby, buyer_of_havneby, moderator_of_denmark, as_user
) -> None:
    opportunity = draft(
        havneby, buyer_of_havneby, value=Decimal(300_000), procedure="", deadline=None
    )
    day = (timezone.now() + timedelta(days=8)).date()
    typed = {"deadline_0": day.isoformat(), "deadline_1": "12:00", "is_electronic": "on"}

    said = Page(browser.post(f"{ROOM}{opportunity.slug}/judged/time/", typed)).text
    assert "(article 27 of Directive 2014/24/EU" in said.partition("is too early")[2]
    assert "Ask companies to send their questions by" not in said
    of_limits = said.partition("Open procedure:")[2].partition("Questions that came")[0]
    assert of_limits.count("This figure comes from a secondary source.") == 1

    browser.post(f"{ROOM}{opportunity.slug}/edit/time/", typed)
    services.submit(reloaded(opportunity), by=buyer_of_havneby)
    submission = submission_of(opportunity)
    seen = Page(as_user(moderator_of_denmark).get(f"/p/dk/en/moderation/{submission.pk}/")).text
    assert "is too early: at least 30 days make it" in seen
