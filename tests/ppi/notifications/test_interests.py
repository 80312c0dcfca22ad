"""Whoever saved a search, follows or starred hears of it, with the reason and a way to end it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.http import QueryDict
from django.test import Client

from ppi.matching.interests import searches, stars
from ppi.matching.models import SavedSearch
from ppi.notifications import services, tasks
from ppi.notifications.choices import Frequency, Kind
from ppi.search.criteria import Criteria
from tenders import services as tenders
from tests.ppi.matching.companies import profiled
from tests.ppi.notifications.conftest import told
from tests.tenders.written import published, reloaded

pytestmark = pytest.mark.django_db

LIGHT = "Light only where somebody walks"


@pytest.fixture
def at_once(stranger):
    """The stranger hears of what is found in a mail of its own."""
    services.choose(stranger, Kind.FOUND, mail=Frequency.NOW)
    return stranger


def looks_for(person, portal, *addresses: str) -> list[SavedSearch]:
    return [
        searches.save(Criteria.of(QueryDict(address)), portal=portal, language="en", by=person)
        for address in addresses
    ]


def test_a_saved_search_is_answered_by_one_mail_with_its_reason_and_its_end(
    facts, denmark, havneby, buyer_of_havneby, moderator_of_denmark, at_once, run_jobs, mailoutbox
) -> None:
    looks_for(at_once, denmark, "q=light", "q=gardens")
    published(havneby, buyer_of_havneby, moderator_of_denmark)
    run_jobs()

    [mail] = [one for one in mailoutbox if one.to == [at_once.email]]
    assert mail.subject == f"New for you: {LIGHT}"
    assert "Your search «light» finds it." in mail.body
    assert "gardens" not in mail.body
    [end, _all] = re.findall(r"http://testserver(\S+/stop/\S+)", mail.body)
    Client().post(end)
    assert [one.name for one in SavedSearch.objects.of_person(at_once)] == ["gardens"]


def test_two_searches_that_find_one_thing_are_one_mail_with_both_reasons(
    facts, denmark, havneby, buyer_of_havneby, moderator_of_denmark, at_once, run_jobs, mailoutbox
) -> None:
    looks_for(at_once, denmark, "q=light", "buyer=havneby")
    published(havneby, buyer_of_havneby, moderator_of_denmark)
    run_jobs()

    [mail] = [one for one in mailoutbox if one.to == [at_once.email]]
    assert "Your search «light» finds it." in mail.body
    assert "Your search «Havneby Kommune» finds it." in mail.body


def test_the_buyer_is_not_told_of_what_the_buyer_wrote(
    facts, denmark, havneby, buyer_of_havneby, moderator_of_denmark, run_jobs, mailoutbox
) -> None:
    services.choose(buyer_of_havneby, Kind.FOUND, mail=Frequency.NOW)
    looks_for(buyer_of_havneby, denmark, "q=light")
    published(havneby, buyer_of_havneby, moderator_of_denmark)
    run_jobs()

    assert [one for one in told(mailoutbox) if one[1].startswith("New for you")] == []


def test_who_starred_what_was_withdrawn_hears_that_it_is_gone(
    call, stranger, buyer_of_havneby, run_jobs, mailoutbox
) -> None:
    stars.star(call, by=stranger)
    tenders.withdraw(call, "The budget is gone.", by=buyer_of_havneby)
    run_jobs()

    [mail] = [one for one in mailoutbox if one.to == [stranger.email]]
    assert mail.subject == f"No longer public: {LIGHT}"
    assert "/stars/" in mail.body


def test_every_change_of_a_starred_company_is_told(
    denmark, upes_ziburys, stranger, run_jobs, mailoutbox
) -> None:
    profile = profiled(upes_ziburys, portal=denmark)
    run_jobs()
    stars.star(profile, by=stranger)
    for headline in ("Lamps that sleep", "Lamps that sleep and wake"):
        profiled(upes_ziburys, portal=denmark, headline=headline)
        run_jobs()

    told_of = [one[1] for one in told(mailoutbox) if one[0] == stranger.email]
    assert told_of == [f"Changed: {upes_ziburys.name}"] * 2


def test_a_digest_has_one_line_for_all_changes_of_it(
    denmark, upes_ziburys, stranger, time_machine, run_jobs, mailoutbox
) -> None:
    time_machine.move_to(datetime(2027, 1, 13, 18, tzinfo=UTC))
    services.choose(stranger, Kind.CHANGE, mail=Frequency.DAILY)
    profile = profiled(upes_ziburys, portal=denmark)
    run_jobs()
    stars.star(profile, by=stranger)
    for headline in ("Lamps that sleep", "Lamps that sleep and wake"):
        profiled(upes_ziburys, portal=denmark, headline=headline)
        run_jobs()
    time_machine.move_to(datetime(2027, 1, 14, 6, tzinfo=UTC))
    tasks.tell_what_is_due()
    run_jobs()

    [digest] = [mail for mail in mailoutbox if mail.to == [stranger.email]]
    assert digest.subject == "1 thing is new for you"
    assert digest.body.count(f"Changed: {upes_ziburys.name}") == 1


def test_a_correction_that_brings_the_word_finds_the_search_that_waited_for_it(
    call, denmark, at_once, buyer_of_havneby, run_jobs, mailoutbox
) -> None:
    looks_for(at_once, denmark, "q=hundesnude")
    draft = tenders.start_correction(reloaded(call), by=buyer_of_havneby)
    known = "A hundesnude has found two of them."
    tenders.edit(draft, by=buyer_of_havneby, correction_reason="Well.", known=known)
    tenders.submit(reloaded(draft), by=buyer_of_havneby)
    run_jobs()

    assert told(mailoutbox) == [(at_once.email, f"New for you: {LIGHT}")]
