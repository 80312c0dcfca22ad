"""What readers say to an opportunity, and who hears it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from icalendar import Calendar

from ppi.kernel.verdicts import Refused
from tenders.choices import Level, NotBidding
from tenders.models import Commitment, NoBid, Opportunity, Watch
from tenders.services import interest
from tests.tenders.written import draft, published

ROOM = "/p/dk/en/opportunities/"


@pytest.fixture
def need(facts, havneby, buyer_of_havneby, moderator_of_denmark) -> Opportunity:
    return published(havneby, buyer_of_havneby, moderator_of_denmark)


# Watching ----------------------------------------------------------------------------------------


def test_watching_twice_is_once_and_ends_when_the_watcher_says_so(
    need, seller_of_upenai, stranger, as_user
) -> None:
    browser, page = as_user(seller_of_upenai), f"{ROOM}{need.slug}/"
    browser.post(f"{page}watch/")
    browser.post(f"{page}watch/", {"watch": "yes"})
    as_user(stranger).post(f"{page}watch/")
    assert Watch.objects.of(need).count() == 2
    assert "Stop watching" in browser.get(page).content.decode()

    browser.post(f"{page}watch/", {"watch": "no"})
    assert [watch.person for watch in Watch.objects.of(need)] == [stranger]
    assert "Stop watching" not in browser.get(page).content.decode()


def test_a_draft_cannot_be_watched_even_by_its_author(
    facts, havneby, buyer_of_havneby, as_user
) -> None:
    secret = draft(havneby, buyer_of_havneby)
    answer = as_user(buyer_of_havneby).post(f"{ROOM}{secret.slug}/watch/")
    assert answer.status_code == 404
    assert not Watch.objects.of(secret).exists()


# We need this too --------------------------------------------------------------------------------


def test_another_buyer_says_how_far_it_would_go_and_changes_its_mind(
    need, jarvikunta, buyer_of_jarvikunta, as_user
) -> None:
    browser, page = as_user(buyer_of_jarvikunta), f"{ROOM}{need.slug}/need-too/"
    browser.post(page, {"level": "interested", "note": "About 200 lamps."})
    browser.post(page, {"level": "letter", "note": "About 300 lamps."})
    given = Commitment.objects.of(need).get()
    assert (given.organisation, given.level, given.note, given.given_by) == (
        jarvikunta,
        Level.LETTER,
        "About 300 lamps.",
        buyer_of_jarvikunta,
    )
    browser.post(page, {"take-back": "yes"})
    assert not Commitment.objects.of(need).exists()


def test_buyers_see_who_needs_it_too_and_everybody_else_only_how_many(
    need, jarvikunta, buyer_of_jarvikunta, buyer_of_havneby, seller_of_upenai, stranger, as_user
) -> None:
    interest.commit(need, jarvikunta, Level.JOINT, "ÄLYVALOT 300", by=buyer_of_jarvikunta)
    page = f"{ROOM}{need.slug}/"
    seen = {who: as_user(who).get(page).content.decode() for who in (buyer_of_havneby, stranger)}
    seen[None] = as_user(None).get(page).content.decode()
    seen[seller_of_upenai] = as_user(seller_of_upenai).get(page).content.decode()
    assert all("We buy jointly" in text for text in seen.values())
    assert [who for who, text in seen.items() if "ÄLYVALOT" in text] == [buyer_of_havneby]
    assert [who for who, text in seen.items() if jarvikunta.name in text] == [buyer_of_havneby]


def test_neither_a_company_nor_the_buyer_itself_needs_it_too(
    need, havneby, upes_ziburys, buyer_of_havneby, seller_of_upenai
) -> None:
    for organisation, person in ((upes_ziburys, seller_of_upenai), (havneby, buyer_of_havneby)):
        with pytest.raises(Refused, match="Only other public buyers"):
            interest.commit(need, organisation, Level.JOINT, by=person)
    assert not Commitment.objects.of(need).exists()


def test_an_unknown_level_is_refused_at_its_field(need, buyer_of_jarvikunta, as_user) -> None:
    page = f"{ROOM}{need.slug}/need-too/"
    answer = as_user(buyer_of_jarvikunta).post(page, {"level": "married", "note": "Lamps."})
    text = answer.content.decode()
    assert "Select a valid choice" in text
    assert "Lamps." in text
    assert not Commitment.objects.of(need).exists()


# We did not bid because --------------------------------------------------------------------------


def test_the_buyer_sees_reasons_and_numbers_and_never_who_or_what_they_wrote(
    need, upes_ziburys, seller_of_upenai, buyer_of_havneby, buyer_of_jarvikunta, as_user
) -> None:
    browser, page = as_user(seller_of_upenai), f"{ROOM}{need.slug}/"
    browser.post(f"{page}why-not/", {"reason": "size", "note": "PASLAPTIS"})
    browser.post(f"{page}why-not/", {"reason": "time", "note": "PASLAPTIS"})
    assert [(row.organisation, row.reason) for row in NoBid.objects.of(need)] == [
        (upes_ziburys, NotBidding.TIME)
    ]
    own = as_user(buyer_of_havneby).get(page).content.decode()
    assert "Too little time to answer" in own
    assert upes_ziburys.name not in own
    assert "PASLAPTIS" not in own
    other = as_user(buyer_of_jarvikunta).get(page).content.decode()
    assert "Too little time to answer" not in other


def test_a_buyer_has_no_company_to_say_it_for(need, buyer_of_jarvikunta, as_user) -> None:
    page = f"{ROOM}{need.slug}/why-not/"
    answer = as_user(buyer_of_jarvikunta).post(page, {"reason": "time"})
    assert "First: which company?" in answer.content.decode()
    assert not NoBid.objects.of(need).exists()


# The calendar ------------------------------------------------------------------------------------


def events_in(answer) -> list[tuple]:
    return [
        (str(event["uid"]), str(event["summary"]), event["dtstart"].dt, event["sequence"])
        for event in Calendar.from_ical(answer.content).walk("vevent")
    ]


def test_the_deadline_goes_into_a_calendar_under_an_identity_that_stays(
    need, as_user, settings
) -> None:
    page = f"{ROOM}{need.slug}/calendar/"
    answer = as_user(None).get(page)
    assert answer["content-type"] == "text/calendar; charset=utf-8"
    uid = f"deadline-{need.pk}@{settings.PPI_BASE_DOMAIN}"
    expected = [(uid, "Deadline: Light only where somebody walks", need.deadline, 1)]
    assert events_in(answer) == expected

    later = need.deadline + timedelta(days=3)
    Opportunity.objects.everywhere("a correction").filter(pk=need.pk).update(
        deadline=later, version=2
    )
    with time_machine.travel(need.deadline, tick=False):
        again = as_user(None).get(page)
    assert events_in(again) == [(uid, expected[0][1], later, 2)]


def test_a_draft_has_no_calendar(facts, havneby, buyer_of_havneby, as_user) -> None:
    secret = draft(havneby, buyer_of_havneby)
    assert as_user(None).get(f"{ROOM}{secret.slug}/calendar/").status_code == 404
