"""Whoever has lost the second step of the sign-in is let in again by the portal that knows them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.utils import timezone

from ppi.kernel.audit import trail
from ppi.moderation.models import Submission
from ppi.organisations import second_factor
from ppi.organisations.choices import RequestState
from ppi.organisations.models import LostFactor
from tests.conftest import PASSWORD
from tests.ppi.organisations.acting import refusal

pytestmark = pytest.mark.django_db

PAGE = "/p/dk/en/organisations/second-step/"


@pytest.fixture
def locked_out(buyer_of_havneby):
    """Her telephone is at the bottom of the harbour."""
    Authenticator.objects.create(user=buyer_of_havneby, type=Authenticator.Type.TOTP, data={})
    EmailAddress.objects.create(user=buyer_of_havneby, email="old@havneby.example", verified=True)
    return buyer_of_havneby


def asked(who, **other) -> dict:
    return {"email": who.email, "password": PASSWORD, "message": "Ask the mayor."} | other


def after_the_time_to_object() -> None:
    rows = LostFactor.objects.everywhere("time passes")
    rows.update(open_until=timezone.now() - timedelta(minutes=1))


def test_the_portal_takes_it_off_after_three_days_and_the_password_is_enough(
    as_user, locked_out, moderator_of_denmark, denmark, run_jobs
) -> None:
    sent = as_user(None).post(PAGE, asked(locked_out))
    run_jobs()
    [waiting] = Submission.objects.moderated_by(denmark).waiting()
    review, browser = f"/p/dk/en/moderation/{waiting.pk}/", as_user(moderator_of_denmark)
    page = browser.get(review).text
    early = browser.post(f"{review}decide/", {"decision": "publish"}).text
    after_the_time_to_object()
    browser.post(f"{review}decide/", {"decision": "publish"})
    entry = {"login": locked_out.email, "password": PASSWORD}
    inside = as_user(None).post("/p/dk/en/account/login/", entry)

    assert sent.url == "/p/dk/en/account/login/"
    warned = [message.to for message in mail.outbox if "second step" in message.subject.lower()]
    assert warned[:2] == [["buyer@havneby.example"], ["old@havneby.example"]]
    assert all(text in page for text in ("Ask the mayor.", "Havneby Kommune (owner)"))
    assert "may object until" in early
    assert not Authenticator.objects.filter(user=locked_out).exists()
    assert (inside.status_code, "2fa" in inside.url) == (302, False)
    assert [each.action for each in trail(locked_out)][:2] == [
        "account.second_step_decided", "account.second_step_lost"
    ]  # fmt: skip


def test_signing_in_as_ever_stops_it(as_user, locked_out, denmark, run_jobs) -> None:
    lost = second_factor.ask(locked_out, "It is me.", portal=denmark)
    run_jobs()
    second_factor.signed_in_as_ever(locked_out)
    run_jobs()
    lost.refresh_from_db()

    assert lost.state == RequestState.WITHDRAWN
    assert list(Submission.objects.moderated_by(denmark).waiting()) == []
    assert Authenticator.objects.filter(user=locked_out).exists()


@pytest.mark.parametrize("other", [{"password": "wrong"}, {"email": "nobody@x.example"}])
def test_without_the_password_nothing_is_asked_nor_told(as_user, locked_out, other) -> None:
    page = as_user(None).post(PAGE, asked(locked_out, **other)).text

    assert "No account has this address with this password." in page
    assert PASSWORD not in page
    assert list(LostFactor.objects.everywhere("the test")) == []


def test_an_account_without_a_second_step_and_an_operators_are_refused(
    denmark, stranger, locked_out
) -> None:
    locked_out.is_staff = True

    assert refusal(second_factor.ask, stranger, "Me", portal=denmark).sentence == (
        "Your account has no second step. Sign in with your password."
    )
    assert refusal(second_factor.ask, locked_out, "Me", portal=denmark).sentence == (
        "Operators ask another operator."
    )


def test_the_portal_of_ones_organisation_decides_wherever_one_asked(
    denmark, latvia, locked_out, moderator_of_denmark, moderator_of_latvia
) -> None:
    lost = second_factor.ask(locked_out, "Me", portal=latvia)
    after_the_time_to_object()

    assert lost.portal == denmark
    assert refusal(second_factor.decide, lost, True, by=moderator_of_latvia)
    second_factor.decide(lost, False, by=moderator_of_denmark)
    assert Authenticator.objects.filter(user=locked_out).exists()
    assert refusal(second_factor.decide, lost, True, by=moderator_of_denmark).sentence == (
        "This request has been decided already."
    )


def test_nobody_decides_about_themselves(denmark, moderator_of_denmark) -> None:
    Authenticator.objects.create(user=moderator_of_denmark, type=Authenticator.Type.TOTP, data={})
    lost = second_factor.ask(moderator_of_denmark, "Me", portal=denmark)
    after_the_time_to_object()

    assert refusal(second_factor.decide, lost, True, by=moderator_of_denmark).sentence == (
        "Another moderator decides about you."
    )


def test_whoever_asks_again_and_again_sends_no_more_mails(as_user, locked_out) -> None:
    for _time in range(3):
        as_user(None).post(PAGE, asked(locked_out))

    assert len(mail.outbox) == 2
