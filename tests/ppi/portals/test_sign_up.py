"""An account begins in a portal, whose terms it accepts, and robots stay outside."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.signing import dumps
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from ppi.accounts.models import User
from ppi.portals import robots, services
from ppi.portals.models import Acceptance

pytestmark = pytest.mark.django_db

SIGN_UP = "/p/dk/da/account/signup/"


def shown(seconds_ago: float) -> str:
    """The stamp of a form that was shown so long ago."""
    return dumps(timezone.now().timestamp() - seconds_ago, salt=robots.SALT)


@pytest.fixture
def answers() -> dict[str, str]:
    return {
        "name": "The engineer of Havneby",
        "email": "engineer@havneby.example",
        "password1": "a-long-test-password",
        "accept": "on",
        "website": "",
        "started": shown(60),
    }


def link_in(message: mail.EmailMessage) -> str:
    return re.search(r"https?://\S+", message.body)[0]


def test_a_person_signs_up_in_the_portals_language_and_accepts_what_is_in_force(
    client, legal_texts, answers
) -> None:
    before = timezone.now()
    response = client.post(SIGN_UP, answers)

    assert response["Location"] == "/p/dk/da/account/confirm-email/"
    user = User.objects.get(email="engineer@havneby.example")
    assert (user.name, user.language) == ("The engineer of Havneby", "da")
    accepted = Acceptance.objects.filter(user=user).order_by("text__kind")
    assert [(a.text.kind, a.text.version) for a in accepted] == [("privacy", "1"), ("terms", "2")]
    assert all(before <= a.accepted_at <= timezone.now() for a in accepted)


def test_in_the_demonstration_the_newcomer_is_led_to_the_mail(client, legal_texts, answers) -> None:
    page = client.get(client.post(SIGN_UP, answers)["Location"])

    outbox = "/p/dk/da/demo/outbox/"
    links = [link.get("href") for link in html.fromstring(page.text).xpath("//a")]
    assert links.count(outbox) == 2, "above every page, and where one is told to read the mail"
    assert client.get(outbox).status_code == 200


def test_the_link_in_the_mail_confirms_and_leads_on_to_where_one_wanted_to_go(
    client, legal_texts, answers, settings
) -> None:
    wanted = "/p/dk/da/organisations/join/?q=havneby"
    client.post(SIGN_UP, answers | {"next": wanted})
    [message] = mail.outbox
    link = link_in(message)

    assert message.to == ["engineer@havneby.example"]
    assert link.startswith("http://testserver/p/dk/da/account/confirm-email/")
    assert "PPI Denmark" in message.body
    page = client.get(link)
    assert not EmailAddress.objects.get().verified, (
        "a mail scanner that opens links confirms nothing"
    )
    assert "engineer@havneby.example" in page.text
    confirmed = client.post(link)
    assert EmailAddress.objects.get().verified
    assert confirmed["Location"] == wanted


def test_the_form_is_shown_with_links_to_the_texts_and_a_field_that_people_do_not_see(
    client, legal_texts
) -> None:
    page = client.get("/p/dk/en/account/signup/").text

    assert 'href="/p/dk/en/portal/legal/terms/" target="_blank"' in page
    assert 'href="/p/dk/en/portal/legal/privacy/" target="_blank"' in page
    hidden = re.search(r'<div class="ds-sr-only" aria-hidden="true">(.*?)</div>', page)[1]
    assert 'name="website"' in hidden
    assert 'tabindex="-1"' in hidden


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("website", "https://spam.example", "A field that people do not see was filled in."),
        ("started", 0.1, "The form was sent sooner than a person can fill it in."),
        ("started", 25 * 3600, "This form was open too long."),
        ("started", "forged:stamp", "This form was open too long."),
        ("started", "", "This form was open too long."),
        ("accept", "", "Accept the terms of use to get an account."),
        ("name", "", "This field is required."),
        ("name", "x" * 151, "Ensure this value has at most 150 characters"),
        ("email", "not an address", "Enter a valid email address."),
        ("password1", "short", "This password is too short."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client, legal_texts, answers, settings, field, value, sentence
) -> None:
    settings.PPI_SIGN_UP_SECONDS = 2
    sent = value if isinstance(value, str) else shown(seconds_ago=value)
    response = client.post("/p/dk/en/account/signup/", answers | {field: sent})

    assert response.status_code == 200
    assert sentence in response.text
    assert not User.objects.exists()
    if field != "email":
        assert 'value="engineer@havneby.example"' in response.text


def test_a_person_who_was_too_quick_gets_in_with_the_form_that_came_back(
    client, legal_texts, answers, settings
) -> None:
    settings.PPI_SIGN_UP_SECONDS = 2
    refused = client.post(
        SIGN_UP, answers | {"started": shown(0), "website": "filled by a browser"}
    )
    fresh = re.search(r'name="started" value="([^"]+)"', refused.text)[1]

    with time_machine.travel(timezone.now() + timedelta(seconds=5)):
        client.post(SIGN_UP, answers | {"started": fresh})

    assert User.objects.filter(email="engineer@havneby.example").exists()
    assert "filled by a browser" not in refused.text


def test_the_hidden_field_alone_is_not_taken_for_haste(
    client, legal_texts, answers, settings
) -> None:
    settings.PPI_SIGN_UP_SECONDS = 2

    page = client.post(
        "/p/dk/en/account/signup/", answers | {"website": "x", "started": shown(2.2)}
    ).text

    assert "A field that people do not see was filled in." in page
    assert "sooner than a person" not in page


def test_an_address_that_has_an_account_learns_it_by_mail_and_nobody_else_does(
    client, legal_texts, answers, stranger
) -> None:
    fresh = client.post(SIGN_UP, answers)
    taken = client.post(SIGN_UP, answers | {"email": stranger.email})

    assert (taken.status_code, taken["Location"]) == (fresh.status_code, fresh["Location"])
    message = mail.outbox[-1]
    assert message.to == [stranger.email]
    assert "http://testserver/p/dk/da/account/password/reset/" in message.body
    assert User.objects.filter(email__iexact=stranger.email).count() == 1


def test_there_is_no_account_outside_every_portal(client, legal_texts, answers) -> None:
    response = client.post("/en/account/signup/", answers)

    assert response.status_code == 302
    assert response["Location"] == reverse("front:choose-portal")
    assert not User.objects.exists()


def test_markup_in_a_name_is_refused_and_stays_as_it_was_typed(
    client, legal_texts, answers
) -> None:
    page = client.post(
        "/p/dk/en/account/signup/", answers | {"name": "<script>alert(1)</script>"}
    ).text

    assert not User.objects.exists()
    assert "This looks like HTML." in page
    assert 'value="&lt;script&gt;alert(1)&lt;/script&gt;"' in page


def test_accepting_twice_changes_nothing(denmark, legal_texts, stranger) -> None:
    services.accept_legal_texts(denmark, by=stranger)
    services.accept_legal_texts(denmark, by=stranger)

    assert Acceptance.objects.filter(user=stranger).count() == 2


class CountingHasher(MD5PasswordHasher):
    """Counts what costs the time by which an address could be found out."""

    algorithm = "counting"
    hashed: list[str] = []

    def encode(self, password: str, salt: str) -> str:
        self.hashed.append(password)
        return super().encode(password, salt)


def test_an_address_that_is_known_costs_the_same_password_hash_as_a_new_one(
    legal_texts, answers, settings
) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    CountingHasher.hashed.clear()

    Client().post(SIGN_UP, answers)
    for_a_new_one = list(CountingHasher.hashed)
    CountingHasher.hashed.clear()
    Client().post(SIGN_UP, answers)

    assert User.objects.filter(email=answers["email"]).count() == 1
    assert CountingHasher.hashed == for_a_new_one == ["a-long-test-password"]


def test_a_form_that_is_too_large_is_answered_with_what_to_do(denmark, client) -> None:
    answer = client.post("/p/dk/en/account/signup/", {"name": "x" * 3_000_000})

    assert answer.status_code == 413
    assert "Press Back: what you typed is still there." in answer.content.decode()
