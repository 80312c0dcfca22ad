"""Firms that were invited by mail hear what everybody hears who starred it, until they decline."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client

from ppi.discussion import services as discussion
from ppi.matching.interests import stars
from ppi.notifications import tasks
from ppi.notifications.choices import Kind
from ppi.notifications.models import Delivery
from ppi.notifications.services import mute
from tenders import services as tenders
from tenders.choices import Phase
from tenders.models import InvitedFirm, Opportunity, Version
from tests.conftest import member, organisation, person
from tests.ppi.notifications.conftest import told
from tests.tenders.filled import Page
from tests.tenders.written import reloaded

TITLE = "Light only where somebody walks"
FIRM, OTHER = "lamps@firm.example", "light@firm.example"
CHANGED = f"Changed: {TITLE}"


@pytest.fixture
def invite(call, buyer_of_havneby, run_jobs, mailoutbox):
    """Invite firms; their invitations have gone out and are forgotten."""

    def invite(*addresses: str) -> None:
        firms = [tenders.Firm("Firm", address, "en") for address in addresses]
        tenders.invite(call, firms, by=buyer_of_havneby)
        run_jobs()
        mailoutbox.clear()

    return invite


@pytest.fixture
def correct(call, buyer_of_havneby, run_jobs):
    def correct(reason: str, **facts) -> Opportunity:
        draft = tenders.start_correction(reloaded(call), by=buyer_of_havneby)
        tenders.edit(draft, by=buyer_of_havneby, correction_reason=reason, **facts)
        corrected = tenders.submit(reloaded(draft), by=buyer_of_havneby)
        run_jobs()
        return corrected

    return correct


def way_out(message) -> str:
    """The address in the foot of the mail, which is that of the mail program's button as well."""
    [found] = re.findall(r"Stop just this: (\S+)", message.body)
    assert message.extra_headers["List-Unsubscribe"] == f"<{found}>"
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return urlsplit(found).path


def test_every_invited_firm_hears_of_a_moved_deadline_once_and_all_the_same(
    call, invite, correct, stranger, run_jobs, mailoutbox
) -> None:
    invite(FIRM, OTHER)
    stars.star(call, by=stranger)
    correct("The holidays came in between.", deadline=call.deadline.replace(year=2031))
    tasks.tell_invited_firms_of_change.later(opportunity_id=call.pk)
    run_jobs()

    assert told(mailoutbox) == [(FIRM, CHANGED), (OTHER, CHANGED), (stranger.email, CHANGED)]
    heard = {one.to[0]: one.body.partition("--\n")[0] for one in mailoutbox}
    assert heard[FIRM] == heard[OTHER]
    first, rest = heard[FIRM].split("\n", 1)
    assert first == "Havneby Kommune has changed what it invited you to."
    # From there on it is the very mail of whoever starred it.
    assert rest == heard[stranger.email].split("\n", 1)[1]
    assert "- Deadline moved from " in rest
    assert "Reason: The holidays came in between." in rest
    version = Version.objects.of(call).get(number=2)
    rows = Delivery.objects.filter(user=None, object_id=version.pk, kind=Kind.CHANGE)
    assert sorted(row.email for row in rows) == [FIRM, OTHER]


@pytest.mark.parametrize("phase", [Phase.CLOSED, Phase.CANCELLED])
def test_they_hear_of_its_end(call, invite, buyer_of_havneby, run_jobs, mailoutbox, phase) -> None:
    invite(FIRM)
    tenders.end(call, phase, "No money this year.", by=buyer_of_havneby)
    run_jobs()

    assert told(mailoutbox) == [(FIRM, CHANGED)]
    assert "Reason: No money this year." in mailoutbox[0].body


def test_they_hear_that_it_was_taken_off_and_nothing_else_of_it(
    call, invite, stranger, buyer_of_havneby, run_jobs, mailoutbox
) -> None:
    invite(FIRM, stranger.email)
    stars.star(call, by=stranger)
    tenders.withdraw(reloaded(call), "Another way.", by=buyer_of_havneby)
    run_jobs()

    removed = f"No longer public: {TITLE}"
    assert told(mailoutbox) == [(FIRM, removed), (stranger.email, removed)]
    [mail] = [one for one in mailoutbox if one.to == [FIRM]]
    assert mail.body.startswith("What Havneby Kommune invited you to was taken off by the buyer")
    assert way_out(mail)


def test_what_was_put_back_and_is_taken_off_again_is_told_again_and_each_time_once(
    call, invite, moderator_of_denmark, run_jobs, mailoutbox
) -> None:
    invite(FIRM)
    for _time in range(2):
        tenders.remove(reloaded(call), "It names a product.", by=moderator_of_denmark)
        run_jobs()
        tasks.tell_invited_firms_of_removal(call.pk)
        run_jobs()
        tenders.restore(reloaded(call), by=moderator_of_denmark)
        run_jobs()

    assert told(mailoutbox) == [(FIRM, f"No longer public: {TITLE}")] * 2


def test_what_is_public_again_before_the_mail_went_out_is_not_said_to_be_gone(
    call, invite, moderator_of_denmark, run_jobs, mailoutbox
) -> None:
    invite(FIRM)
    tenders.remove(reloaded(call), "It names a product.", by=moderator_of_denmark)
    tasks.tell_invited_firms_of_removal(call.pk)
    tenders.restore(reloaded(call), by=moderator_of_denmark)
    run_jobs()

    assert told(mailoutbox) == []


def test_nobody_is_invited_to_what_was_taken_off_before_the_mail_went_out(
    call, buyer_of_havneby, run_jobs, mailoutbox
) -> None:
    [firm] = tenders.invite(call, [tenders.Firm("Firm", FIRM, "en")], by=buyer_of_havneby)
    tasks.tell_invited_firms([firm.pk])
    tenders.withdraw(reloaded(call), "Another way.", by=buyer_of_havneby)
    run_jobs()

    assert told(mailoutbox) == [(FIRM, f"No longer public: {TITLE}")]


def test_they_hear_of_an_answer_and_who_asked_of_it_once(
    call, invite, seller_of_upenai, buyer_of_havneby, run_jobs, mailoutbox
) -> None:
    invite(FIRM, seller_of_upenai.email)
    question = discussion.ask(call, "Kiek šviestuvų?", language="lt", by=seller_of_upenai)
    run_jobs()
    mailoutbox.clear()
    discussion.answer(question, "Om 40.", language="da", by=buyer_of_havneby)
    run_jobs()

    assert told(mailoutbox) == [
        (FIRM, f"New answer for all: {TITLE}"),
        (seller_of_upenai.email, f"Your question is answered: {TITLE}"),
    ]
    [heard] = [one for one in mailoutbox if one.to == [FIRM]]
    assert heard.body.startswith("A company asked about something that a buyer invited you to:\n")
    assert ["Kiek šviestuvų?" in heard.body, "Om 40." in heard.body] == [True, True]
    assert way_out(heard)


def test_a_firm_whose_account_has_starred_it_hears_of_a_change_there_and_once(
    call, invite, correct, denmark, stranger, mailoutbox
) -> None:
    silent = person("silent@firm.example", "Silent")
    mute(silent, Kind.CHANGE)
    without_star = member(
        person("sales@firm.example", "Sales"),
        organisation("firm", "Firm", denmark, kind="supplier"),
    )
    invite(stranger.email.upper(), silent.email, without_star.email)
    for one in (stranger, silent):
        stars.star(call, by=one)
    correct("First.", months=3)

    assert told(mailoutbox) == [(without_star.email, CHANGED), (stranger.email, CHANGED)]
    assert "something that you starred" in mailoutbox_to(stranger.email, mailoutbox).body
    assert "what it invited you to" in mailoutbox_to(without_star.email, mailoutbox).body


def mailoutbox_to(address: str, mailoutbox):
    [found] = [one for one in mailoutbox if one.to == [address]]
    return found


def test_who_is_invited_after_a_change_is_not_told_of_it(
    call, invite, correct, run_jobs, mailoutbox
) -> None:
    correct("First.", months=3)
    invite(FIRM)
    tasks.tell_invited_firms_of_change.later(opportunity_id=call.pk)
    run_jobs()

    assert told(mailoutbox) == []


def test_the_invitation_itself_can_be_declined_without_an_account_and_then_no_mail_comes(
    call, invite, correct, buyer_of_havneby, run_jobs, mailoutbox, as_user
) -> None:
    tenders.invite(
        call, [tenders.Firm(one, one, "en") for one in (FIRM, OTHER)], by=buyer_of_havneby
    )
    run_jobs()
    out = way_out(mailoutbox_to(FIRM, mailoutbox))
    mailoutbox.clear()

    asked = Page(Client().get(out))
    assert f"Havneby Kommune invited you to look at this: {TITLE}." in asked.text
    assert InvitedFirm.objects.of(call).exclude(declined_at=None).count() == 0
    for _twice in range(2):
        done = Page(Client().post(out, {"List-Unsubscribe": "One-Click"}))
        assert "You get no more mails because of this" in done.text
        assert "How I hear of news" not in done.text
    correct("First.", months=3)

    assert told(mailoutbox) == [(OTHER, CHANGED)]
    page = Page(as_user(buyer_of_havneby).get(f"/p/dk/en/opportunities/{call.slug}/invite/"))
    rows = page.tree.xpath("//li[contains(@class, 'row')]")
    assert ["wants no more mails about it" in row.text_content() for row in rows] == [True, False]


def test_what_was_promised_before_a_firm_declined_is_not_sent(
    call, invite, buyer_of_havneby, run_jobs, mailoutbox
) -> None:
    invite(FIRM)
    tenders.end(call, Phase.CANCELLED, "No money.", by=buyer_of_havneby)
    tasks.tell_invited_firms_of_change(call.pk)
    [firm] = InvitedFirm.objects.of(call)
    tenders.decline_mails(firm.pk)
    run_jobs()

    assert told(mailoutbox) == []
