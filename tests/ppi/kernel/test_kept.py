"""What was typed comes back once, on its own page, after a sign-in or with a fresh token."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import Client

from ppi.accounts.models import User
from ppi.kernel import kept

pytestmark = pytest.mark.django_db

PASSWORD = "a-long-test-password"
PAGE = "/p/dk/en/portal/me/"
TYPED = {"name": "A name in <the> making", "language": "da", "time_zone": "Europe/Vilnius"}
SENTENCE = "Here is what you had typed. Nothing was sent yet."


@pytest.fixture
def request_for(rf):
    """`request_for(path, fields)`: one browser's requests, which share a session."""
    session = Client().session

    def build(path: str, fields: dict | None = None) -> HttpRequest:
        request = rf.get(path) if fields is None else rf.post(path, fields)
        request.session = session
        return request

    return build


def test_it_comes_back_once_with_every_value_of_a_field(request_for) -> None:
    kept.keep(request_for("/here/", {"cpv": ["34", "45"], "title": "Æ"}))

    first, second = (kept.take(request_for("/here/")) for _ in range(2))

    assert dict(first.lists()) == {"cpv": ["34", "45"], "title": ["Æ"]}
    assert second is None


def test_it_comes_back_on_its_own_page_alone_whatever_the_query(request_for) -> None:
    kept.keep(request_for("/here/?kind=buyer", {"title": "T"}))

    assert kept.take(request_for("/there/")) is None
    assert kept.take(request_for("/here/?from=mail")).dict() == {"title": "T"}


def test_secrets_are_not_kept(request_for) -> None:
    secrets = {"password": "x", "password1": "x", "oldpassword": "x", "csrfmiddlewaretoken": "x"}
    kept.keep(request_for("/here/", {"title": "T", **secrets}))

    assert kept.take(request_for("/here/")).dict() == {"title": "T"}


def test_too_much_is_not_kept_and_neither_is_what_was_kept_before(request_for) -> None:
    kept.keep(request_for("/here/", {"title": "before"}))
    kept.keep(request_for("/here/", {"title": "x" * kept.LARGEST_BYTES}))

    assert kept.take(request_for("/here/")) is None


def test_files_are_to_be_chosen_again_and_the_page_says_so(denmark, stranger, as_user) -> None:
    browser = Client()
    browser.post(PAGE, {**TYPED, "upload": SimpleUploadedFile("plan.txt", b"plan")})
    browser.force_login(stranger, backend="django.contrib.auth.backends.ModelBackend")

    page = browser.get(PAGE)

    said = [str(message) for message in get_messages(page.wsgi_request)]
    assert said == ["Here is what you had typed. Choose your files again, then send the form."]


def test_a_form_is_bound_to_what_was_sent_before_it_is_to_what_was_kept(request_for) -> None:
    kept.keep(request_for("/here/", {"title": "before"}))

    assert kept.typed(request_for("/here/", {"title": "now"})).dict() == {"title": "now"}
    assert kept.typed(request_for("/here/")).dict() == {"title": "before"}
    assert kept.typed(request_for("/here/")) is None


def sign_in(browser: Client, user: User, address: str) -> str:
    """Through the page that this address names; answers where it leads."""
    fields = re.findall(r'name="(next)" value="([^"]*)"', browser.get(address).text)
    answers = {"login": user.email, "password": PASSWORD} | dict(fields)
    return browser.post(address.partition("?")[0], answers)["Location"]


def assert_typed_again(page, user: User) -> None:
    assert 'value="A name in &lt;the&gt; making"' in page.text
    assert '<option value="Europe/Vilnius" selected>' in page.text
    assert SENTENCE in page.text
    user.refresh_from_db()
    assert user.name == "The stranger"


def test_a_session_that_ended_in_mid_form_costs_nothing_that_was_typed(denmark, stranger) -> None:
    browser = Client()
    to_sign_in = browser.post(PAGE, TYPED)["Location"]

    back = sign_in(browser, stranger, to_sign_in)

    assert back == PAGE
    assert_typed_again(browser.get(back), stranger)
    assert SENTENCE not in browser.get(PAGE).text


def test_nor_with_a_second_step(denmark, stranger) -> None:
    totp.TOTP.activate(stranger, totp.generate_totp_secret())
    codes = RecoveryCodes.activate(stranger).get_unused_codes()
    browser = Client()
    to_sign_in = browser.post(PAGE, TYPED)["Location"]
    second_step = sign_in(browser, stranger, to_sign_in)

    back = browser.post(second_step, {"code": codes[0]})["Location"]

    assert second_step.startswith("/p/dk/en/account/2fa/authenticate/")
    assert back == PAGE
    assert_typed_again(browser.get(back), stranger)


def test_what_one_person_typed_is_not_shown_to_the_next_who_signs_in(
    denmark, stranger, learner_of_metsalinn
) -> None:
    browser = Client(enforce_csrf_checks=True, headers={"sec-fetch-site": "same-origin"})
    browser.force_login(stranger, backend="django.contrib.auth.backends.ModelBackend")
    browser.post(PAGE, TYPED)
    browser.force_login(learner_of_metsalinn, backend="django.contrib.auth.backends.ModelBackend")

    assert "making" not in browser.get(PAGE).text


def test_after_the_sign_in_one_is_on_the_page_with_the_form_not_at_its_buttons_address(
    denmark, havneby, buyer_of_havneby
) -> None:
    board = "/p/dk/en/organisations/havneby/board/"
    page = {"referer": f"http://testserver{board}"}
    foreign = {"referer": f"http://elsewhere.example{board}"}
    to_sign_in = [
        Client().post("/p/dk/en/organisations/havneby/invite/", {"email": "x"}, headers=headers)
        for headers in (page, foreign)
    ]

    assert [answer["Location"].partition("next=")[2] for answer in to_sign_in] == [
        board,
        "/p/dk/en/organisations/havneby/invite/",
    ]


SAME_ORIGIN = [{"sec-fetch-site": "same-origin"}, {"origin": "http://testserver"}]


@pytest.mark.parametrize("headers", SAME_ORIGIN)
def test_a_token_that_is_too_old_is_said_and_costs_nothing_either(
    denmark, stranger, headers
) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(stranger, backend="django.contrib.auth.backends.ModelBackend")

    browser.get(PAGE)

    refused = browser.post(PAGE, TYPED, headers=headers)

    assert refused.status_code == 403
    assert "This page was open too long, or you have signed in again since." in refused.text
    assert_typed_again(refused, stranger)
    assert "making" not in browser.get(PAGE).text
    sent = browser.post(PAGE, TYPED | token_of(refused), headers=headers)
    stranger.refresh_from_db()
    assert (sent["Location"], stranger.name) == (PAGE, TYPED["name"])


def token_of(page) -> dict[str, str]:
    name = "csrfmiddlewaretoken"
    return {name: re.findall(rf'name="{name}" value="(\w+)"', page.text)[-1]}


def test_a_button_whose_address_has_no_page_leads_back_to_the_page_it_stood_on(
    denmark, havneby, buyer_of_havneby
) -> None:
    board = "/p/dk/en/organisations/havneby/board/"
    headers = SAME_ORIGIN[0] | {"referer": f"http://testserver{board}"}
    browser = Client(enforce_csrf_checks=True, headers=headers)
    browser.force_login(buyer_of_havneby, backend="django.contrib.auth.backends.ModelBackend")

    refused = browser.post("/p/dk/en/organisations/havneby/invite/", {"email": "canary"})

    assert refused.status_code == 403
    assert f'href="{board}"' in refused.text
    assert "canary" not in refused.text
    assert "kept" not in browser.session


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "http://testserver"},
        {"origin": "http://evil.example"},
    ],
)
def test_what_another_site_sent_is_not_shown_as_ones_own_words(denmark, stranger, headers) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(stranger, backend="django.contrib.auth.backends.ModelBackend")

    refused = browser.post(PAGE, TYPED, headers=headers)

    assert refused.status_code == 403
    assert "Nothing was saved." in refused.text
    assert "making" not in refused.text
    assert "making" not in browser.get(PAGE).text
