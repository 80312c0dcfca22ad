"""Who guesses passwords is stopped; the owner of the account is not kept out by it."""

from __future__ import annotations

import pytest
from django.test import Client

from ppi.accounts.models import User
from ppi.settings import base
from tests.conftest import PASSWORD, person

pytestmark = pytest.mark.django_db

SIGN_IN = "/p/dk/en/account/login/"
TOO_MANY = "Too many failed login attempts."
ATTACKER, HOME = "192.0.2.66", "192.0.2.1"


@pytest.fixture(autouse=True)
def _limits(settings, denmark) -> None:
    settings.ACCOUNT_RATE_LIMITS = base.ACCOUNT_RATE_LIMITS


@pytest.fixture
def owner() -> User:
    return person("owner@havneby.example", "The owner")


def tries(email: str, password: str, address: str):
    """One try in a browser of its own at this network address."""
    sent = {"login": email, "password": password}
    return Client(REMOTE_ADDR=address).post(SIGN_IN, sent)


def test_ten_wrong_passwords_elsewhere_do_not_keep_the_owner_out(owner) -> None:
    for number in range(10):
        tries(owner.email, f"wrong-{number}", ATTACKER)

    stopped = tries(owner.email, PASSWORD, ATTACKER)
    let_in = tries(owner.email, PASSWORD, HOME)

    assert TOO_MANY in stopped.text
    assert (let_in.status_code, let_in["Location"]) == (302, "/p/dk/en/")


def test_five_wrong_passwords_stop_whoever_guesses(owner) -> None:
    answers = [tries(owner.email, f"wrong-{number}", ATTACKER).text for number in range(7)]

    assert [TOO_MANY in answer for answer in answers] == [False] * 5 + [True] * 2


def test_guessing_at_many_accounts_from_one_address_is_stopped_too(owner) -> None:
    for number in range(10):
        tries(f"person-{number}@havneby.example", "wrong", ATTACKER)

    assert TOO_MANY in tries(owner.email, PASSWORD, ATTACKER).text
    assert tries(owner.email, PASSWORD, HOME).status_code == 302


def test_the_right_password_costs_nothing(owner) -> None:
    answers = [tries(owner.email, PASSWORD, HOME).status_code for _ in range(12)]

    assert answers == [302] * 12
