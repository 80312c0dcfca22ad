"""A passkey is made and signs in, with Chromium's own virtual authenticator."""

from __future__ import annotations

import pytest
from playwright.sync_api import CDPSession, expect

from tests.journeys.conftest import PASSWORD, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

# What a telephone or laptop has: keeps keys, asks for a finger, and finds the account by itself.
BUILT_IN = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_authenticator(person: Visitor) -> tuple[CDPSession, dict[str, str]]:
    device = person.page.context.new_cdp_session(person.page)
    device.send("WebAuthn.enable")
    return device, device.send("WebAuthn.addVirtualAuthenticator", {"options": BUILT_IN})


def shows_who_it_is(person: Visitor) -> None:
    person.sees("Is it you?")
    person.page.locator("[name=password]").fill(PASSWORD)
    person.clicks("Confirm")


def signs_out(person: Visitor) -> None:
    person.opens("/p/dk/en/account/logout/")
    person.page.locator("main button[type=submit]").click()
    person.page.wait_for_url(f"{person.site}/p/dk/en/")


def test_a_passkey_is_made_and_opens_the_account_without_a_password(visitor) -> None:
    learner = visitor()
    device, authenticator = with_authenticator(learner)
    learner.signs_in("seller@andentur.example")
    learner.opens("/p/dk/en/account/2fa/webauthn/add/")
    shows_who_it_is(learner)
    learner.page.locator("main [name=name]").fill("My laptop")
    learner.page.locator("main [name=passwordless]").check()
    learner.page.get_by_role("button", name="Add passkey").click()
    learner.page.wait_for_url(lambda url: "/add/" not in url)
    learner.looks()

    [key] = device.send("WebAuthn.getCredentials", authenticator)["credentials"]
    assert (key["rpId"], key["isResidentCredential"]) == ("localhost", True)
    signs_out(learner)

    learner.opens("/p/dk/en/account/login/?next=/p/dk/en/portal/me/")
    learner.page.get_by_role("button", name="Sign in with a passkey").click()

    learner.page.wait_for_url(f"{learner.site}/p/dk/en/portal/me/")
    learner.looks()
    expect(learner.page.locator("[name=name]")).to_have_value("The seller of Anden Tur")
    [key] = device.send("WebAuthn.getCredentials", authenticator)["credentials"]
    assert key["signCount"] >= 1


def test_a_device_without_the_passkey_says_so_and_leaves_the_password(visitor) -> None:
    stranger = visitor()
    with_authenticator(stranger)
    stranger.opens("/p/dk/en/account/login/")
    stranger.page.get_by_role("button", name="Sign in with a passkey").click()

    stranger.sees("The passkey was not used. Try again, or choose another way.")
    stranger.signs_in("stranger@elsewhere.example")
