"""A star notifies: whoever starred an opportunity hears of each change, and of each answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ppi.discussion import services as discussion
from ppi.matching.interests import stars
from ppi.notifications.choices import Kind
from ppi.notifications.services import mute
from tenders import services as tenders
from tenders.choices import Phase
from tenders.models import Opportunity
from tests.conftest import person
from tests.ppi.notifications.conftest import told
from tests.tenders.written import reloaded

TITLE = "Light only where somebody walks"


@pytest.fixture
def corrected(call, buyer_of_havneby):
    def correct(reason: str, **facts) -> Opportunity:
        draft = tenders.start_correction(reloaded(call), by=buyer_of_havneby)
        tenders.edit(draft, by=buyer_of_havneby, correction_reason=reason, **facts)
        return tenders.submit(reloaded(draft), by=buyer_of_havneby)

    return correct


def test_who_starred_it_hears_what_changed_and_why(
    call, corrected, stranger, seller_of_upenai, run_jobs, mailoutbox
) -> None:
    stars.star(call, by=stranger)
    later = call.deadline + timedelta(days=7)
    corrected("The holidays came in between.", deadline=later)
    run_jobs()

    assert told(mailoutbox) == [(stranger.email, f"Changed: {TITLE}")]
    body = mailoutbox[0].body
    assert body.startswith("Havneby Kommune has changed something that you starred.\n")
    assert "- Deadline moved from " in body
    assert "Reason: The holidays came in between." in body
    assert f"/opportunities/{call.slug}/versions/2/" in body


def test_each_of_two_changes_in_a_row_is_told_once(
    call, corrected, stranger, run_jobs, mailoutbox
) -> None:
    stars.star(call, by=stranger)
    corrected("First.", months=3)
    corrected("Second.", months=4)
    run_jobs()
    run_jobs()

    assert told(mailoutbox) == [(stranger.email, f"Changed: {TITLE}")] * 2
    assert ["First." in one.body for one in mailoutbox] == [True, False]


def test_who_comes_later_who_published_it_and_who_muted_it_hear_nothing(
    call, corrected, stranger, buyer_of_havneby, run_jobs, mailoutbox
) -> None:
    silent = person("silent@elsewhere.example", "Silent")
    mute(silent, Kind.CHANGE)
    for reader in (silent, buyer_of_havneby):
        stars.star(call, by=reader)
    corrected("First.", months=3)
    run_jobs()
    stars.star(call, by=stranger)
    assert told(mailoutbox) == []

    corrected("Second.", months=4)
    run_jobs()
    assert told(mailoutbox) == [(stranger.email, f"Changed: {TITLE}")]
    assert "Second." in mailoutbox[0].body


def test_its_end_is_told_with_the_reason(
    call, stranger, buyer_of_havneby, run_jobs, mailoutbox
) -> None:
    stars.star(call, by=stranger)
    tenders.end(call, Phase.CANCELLED, "No money this year.", by=buyer_of_havneby)
    run_jobs()

    assert told(mailoutbox) == [(stranger.email, f"Changed: {TITLE}")]
    assert "Cancelled" in mailoutbox[0].body
    assert "Reason: No money this year." in mailoutbox[0].body


def test_of_what_was_taken_off_meanwhile_only_that_is_told(
    call, corrected, stranger, buyer_of_havneby, run_jobs, mailoutbox
) -> None:
    stars.star(call, by=stranger)
    corrected("First.", months=3)
    tenders.withdraw(reloaded(call), "Another way.", by=buyer_of_havneby)
    run_jobs()

    assert told(mailoutbox) == [(stranger.email, f"No longer public: {TITLE}")]


def test_who_starred_it_hears_of_an_answer_and_the_asker_of_it_once(
    call, stranger, seller_of_upenai, buyer_of_havneby, run_jobs, mailoutbox
) -> None:
    for reader in (stranger, seller_of_upenai):
        stars.star(call, by=reader)
    question = discussion.ask(call, "Kiek šviestuvų?", language="lt", by=seller_of_upenai)
    run_jobs()
    mailoutbox.clear()
    discussion.answer(question, "Om 40.", language="da", by=buyer_of_havneby)
    run_jobs()

    assert told(mailoutbox) == [
        (seller_of_upenai.email, f"Your question is answered: {TITLE}"),
        (stranger.email, f"New answer for all: {TITLE}"),
    ]
    heard = next(one.body for one in mailoutbox if one.to == [stranger.email])
    assert ["Kiek šviestuvų?" in heard, "Om 40." in heard, "Upės" in heard] == [True, True, False]
