"""Colleagues hand to each other what is on their desk, and are told."""

from __future__ import annotations

import pytest
from django.core import mail

from ppi.kernel.verdicts import Refused
from tenders.models import Handover
from tenders.services import pursuing
from tests.tenders.company_desk.desk import BELL, at
from tests.tenders.filled import Page
from tests.tenders.written import reloaded


def test_a_colleague_is_told_what_is_put_into_their_hands_and_can_end_such_mails(
    pursuit, call, colleague, browser, as_user, run_jobs
) -> None:
    run_jobs()
    mail.outbox.clear()
    browser.post(at(pursuit, "hands/"), {"assignee": colleague.pk})
    browser.post(at(pursuit, "hands/"), {"assignee": colleague.pk})
    run_jobs()

    [told] = mail.outbox
    assert (told.to, told.subject) == ([colleague.email], f"In your hands: {call.title}")
    assert f"/opportunities/desk/{pursuit.pk}/" in told.body
    bell = Page(as_user(colleague).get(BELL)).text
    assert "You are a member of Upės žiburys." in bell
    assert "Stop mails about what colleagues hand on" in bell
    assert reloaded(pursuit).assignee == colleague

    stop = told.body.split("Stop mails of this kind: ")[1].split()[0]
    as_user(None).post(stop)
    browser.post(at(pursuit, "hands/"), {"assignee": ""})
    browser.post(at(pursuit, "hands/"), {"assignee": colleague.pk})
    run_jobs()
    assert len(mail.outbox) == 1


def test_a_word_is_sent_on_to_a_colleague_who_may_only_read(
    pursuit, call, reader, seller_of_upenai, browser, run_jobs
) -> None:
    run_jobs()
    mail.outbox.clear()
    browser.post(at(pursuit, "forward/"), {"to": reader.pk, "message": "Could we do lot 2?"})
    run_jobs()

    [told] = mail.outbox
    assert told.to == [reader.email]
    assert told.subject == f"From your colleague The seller of Upėnai: {call.title}"
    assert "Could we do lot 2?" in told.body
    assert reloaded(pursuit).assignee == seller_of_upenai


def test_nobody_outside_is_handed_anything(
    pursuit, reader, buyer_of_havneby, seller_of_upenai, browser
) -> None:
    for name, fields in (
        ("hands/", {"assignee": reader.pk}),
        ("hands/", {"assignee": buyer_of_havneby.pk}),
        ("forward/", {"to": buyer_of_havneby.pk}),
        ("forward/", {"to": seller_of_upenai.pk}),
        ("forward/", {"to": "x", "message": "kept"}),
    ):
        assert "Select a valid choice" in Page(browser.post(at(pursuit, name), fields)).text
    for act in (pursuing.assign, pursuing.forward):
        with pytest.raises(Refused):
            act(pursuit, buyer_of_havneby, by=seller_of_upenai)
    with pytest.raises(Refused, match="Choose a colleague"):
        pursuing.forward(pursuit, seller_of_upenai, by=seller_of_upenai)
    assert not Handover.objects.everywhere("a test").exists()
