"""«Relevant», «not for us»: moves the company's own list, and is told to others in sums alone."""

from __future__ import annotations

import pytest
from lxml import html

from ppi.kernel import audit
from ppi.matching import answering, counting, services
from ppi.matching.choices import Answer
from ppi.matching.interests import stars
from ppi.matching.models import Feedback, Match
from tests.ppi.matching.companies import company, employee, profiled
from tests.tenders.written import published

FOR_YOU, ANSWERS = "/p/dk/en/for-you/", "/p/dk/en/for-you/answers/"
PAGE = "/p/dk/en/opportunities/{}/"


@pytest.fixture
def needs(facts, havneby, buyer_of_havneby, moderator_of_denmark, denmark):
    """Two of one group and one of another, all for one company."""
    profiled(company("lamps", denmark), cpv=["34928510", "45310000"])
    codes = {"Lamps": "34928510", "Poles": "34928500", "Wires": "45310000"}
    made = {
        title: published(havneby, buyer_of_havneby, moderator_of_denmark, title=title, cpv=[code])
        for title, code in codes.items()
    }
    for need in made.values():
        services.match(need)
    return made


@pytest.fixture
def seller(needs):
    return employee("seller@lamps.example", match_of("Lamps").profile.organisation, "editor")


def match_of(title: str) -> Match:
    rows = Match.objects.everywhere("a test").select_related("profile__organisation")
    return rows.get(opportunity__title=title, profile__organisation__slug="lamps")


def moved() -> dict[str, int]:
    rows = Match.objects.everywhere("a test").select_related("opportunity")
    return {row.opportunity.title: row.rank - row.score for row in rows}


def words(response) -> str:
    return " ".join(" ".join(html.fromstring(response.content).itertext()).split())


def test_another_subject_moves_its_group_down_and_nothing_else(needs, seller) -> None:
    answering.answer(match_of("Lamps"), Answer.SUBJECT, by=seller)

    assert moved() == {"Lamps": -6, "Poles": -6, "Wires": 0}


def test_relevant_moves_subject_region_and_buyer_up(needs, seller) -> None:
    answering.answer(match_of("Lamps"), Answer.RELEVANT, by=seller)

    assert moved() == {"Lamps": 8, "Poles": 8, "Wires": 4}


def test_answers_move_a_need_so_far_and_no_further(needs, seller) -> None:
    for title in needs:
        answering.answer(match_of(title), Answer.BUYER, by=seller)

    assert moved() == {"Lamps": -20, "Poles": -20, "Wires": -20}


def test_an_answer_moves_what_is_matched_later(
    needs, seller, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    answering.answer(match_of("Lamps"), Answer.SUBJECT, by=seller)

    later = published(
        havneby, buyer_of_havneby, moderator_of_denmark, title="Later", cpv=["34928530"]
    )
    services.match(later)

    assert moved()["Later"] == -6


def test_answers_of_one_company_do_not_move_another(needs, seller, denmark) -> None:
    profiled(company("lights", denmark))
    for need in needs.values():
        services.match(need)

    answering.answer(match_of("Lamps"), Answer.SUBJECT, by=seller)

    others = Match.objects.everywhere("a test").filter(profile__organisation__slug="lights")
    assert {row.rank - row.score for row in others} == {0}


def test_taken_back_it_was_never_said(needs, seller) -> None:
    feedback = answering.answer(match_of("Lamps"), Answer.SUBJECT, "We only wire.", by=seller)

    answering.take_back(feedback, by=seller)

    assert moved() == {"Lamps": 0, "Poles": 0, "Wires": 0}
    assert not Feedback.objects.everywhere("a test").exists()
    actions = [entry.action for entry in audit.trail(needs["Lamps"])]
    assert actions[:2] == ["match.answer_taken_back", "match.answered"]


def test_what_is_set_aside_leaves_the_list_and_is_found_again(needs, seller, as_user) -> None:
    browser = as_user(seller)
    address = f"{FOR_YOU}{match_of('Lamps').pk}/not-for-us/"
    assert "Why is it not for you?" in words(browser.get(address))

    response = browser.post(address, {"answer": "subject", "note": "We only wire."})

    assert response.status_code == 302
    shown = words(browser.get(FOR_YOU))
    assert "Poles" in shown
    assert "Not for us: Lamps" not in browser.get(FOR_YOU).content.decode()
    assert "Lamps" in words(browser.get(f"{FOR_YOU}?state=aside"))


def test_the_answers_stand_in_words_and_can_be_taken_back_there(needs, seller, as_user) -> None:
    browser = as_user(seller)
    browser.post(f"{FOR_YOU}{match_of('Lamps').pk}/relevant/")
    page = words(browser.get(ANSWERS))
    assert "Lamps" in page
    assert "(CPV 349): up by 4 points" in page
    assert "Havneby Kommune: up by 2 points" in page

    feedback = Feedback.objects.everywhere("a test").get()
    browser.post(f"{ANSWERS}{feedback.pk}/take-back/")

    assert "Nothing yet" in words(browser.get(ANSWERS))


def test_nobody_answers_for_a_company_of_others(needs, seller, as_user, stranger) -> None:
    feedback = answering.answer(match_of("Lamps"), Answer.SUBJECT, by=seller)
    reader = employee("reader@lamps.example", feedback.organisation)

    for who, status in ((stranger, 404), (reader, 403)):
        browser = as_user(who)
        assert browser.post(f"{FOR_YOU}{match_of('Poles').pk}/relevant/").status_code == status
        assert browser.post(f"{ANSWERS}{feedback.pk}/take-back/").status_code == status
    assert Feedback.objects.everywhere("a test").get() == feedback


def answer_as(slug: str, need, denmark, answer: str, note: str = "") -> None:
    """A company with a name that must not be told answers to the need."""
    firm = company(f"canary-{slug}", denmark)
    profiled(firm)
    who = employee(f"anna@canary-{slug}.example", firm, "owner")
    services.match(need)
    rows = Match.objects.managed_by(firm).select_related("opportunity", "profile__organisation")
    answering.answer(rows.get(opportunity=need), answer, note, by=who)


def test_moderators_read_sums_and_no_names(
    needs, denmark, as_user, moderator_of_denmark, moderator_of_latvia
) -> None:
    answer_as("one", needs["Lamps"], denmark, Answer.REGION, "Too far north")
    answer_as("two", needs["Lamps"], denmark, Answer.REGION, "Too far north")
    browser = as_user(moderator_of_denmark)
    said = words(browser.get("/p/dk/en/for-you/said/"))
    assert "2 companies have answered." in said
    assert "We do not deliver there 2" in said
    assert "Too far north" not in said

    answer_as("three", needs["Lamps"], denmark, Answer.OTHER, "Too dark")

    said = words(browser.get("/p/dk/en/for-you/said/"))
    assert "Too far north" in said
    assert "Too dark" in said
    assert "anary" not in said
    elsewhere = words(as_user(moderator_of_latvia).get("/p/lv/en/for-you/said/"))
    assert "No answers yet" in elsewhere


def test_a_buyer_reads_how_many_and_never_who(
    needs, denmark, as_user, buyer_of_havneby, stranger
) -> None:
    answer_as("one", needs["Lamps"], denmark, Answer.LARGE)
    answer_as("two", needs["Lamps"], denmark, Answer.LARGE)
    two = counting.reach_of(needs["Lamps"], denmark)
    assert (two.matched, two.told, two.starred) == ("3", "none", "none")
    assert (two.not_for_us, two.reasons) == ("fewer than 3", [])

    answer_as("three", needs["Lamps"], denmark, Answer.NOW)
    three = counting.reach_of(needs["Lamps"], denmark)
    assert (three.not_for_us, three.reasons) == ("3", [(Answer.LARGE, 2), (Answer.NOW, 1)])

    page = words(as_user(buyer_of_havneby).get(PAGE.format(needs["Lamps"].slug)))
    assert "How many companies it reaches" in page
    assert "Too large for us: 2" in page
    assert "anary" not in page
    for who in (stranger, None):
        shown = words(as_user(who).get(PAGE.format(needs["Lamps"].slug)))
        assert needs["Lamps"].title in shown
        assert "How many companies" not in shown


def test_companies_that_were_told_or_watch_are_counted(needs, denmark, run_jobs, stranger) -> None:
    for number in range(3):
        firm = company(f"watchful-{number}", denmark)
        profiled(firm)
        who = employee(f"anna@watchful-{number}.example", firm, "owner")
        stars.star(needs["Lamps"], by=who)
    stars.star(needs["Lamps"], by=stranger)
    services.match(needs["Lamps"])
    run_jobs()

    reach = counting.reach_of(needs["Lamps"], denmark)

    assert (reach.matched, reach.starred) == ("4", "3")
