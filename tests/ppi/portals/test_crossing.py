"""A sign-in is carried from the base host to a portal's own domain, once and to one browser."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from ppi.kernel.audit import trail
from ppi.portals import crossing, services
from ppi.portals.models import Crossing

pytestmark = pytest.mark.django_db

OWN = {"host": "indkob.example"}
PASSWORD = "a-long-test-password"


def address_on(page) -> str:
    """Where the page at the base host sends the browser on to."""
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page.text)
    return found[1].replace("&amp;", "&")


def path_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


@pytest.fixture
def browser(own_domain) -> Client:
    """A browser; Django's test client keeps one set of cookies for all hosts, so ours keeps two."""
    return Client()


@pytest.fixture
def arrival(own_domain, stranger) -> tuple[Client, str]:
    """A browser on the portal's own domain, and the address with which it would be signed in."""
    at_home, at_base = Client(), Client()
    leaving = at_home.get("/en/account/login/?next=/en/organisations/", headers=OWN)
    sign_in = path_of(leaving["Location"])
    fields = {"login": stranger.email, "password": PASSWORD}
    wanted = parse_qs(urlsplit(sign_in).query)["next"][0]
    signed_in = at_base.post(urlsplit(sign_in).path, fields | {"next": wanted})
    return at_home, address_on(at_base.get(signed_in["Location"]))


def test_signing_in_on_the_own_domain_happens_at_the_base_host(browser) -> None:
    response = browser.get("/en/account/login/?next=/en/organisations/", headers=OWN)

    address = urlsplit(response["Location"])
    assert (address.netloc, address.path) == ("testserver", "/p/dk/en/account/login/")
    back = urlsplit(parse_qs(address.query)["next"][0])
    assert back.path == "/p/dk/en/portal/sign-in/depart/"
    state = response.cookies[crossing.COOKIE]
    assert parse_qs(back.query) == {"next": ["/en/organisations/"], "state": [state.value]}
    assert state["httponly"]
    assert state["samesite"] == "Lax"


def test_a_password_sent_to_the_own_domain_is_not_taken_there(browser, stranger) -> None:
    fields = {"login": stranger.email, "password": PASSWORD}
    response = browser.post("/en/account/login/", fields, headers=OWN)

    assert address_on(response).startswith("http://testserver/p/dk/en/account/login/")
    assert "_auth_user_id" not in browser.session


def test_signing_out_ends_the_sign_in_of_the_own_domain(own_domain, stranger, as_user) -> None:
    browser = as_user(stranger)
    response = browser.post("/en/account/logout/", headers=OWN)

    assert response["Location"] == "/en/"
    assert "_auth_user_id" not in browser.session


def test_the_person_arrives_signed_in_where_they_wanted_to_go(arrival, stranger) -> None:
    browser, address = arrival

    response = browser.get(path_of(address), headers=OWN)

    assert urlsplit(address).netloc == "indkob.example"
    assert response["Location"] == "/en/organisations/"
    assert browser.session["_auth_user_id"] == str(stranger.pk)
    assert browser.cookies[crossing.COOKIE].value == ""


def test_a_code_works_once(arrival) -> None:
    browser, address = arrival
    cookie = browser.cookies[crossing.COOKIE].value
    browser.get(path_of(address), headers=OWN)
    browser.logout()
    browser.cookies[crossing.COOKIE] = cookie

    response = browser.get(path_of(address), headers=OWN)

    assert response.status_code == 410
    assert "has been used or is too old" in response.text
    assert "_auth_user_id" not in browser.session


def test_a_code_is_too_old_after_a_minute(arrival) -> None:
    browser, address = arrival

    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        response = browser.get(path_of(address), headers=OWN)

    assert response.status_code == 410
    assert "_auth_user_id" not in browser.session


def test_a_code_sent_to_another_persons_browser_signs_nobody_in(arrival) -> None:
    _sender, address = arrival
    victim = Client()

    response = victim.get(path_of(address), headers=OWN)

    assert response.status_code == 410
    assert "was not started in this browser" in response.text
    assert "_auth_user_id" not in victim.session
    assert Crossing.objects.count() == 1


def test_a_code_of_one_portal_opens_no_other(own_domain, latvia, stranger) -> None:
    code = services.open_crossing(own_domain, by=stranger, session_key="at-the-base")

    with pytest.raises(services.Refused):
        services.cross(latvia, code)

    came = services.cross(own_domain, code)
    assert (came.user, came.session_key) == (stranger, "at-the-base")


def test_a_closed_account_does_not_arrive(own_domain, stranger) -> None:
    code = services.open_crossing(own_domain, by=stranger, session_key="at-the-base")
    stranger.is_active = False
    stranger.save()

    with pytest.raises(services.Refused):
        services.cross(own_domain, code)


@pytest.mark.parametrize(
    "foreign", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""]
)
def test_arriving_never_leads_to_another_host(own_domain, stranger, foreign) -> None:
    browser = Client()
    browser.cookies[crossing.COOKIE] = "state"
    code = services.open_crossing(own_domain, by=stranger, session_key="at-the-base")

    response = browser.get(
        "/en/portal/sign-in/arrive/",
        {"code": code, "state": "state", "next": foreign},
        headers=OWN,
    )

    assert response["Location"] == "/en/"


def test_only_the_hash_of_a_code_is_kept_and_the_crossing_leaves_a_trail(
    own_domain, stranger
) -> None:
    code = services.open_crossing(own_domain, by=stranger, session_key="at-the-base")

    assert code not in Crossing.objects.get().code_hash
    services.cross(own_domain, code)
    assert [entry.action for entry in trail(own_domain)] == ["portal.crossed"]


def test_old_codes_are_cleared_away(own_domain, stranger) -> None:
    services.open_crossing(own_domain, by=stranger, session_key="at-the-base")
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        services.open_crossing(own_domain, by=stranger, session_key="at-the-base")

    assert Crossing.objects.count() == 1


def test_a_portal_without_a_domain_of_its_own_needs_no_crossing(denmark, stranger, as_user) -> None:
    response = as_user(stranger).get("/p/dk/en/portal/sign-in/depart/")

    assert response["Location"] == "/p/dk/en/"
    assert not Crossing.objects.exists()


def test_a_form_that_needs_a_sign_in_is_not_redirected_over_two_hosts(browser) -> None:
    """`form-action` holds for every step of a redirect: browsers would stop at the second."""
    sent = browser.post("/en/portal/me/", {"name": "A name in the making"}, headers=OWN)

    assert (sent.status_code, "Location" in sent) == (200, False)
    assert address_on(sent) == "/en/account/login/?next=/en/portal/me/"
    leaving = browser.get(address_on(sent), headers=OWN)
    assert leaving["Location"].startswith("http://testserver/p/dk/en/account/login/?")


def test_nobody_departs_without_being_signed_in(client, own_domain) -> None:
    response = client.get("/p/dk/en/portal/sign-in/depart/?state=x")

    assert response["Location"].startswith("/p/dk/en/account/login/?next=")
    assert not Crossing.objects.exists()
