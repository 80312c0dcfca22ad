"""Moderators hear of a report, and whoever reported hears what became of it."""

from __future__ import annotations

import pytest
from django.core import mail

from ppi.moderation import services as moderation
from ppi.moderation.choices import ReportKind
from tests.tenders.written import published

TITLE = "Light only where somebody walks"


@pytest.fixture
def need(facts, havneby, buyer_of_havneby, moderator_of_denmark, run_jobs):
    need = published(havneby, buyer_of_havneby, moderator_of_denmark)
    run_jobs()
    mail.outbox.clear()
    return need


@pytest.fixture
def filed(need, run_jobs):
    """Files a report about the need, and runs what follows."""

    def file(**facts):
        report = moderation.report(
            need, need.portal, kind=ReportKind.WRONG, text="The street has no lamps.", **facts
        )
        run_jobs()
        return report

    return file


@pytest.fixture
def settled(moderator_of_denmark, run_jobs):
    def settle(report, *, remove: bool, reason: str) -> None:
        mail.outbox.clear()
        moderation.settle(report, remove=remove, reason=reason, by=moderator_of_denmark)
        run_jobs()

    return settle


def mails_to(address: str) -> list[tuple[str, str]]:
    return [(m.subject, m.body.rstrip()) for m in mail.outbox if m.to == [address]]


def test_the_portals_moderators_hear_of_a_report_and_no_others(
    filed, moderator_of_denmark, moderator_of_latvia, stranger
) -> None:
    report = filed(by=stranger)

    [message] = mail.outbox
    stop = message.body.rstrip().rpartition(" ")[2]
    assert message.to == [moderator_of_denmark.email]
    assert message.subject == f"Reported: {TITLE}"
    assert message.body.rstrip() == (
        f"A reader has reported this: {TITLE}\n"
        "It is wrong or out of date\n"
        "\n"
        "The street has no lamps.\n"
        "\n"
        "Answer it here:\n"
        f"http://testserver/p/dk/en/moderation/reports/{report.pk}/\n"
        "\n"
        "--\n"
        "PPI Denmark\n"
        f"Stop mails of this kind: {stop}"
    )


@pytest.mark.parametrize(
    ("remove", "sentence"),
    [
        (True, "The moderators have removed what you reported"),
        (False, "The moderators have kept what you reported"),
    ],
)
def test_whoever_left_an_address_hears_the_answer_and_nothing_of_what_was_typed(
    filed, settled, remove, sentence
) -> None:
    settled(filed(email="me@home.example"), remove=remove, reason="We asked the town & it is so.")

    assert mails_to("me@home.example") == [
        (
            f"Answer to your report: {TITLE}",
            f"{sentence}: {TITLE}\n"
            "\n"
            "Their reason:\n"
            "We asked the town & it is so.\n"
            "\n"
            "--\n"
            "PPI Denmark",
        )
    ]


def test_whoever_was_signed_in_hears_it_at_the_account_in_their_language(
    filed, settled, learner_of_metsalinn, denmark
) -> None:
    learner_of_metsalinn.language = "en"
    learner_of_metsalinn.save()
    denmark.language = "da"
    denmark.save()

    settled(filed(by=learner_of_metsalinn), remove=False, reason="It is right.")

    [(subject, _text)] = mails_to(learner_of_metsalinn.email)
    assert subject == f"Answer to your report: {TITLE}"


def test_an_address_that_was_named_is_preferred_to_the_accounts(filed, settled, stranger) -> None:
    settled(filed(by=stranger, email="me@home.example"), remove=False, reason="It is right.")

    assert len(mails_to("me@home.example")) == 1
    assert mails_to(stranger.email) == []


def test_whoever_left_no_address_hears_nothing(filed, settled) -> None:
    settled(filed(), remove=False, reason="It is right.")

    assert mail.outbox == []


def test_the_answer_is_sent_although_the_thing_is_gone(filed, settled, need) -> None:
    report = filed(email="me@home.example")
    need.delete()

    settled(report, remove=True, reason="Its author deleted it.")

    [(subject, text)] = mails_to("me@home.example")
    assert subject == "Answer to your report: Opportunity"
    assert "Its author deleted it." in text
