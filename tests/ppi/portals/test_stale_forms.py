"""A form that anybody may send comes back as it was typed when its token is no longer good."""

from __future__ import annotations

import pytest
from django.test import Client
from lxml import html

from ppi.accounts.models import User
from ppi.assistant.models import Question
from ppi.moderation.models import Report

pytestmark = pytest.mark.django_db

HERE = "/p/dk/en"
SENTENCE = "Here is what you had typed. Nothing was sent yet."
TOO_LONG = "This page was open too long"
NO_COOKIE = "Your browser did not send the cookie that belongs to this form."
FORMS = {
    "moderation/report/organisations.organisation/{havneby}/": {
        "kind": "wrong",
        "text": 'The "price" is <b>wrong</b>.',
        "email": "me@home.example",
    },
    "assistant/": {"question": "What is <i>innovation</i>?"},
    "account/signup/": {"name": 'The "engineer"', "email": "me@home.example", "accept": "on"},
    "account/login/": {"login": "me@home.example"},
    "account/password/reset/": {"email": "me@home.example"},
}
SECRETS = {"password": "canary-word", "password1": "canary-word"}


@pytest.fixture(params=FORMS)
def form(request, havneby) -> tuple[str, dict[str, str]]:
    """Address and what was typed, of each form in turn."""
    return f"{HERE}/{request.param.format(havneby=havneby.pk)}", FORMS[request.param]


def visitor(**headers: str) -> Client:
    return Client(enforce_csrf_checks=True, headers={"sec-fetch-site": "same-origin"} | headers)


def fields_of(page, *names: str) -> dict[str, str]:
    """What stands in the form with these fields."""
    [fields] = [
        form.fields for form in html.fromstring(page.text).forms if set(names) <= {*form.fields}
    ]
    return {name: fields[name].removeprefix("\n") for name in names}


def test_it_comes_back_as_it_was_typed_with_a_token_that_is_good(form) -> None:
    address, typed = form
    browser = visitor()
    browser.get(address)

    refused = browser.post(address, typed | SECRETS | {"csrfmiddlewaretoken": "x" * 32})

    assert refused.status_code == 403
    assert fields_of(refused, *typed) == typed
    assert TOO_LONG in refused.text
    assert SENTENCE in refused.text
    assert "canary-word" not in refused.text
    assert "<b>wrong" not in refused.text
    assert "<i>innovation" not in refused.text
    token = fields_of(refused, "csrfmiddlewaretoken", *typed)
    assert browser.post(address, typed | SECRETS | token).status_code != 403


def test_so_does_it_for_a_browser_that_takes_no_cookies(form) -> None:
    address, typed = form

    refused = visitor().post(address, typed | SECRETS)

    assert refused.status_code == 403
    assert fields_of(refused, *typed) == typed
    assert NO_COOKIE in refused.text
    assert "canary-word" not in refused.text
    assert "ppi_session" not in refused.cookies


def test_nothing_of_it_is_done_and_nothing_stays_behind(form) -> None:
    address, typed = form
    browser = visitor()

    browser.post(address, typed | SECRETS)

    assert SENTENCE not in browser.get(address).text
    assert not Report.objects.everywhere("the test").exists()
    assert not Question.objects.everywhere("the test").exists()
    assert not User.objects.filter(email="me@home.example").exists()


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}]
)
def test_what_another_site_sent_does_not_come_back(form, headers) -> None:
    address, typed = form

    refused = visitor(**headers).post(address, typed)

    assert refused.status_code == 403
    assert "Nothing was saved." in refused.text
    assert not any(f'value="{value}"' in refused.text for value in typed.values() if value != "on")
    assert SENTENCE not in refused.text


def test_after_the_second_try_to_sign_in_one_still_goes_where_one_wanted(denmark, stranger) -> None:
    wanted = "/p/dk/en/portal/me/"
    address = f"{HERE}/account/login/"

    refused = visitor().post(address, {"login": stranger.email, "next": wanted})

    assert fields_of(refused, "login", "next")["next"] == wanted


def test_who_is_signed_in_already_is_not_shown_the_sign_in_again(denmark, stranger) -> None:
    browser = visitor()
    browser.force_login(stranger, backend="django.contrib.auth.backends.ModelBackend")

    refused = browser.post(f"{HERE}/account/login/", {"login": "other@home.example"})

    assert (refused.status_code, "other@home.example" in refused.text) == (403, False)
    assert "Nothing was saved." in refused.text


def test_what_a_script_sent_stands_on_its_page_still(denmark) -> None:
    """The page is left as it is: `htmx-setup.js` sends the form again as a page of its own."""
    refused = visitor(**{"hx-request": "true"}).post(f"{HERE}/assistant/", {"question": "canary"})

    assert (refused.status_code, "canary" in refused.text) == (403, False)
