"""Sign-ins over several hosts end together, and each host's cookie is one that browsers take."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from ppi.portals.sessions import lies_under

pytestmark = pytest.mark.django_db

OWN = {"host": "indkob.example"}
PASSWORD = "a-long-test-password"
MINE = "/en/organisations/"


def path_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def cross(at_base: Client, host: dict) -> Client:
    """A browser tab at this host, signed in through the session at the base host."""
    here = Client(headers=host)
    leaving = here.get(f"/en/account/login/?next={MINE}")
    depart = at_base.get(path_of(leaving["Location"]), follow=True)
    onwards = re.search(r'content="0; url=([^"]+)"', depart.text)[1].replace("&amp;", "&")
    assert here.get(path_of(onwards))["Location"] == MINE
    return here


@pytest.fixture
def at_base(own_domain, stranger) -> Client:
    browser = Client()
    browser.post("/p/dk/en/account/login/", {"login": stranger.email, "password": PASSWORD})
    return browser


@pytest.fixture
def at_home(at_base) -> Client:
    return cross(at_base, OWN)


def is_signed_in(browser: Client, prefix: str = "") -> bool:
    return browser.get(f"{prefix}{MINE}").status_code == 200


def test_signing_out_on_the_own_domain_signs_out_at_the_base_host(at_base, at_home) -> None:
    assert (is_signed_in(at_home), is_signed_in(at_base, "/p/dk")) == (True, True)

    at_home.post("/en/account/logout/")

    assert (is_signed_in(at_home), is_signed_in(at_base, "/p/dk")) == (False, False)
    assert (Session.objects.count(), UserSession.objects.count()) == (0, 0)


def test_signing_out_at_the_base_host_signs_out_on_the_own_domain(at_base, at_home) -> None:
    at_base.post("/p/dk/en/account/logout/")

    assert (is_signed_in(at_base, "/p/dk"), is_signed_in(at_home)) == (False, False)


def test_a_sign_out_on_one_own_domain_reaches_the_other(at_base, at_home, latvia) -> None:
    latvia.host = "pirkumi.example"
    latvia.save()
    other = cross(at_base, {"host": latvia.host})

    at_home.post("/en/account/logout/")

    assert not is_signed_in(other)


def test_a_sign_in_from_another_browser_is_left_alone(at_base, at_home, stranger) -> None:
    elsewhere = Client()
    elsewhere.post("/p/dk/en/account/login/", {"login": stranger.email, "password": PASSWORD})

    at_home.post("/en/account/logout/")

    assert is_signed_in(elsewhere, "/p/dk")


def test_ending_the_other_sessions_in_the_list_ends_what_came_from_them(
    at_base, at_home, stranger
) -> None:
    elsewhere = Client()
    elsewhere.post("/p/dk/en/account/login/", {"login": stranger.email, "password": PASSWORD})
    elsewhere.post("/p/dk/en/account/sessions/")

    assert (is_signed_in(at_base, "/p/dk"), is_signed_in(at_home)) == (False, False)
    assert is_signed_in(elsewhere, "/p/dk")


def test_a_session_at_the_base_that_became_anothers_keeps_nobody_signed_in(
    at_base, at_home, learner_of_metsalinn
) -> None:
    at_base.force_login(learner_of_metsalinn, backend="django.contrib.auth.backends.ModelBackend")

    assert not is_signed_in(at_home)


@pytest.mark.parametrize(
    ("host", "path", "domain"),
    [
        ("testserver", "/p/dk/en/portal/me/", ".testserver"),
        ("dk.testserver", "/en/portal/me/", ".testserver"),
        ("indkob.example", "/en/portal/me/", None),
    ],
)
def test_the_shared_cookie_is_set_under_the_base_domain_alone(
    own_domain, stranger, settings, host, path, domain
) -> None:
    settings.SESSION_COOKIE_DOMAIN = ".testserver"
    # A form that needs a sign-in keeps what was typed in a session: every host can set a cookie.
    answer = Client(headers={"host": host}).post(path, {"name": "Me"})

    assert (answer.cookies[settings.SESSION_COOKIE_NAME]["domain"] or None) == domain


def test_a_host_that_only_ends_alike_does_not_lie_under_the_domain() -> None:
    hosts = ("ppi.example", "dk.ppi.example", "evilppi.example", "ppi.example.evil", "example")

    assert [lies_under(host, ".ppi.example") for host in hosts] == [True, True, False, False, False]


def test_with_a_shared_cookie_an_own_domain_signs_in_all_the_same(at_base, settings) -> None:
    settings.SESSION_COOKIE_DOMAIN = ".testserver"

    at_home = cross(at_base, OWN)

    assert is_signed_in(at_home)
    assert at_home.cookies[settings.SESSION_COOKIE_NAME]["domain"] == ""
