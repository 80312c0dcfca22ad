"""Invitations are mailed each time they are made; requests to join are answered by mail."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from ppi.moderation import services as moderation
from ppi.moderation.models import Submission
from ppi.organisations import services as organisations
from ppi.organisations.choices import Role
from ppi.organisations.models import Membership
from tests.conftest import organisation

pytestmark = pytest.mark.django_db


def mails_to(person) -> list:
    return [message for message in mail.outbox if message.to == [person.email]]


def token_in(message) -> str:
    return re.search(r"/invitation/(\S+)/", message.body)[1]


@pytest.mark.parametrize("days", [1, 20])
def test_an_invitation_that_is_renewed_is_mailed_again_and_its_old_link_is_dead(
    havneby, buyer_of_havneby, stranger, run_jobs, days
) -> None:
    organisations.invite(havneby, stranger.email, Role.EDITOR, by=buyer_of_havneby)
    run_jobs()
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        again = organisations.invite(havneby, stranger.email, Role.READER, by=buyer_of_havneby)
        run_jobs()
        old, new = (token_in(message) for message in mails_to(stranger))

        assert organisations.invitation_of(old) is None
        assert organisations.invitation_of(new) == again
        organisations.accept_invitation(new, by=stranger)
    assert Membership.objects.of_person(stranger).get().role == Role.READER


@pytest.mark.parametrize(
    ("accept", "subject", "sentence", "path"),
    [
        (
            True,
            "You are a member of Havneby Kommune",
            "Havneby Kommune has let you in.",
            "havneby/board/",
        ),
        (
            False,
            "Your request to join Havneby Kommune is declined",
            "Havneby Kommune has declined your request to become a member.",
            "",
        ),
    ],
)
def test_who_asked_to_join_hears_the_answer_with_a_link_that_opens(
    havneby, buyer_of_havneby, stranger, run_jobs, as_user, accept, subject, sentence, path
) -> None:
    asked = organisations.request_to_join(havneby, "", by=stranger)
    organisations.decide_join_request(asked, accept, by=buyer_of_havneby)
    run_jobs()

    [message] = mails_to(stranger)
    assert message.subject == subject
    assert message.body.rstrip() == (
        f"{sentence}\n\nhttp://testserver/p/dk/en/organisations/{path}\n\n--\nPPI Denmark"
    )
    assert as_user(stranger).get(f"/p/dk/en/organisations/{path}").status_code == 200


@pytest.mark.parametrize("accept", [True, False])
def test_who_was_answered_by_a_moderator_hears_it_once_with_the_reason(
    denmark, stranger, moderator_of_denmark, run_jobs, accept
) -> None:
    unclaimed = organisation("klitland", "Klitland", denmark, country="DK")
    organisations.request_to_join(unclaimed, "I run it", by=stranger)
    run_jobs()
    [waiting] = Submission.objects.moderated_by(denmark).waiting()
    if accept:
        moderation.publish(waiting, by=moderator_of_denmark)
    else:
        moderation.send_back(waiting, "Use your office address.", by=moderator_of_denmark)
    run_jobs()

    [message] = mails_to(stranger)
    assert message.subject.startswith("Accepted:" if accept else "Returned to you:")
    assert ("Use your office address." in message.body) is not accept


def test_of_two_who_claim_it_each_hears_the_decision_once_with_its_reason(
    denmark, stranger, learner_of_metsalinn, moderator_of_denmark, run_jobs
) -> None:
    learner_of_metsalinn.language = "en"
    learner_of_metsalinn.save()
    unclaimed = organisation("klitland", "Klitland", denmark, country="DK")
    organisations.request_to_join(unclaimed, "I run it", by=stranger)
    organisations.request_to_join(unclaimed, "Me too", by=learner_of_metsalinn)
    run_jobs()
    first = Submission.objects.moderated_by(denmark).waiting().first()
    moderation.publish(first, by=moderator_of_denmark, reason="The register names them.")
    run_jobs()

    [won], [lost] = mails_to(stranger), mails_to(learner_of_metsalinn)
    assert (won.subject, lost.subject) == (
        "Accepted: The stranger to Klitland (Claim to an organisation)",
        "Your claim to Klitland is declined",
    )
    assert all("Their reason:\nThe register names them." in mail.body for mail in (won, lost))
