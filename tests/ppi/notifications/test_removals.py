"""Who wrote what a moderator took off hears of it, with the reason; a kept thing is no news."""

from __future__ import annotations

import pytest

from ppi.moderation import services as moderation
from ppi.moderation.choices import ReportKind
from ppi.notifications.choices import Kind
from ppi.notifications.models import Delivery
from tests.tenders.written import published


@pytest.fixture
def report(facts, havneby, buyer_of_havneby, moderator_of_denmark, stranger, run_jobs):
    need = published(havneby, buyer_of_havneby, moderator_of_denmark)
    filed = moderation.report(
        need, need.portal, kind=ReportKind.WRONG, text="The street has no lamps.", by=stranger
    )
    run_jobs()
    return filed


def told(kind: str = Kind.REMOVAL) -> list[str]:
    return sorted(
        Delivery.objects.filter(kind=kind, channel="mail").values_list("email", flat=True)
    )


def mail_to(address: str, mailoutbox) -> str:
    """Subject and text of the last one."""
    message = [message for message in mailoutbox if message.to == [address]][-1]
    return f"{message.subject}\n{message.body}"


def test_the_author_is_mailed_the_reason_of_a_removal(
    report, moderator_of_denmark, buyer_of_havneby, run_jobs, mailoutbox
) -> None:
    moderation.settle(report, remove=True, reason="It names a person.", by=moderator_of_denmark)
    run_jobs()

    assert told() == [buyer_of_havneby.email]
    assert "It names a person." in mail_to(buyer_of_havneby.email, mailoutbox)


def test_the_author_is_mailed_once_although_the_removal_answers_several_reports(
    report, moderator_of_denmark, buyer_of_havneby, run_jobs, mailoutbox
) -> None:
    for address in ("anna@home.example", "ben@home.example"):
        moderation.report(
            report.subject, report.portal, kind=ReportKind.SPAM, text="x", email=address
        )
    run_jobs()
    mailoutbox.clear()

    moderation.settle(report, remove=True, reason="It names a person.", by=moderator_of_denmark)
    run_jobs()

    assert told() == [buyer_of_havneby.email]
    assert sorted(message.to[0] for message in mailoutbox) == [
        "anna@home.example",
        "ben@home.example",
        buyer_of_havneby.email,
        "stranger@elsewhere.example",
    ]


def test_no_author_is_mailed_when_the_content_is_kept(
    report, moderator_of_denmark, run_jobs
) -> None:
    moderation.settle(report, remove=False, reason="It is right.", by=moderator_of_denmark)
    run_jobs()

    assert told() == []
