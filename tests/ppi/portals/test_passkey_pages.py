"""Where JavaScript is off, the place of the passkey's button says why there is none."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from fido2.cose import CoseKey
from fido2.utils import sha256
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorAttestationResponse,
    AuthenticatorData,
    CollectedClientData,
    RegistrationResponse,
)
from lxml import html

from tests.conftest import PASSWORD

ACCOUNT = "/p/dk/en/account/"
SENTENCE = "Passkeys need JavaScript."


@pytest.fixture
def with_passkey(stranger):
    """Somebody whose telephone made a passkey for this host."""
    key = CoseKey.for_alg(-7)({1: 2, 3: -7, -1: 1, -2: b"x" * 32, -3: b"y" * 32})
    made = AttestedCredentialData.create(Aaguid.NONE, b"telephone", key)
    told = AuthenticatorData.create(sha256(b"testserver"), 0x45, 0, made)
    answer = AuthenticatorAttestationResponse(
        client_data=CollectedClientData.create("webauthn.create", b"any", "https://testserver"),
        attestation_object=AttestationObject.create("none", told, {}),
    )
    credential = RegistrationResponse(raw_id=b"telephone", response=answer)
    facts = {"name": "My telephone", "credential": dict(credential)}
    Authenticator.objects.create(user=stranger, type=Authenticator.Type.WEBAUTHN, data=facts)
    return stranger


def sign_in(browser: Client, user):
    facts = {"login": user.email, "password": PASSWORD}
    return browser.post(f"{ACCOUNT}login/", facts, follow=True)


def assert_said_at_the_button(page, button: str) -> None:
    """Once on the page, beside the button, and only without a script."""
    tree = html.fromstring(page.text)
    [place] = tree.xpath(f"//button[@id='{button}'][@hidden]/following-sibling::noscript")
    assert place.text_content().strip() == SENTENCE
    assert page.text.count(SENTENCE) == 1


def test_at_the_sign_in(client, denmark) -> None:
    assert_said_at_the_button(client.get(f"{ACCOUNT}login/"), "passkey_login")


def test_at_the_second_step(client, denmark, with_passkey) -> None:
    assert_said_at_the_button(sign_in(client, with_passkey), "mfa_webauthn_authenticate")


def test_where_a_passkey_is_made(client, denmark, stranger) -> None:
    sign_in(client, stranger)
    asked = client.get(f"{ACCOUNT}2fa/webauthn/add/")
    page = client.post(asked["Location"], {"password": PASSWORD}, follow=True)

    assert_said_at_the_button(page, "mfa_webauthn_add")


def test_where_one_shows_again_who_one_is(denmark, with_passkey, as_user) -> None:
    page = as_user(with_passkey).get(f"{ACCOUNT}2fa/webauthn/reauthenticate/")

    assert_said_at_the_button(page, "mfa_webauthn_reauthenticate")


def test_nowhere_else(client, denmark) -> None:
    assert SENTENCE not in client.get(f"{ACCOUNT}signup/").text
