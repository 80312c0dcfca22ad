"""allauth's pages stand in the house's frame, keep portal and language, and work under its CSP."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.test import Client

from ppi.portals.adapters import PortalMFAAdapter
from ppi.portals.models import Portal
from ppi.portals.templatetags.account_forms import browser as browser_name
from tests.ppi.portals.framed import assert_in_our_frame

PASSWORD = "a-long-test-password"

pytestmark = pytest.mark.django_db

FOR_EVERYBODY = [
    "account/login/",
    "account/signup/",
    "account/password/reset/",
    "account/password/reset/done/",
    "account/password/reset/key/done/",
    "account/confirm-email/",
    "account/confirm-email/no-such-key/",
    "account/inactive/",
    "account/3rdparty/login/cancelled/",
]
FOR_THE_SIGNED_IN = [
    "account/logout/",
    "account/email/",
    "account/password/change/",
    "account/2fa/",
    "account/2fa/totp/activate/",
    "account/2fa/webauthn/",
    "account/2fa/webauthn/add/",
    "account/2fa/recovery-codes/generate/",
    "account/reauthenticate/",
    "account/sessions/",
    "account/3rdparty/",
    "portal/me/",
]


def signed_in(user) -> Client:
    """A browser that came in by the front door and has just shown once more who it is."""
    client = Client()
    client.post("/p/dk/en/account/login/", {"login": user.email, "password": PASSWORD})
    response = client.post("/p/dk/en/account/reauthenticate/", {"password": PASSWORD})
    assert response.status_code == 302, response.text
    return client


@pytest.mark.parametrize("path", FOR_EVERYBODY)
def test_a_page_before_the_door_stands_in_our_frame(client, denmark, path) -> None:
    assert_in_our_frame(client.get(f"/p/dk/en/{path}"))


@pytest.mark.parametrize("path", FOR_THE_SIGNED_IN)
def test_a_page_behind_the_door_stands_in_our_frame(stranger, denmark, path) -> None:
    assert_in_our_frame(signed_in(stranger).get(f"/p/dk/en/{path}"))


def test_the_pages_of_a_passkey_stand_in_our_frame(stranger, denmark) -> None:
    browser = signed_in(stranger)
    passkey = Authenticator.objects.create(
        user=stranger,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "My telephone", "credential": {"clientExtensionResults": {}}},
    )
    pages = [
        browser.get(f"/p/dk/en/account/2fa/webauthn/{path}")
        for path in ("", f"keys/{passkey.pk}/edit/", f"keys/{passkey.pk}/remove/")
    ]

    for page in pages:
        assert_in_our_frame(page)
    assert "My telephone" in pages[0].text
    assert_in_our_frame(browser.get("/p/dk/en/account/2fa/recovery-codes/generate/"))


def test_what_protects_the_account_is_changed_only_by_who_shows_it_again(
    stranger, denmark, as_user
) -> None:
    browser = as_user(stranger)
    asked = browser.get("/p/dk/en/account/2fa/totp/activate/", follow=True)

    assert_in_our_frame(asked)
    assert "Is it you?" in asked.text
    back = browser.post(asked.redirect_chain[-1][0], {"password": PASSWORD})
    assert back["Location"] == "/p/dk/en/account/2fa/totp/activate/"


def test_signing_in_leads_back_to_where_one_was(client, stranger, denmark) -> None:
    page = client.get("/p/dk/da/organisations/?sort=name")
    assert page["Location"] == "/p/dk/da/account/login/?next=/p/dk/da/organisations/%3Fsort%3Dname"

    form = client.get(page["Location"])
    assert 'name="next" value="/p/dk/da/organisations/?sort=name"' in form.text
    response = client.post(
        "/p/dk/da/account/login/",
        {
            "login": stranger.email,
            "password": PASSWORD,
            "next": "/p/dk/da/organisations/?sort=name",
        },
    )
    assert response["Location"] == "/p/dk/da/organisations/?sort=name"


@pytest.mark.parametrize(
    "foreign",
    ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.example"],
)
def test_signing_in_never_leads_to_another_host(client, stranger, denmark, foreign) -> None:
    response = client.post(
        "/p/dk/da/account/login/", {"login": stranger.email, "password": PASSWORD, "next": foreign}
    )

    assert response["Location"] == "/p/dk/da/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    client, stranger, denmark
) -> None:
    def answer(email: str) -> str:
        page = client.post(
            "/p/dk/en/account/login/", {"login": email, "password": "wrong-password"}
        ).text
        page = page.replace(email, "ADDRESS")
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)

    assert answer(stranger.email) == answer("nobody@nowhere.example")


def test_a_forgotten_password_is_chosen_anew_by_a_link_that_works_once(
    client, stranger, denmark
) -> None:
    client.post("/p/dk/en/account/password/reset/", {"email": stranger.email})
    [message] = mail.outbox
    link = re.search(r"http://testserver(/p/dk/en/\S+)", message.body)[1]
    form_address = client.get(link)["Location"]
    new = {"password1": "another-long-password", "password2": "another-long-password"}

    response = client.post(form_address, new)

    assert response["Location"] == "/p/dk/en/account/password/reset/key/done/"
    stranger.refresh_from_db()
    assert stranger.check_password("another-long-password")
    again = Client().get(link, follow=True).text
    assert "This link has been used or is too old." in again
    assert 'name="password1"' not in again


def test_asking_for_a_password_tells_nobody_who_has_an_account(client, stranger, denmark) -> None:
    known = client.post("/p/dk/en/account/password/reset/", {"email": stranger.email})
    unknown = client.post("/p/dk/en/account/password/reset/", {"email": "nobody@nowhere.example"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [m.to for m in mail.outbox] == [[stranger.email], ["nobody@nowhere.example"]]
    assert "http://testserver/p/dk/en/account/signup/" in mail.outbox[1].body


def test_links_in_mails_ignore_the_host_that_the_request_named(stranger, denmark) -> None:
    Client().post(
        "/p/dk/en/account/password/reset/",
        {"email": stranger.email},
        headers={"host": "evil.example"},
    )

    links = re.findall(r"https?://[^/\s]+", mail.outbox[0].body)
    assert set(links) == {"http://testserver"}


def test_every_mail_says_from_which_portal_and_what_to_do_if_it_was_somebody_else(
    stranger, denmark
) -> None:
    browser = signed_in(stranger)
    browser.post(
        "/p/dk/en/account/password/change/",
        {
            "oldpassword": PASSWORD,
            "password1": "another-long-password",
            "password2": "another-long-password",
        },
    )

    [message] = mail.outbox
    assert message.subject == "Your password was changed"
    assert "PPI Denmark\nhttp://testserver/p/dk/en/" in message.body
    assert "http://testserver/p/dk/en/account/email/" in message.body
    assert "&#x27;" not in message.body


def test_a_second_address_is_added_confirmed_and_made_the_one_for_mails(stranger, denmark) -> None:
    browser = signed_in(stranger)
    here = "/p/dk/en/account/email/"
    browser.post(here, {"email": "new@elsewhere.example", "action_add": "1"})
    unconfirmed = browser.get(here).text
    link = re.search(r"http://testserver(/\S+confirm-email/\S+)", mail.outbox[-1].body)[1]
    browser.post(link)
    browser.post(here, {"email": "new@elsewhere.example", "action_primary": "1"})

    assert "Not confirmed" in unconfirmed
    stranger.refresh_from_db()
    assert stranger.email == "new@elsewhere.example"
    assert EmailAddress.objects.get(primary=True).email == "new@elsewhere.example"


def test_the_second_step_is_asked_for_and_takes_a_recovery_code(stranger, denmark) -> None:
    totp.TOTP.activate(stranger, totp.generate_totp_secret())
    codes = RecoveryCodes.activate(stranger).get_unused_codes()
    browser = Client()
    response = browser.post(
        "/p/dk/en/account/login/", {"login": stranger.email, "password": PASSWORD}
    )
    assert response["Location"] == "/p/dk/en/account/2fa/authenticate/"
    assert_in_our_frame(browser.get(response["Location"]))

    wrong = browser.post(response["Location"], {"code": "000000"})
    right = browser.post(response["Location"], {"code": codes[0]})

    assert "Incorrect code." in wrong.text
    assert right["Location"] == "/p/dk/en/"
    assert browser.get("/p/dk/en/organisations/").status_code == 200


def test_the_app_is_set_up_with_a_picture_and_a_key(stranger, denmark) -> None:
    browser = signed_in(stranger)
    page = browser.get("/p/dk/en/account/2fa/totp/activate/")
    secret = re.search(r'id="authenticator_secret" type="text" value="(\w+)"', page.text)[1]
    code = totp.format_hotp_value(
        totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time()))
    )

    browser.post("/p/dk/en/account/2fa/totp/activate/", {"code": code})

    assert_in_our_frame(page)
    assert 'src="data:image/svg+xml' in page.text
    assert Authenticator.objects.filter(user=stranger, type="totp").exists()
    assert_in_our_frame(browser.get("/p/dk/en/account/2fa/totp/deactivate/"))
    assert_in_our_frame(browser.get("/p/dk/en/account/2fa/recovery-codes/"))


def test_passkeys_belong_to_the_base_domain_in_every_portal(rf, denmark, settings) -> None:
    settings.PPI_BASE_DOMAIN = "ppi.example:8443"

    entity = PortalMFAAdapter().get_public_key_credential_rp_entity()

    assert entity == {"id": "ppi.example", "name": "PPI"}
    assert settings.MFA_ADAPTER == "ppi.portals.adapters.PortalMFAAdapter"


def test_the_pages_for_passkeys_name_only_scripts_of_our_own_host(client, denmark) -> None:
    page = client.get("/p/dk/en/account/login/")

    sources = re.findall(r'<script[^>]+src="([^"]+)"', page.text)
    assert all(source.startswith("/static/") for source in sources)
    assert any("mfa/js/webauthn" in source for source in sources)
    assert "script-src 'self'" in page["Content-Security-Policy"]


def test_a_person_changes_name_language_and_time_zone(stranger, denmark, as_user) -> None:
    browser = as_user(stranger)
    refused = browser.post(
        "/p/dk/en/portal/me/", {"name": "", "language": "xx", "time_zone": "Mars/Olympus"}
    )
    accepted = browser.post(
        "/p/dk/en/portal/me/",
        {"name": "Somebody else", "language": "lt", "time_zone": "Europe/Vilnius"},
    )

    assert refused.status_code == 200
    assert refused.text.count("ds-validation-message") == 3
    assert accepted["Location"] == "/p/dk/en/portal/me/"
    stranger.refresh_from_db()
    assert (stranger.name, stranger.language, stranger.time_zone) == (
        "Somebody else",
        "lt",
        "Europe/Vilnius",
    )


def test_an_operators_sign_in_is_everybodys_sign_in(client, denmark, stranger) -> None:
    response = client.get("/p/dk/en/operator/", follow=True)

    assert response.redirect_chain[-1][0].startswith("/p/dk/en/account/login/?next=")


def test_a_mail_server_that_is_away_delays_the_mail_and_breaks_nothing(
    client, denmark, stranger, settings, run_jobs, django_capture_on_commit_callbacks
) -> None:
    working = settings.MAILERS
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 9, "timeout": 1},
        }
    }
    response = client.post("/p/dk/en/account/password/reset/", {"email": stranger.email})
    assert response.status_code == 302
    assert mail.outbox == []

    settings.MAILERS = working
    run_jobs()

    [message] = mail.outbox
    assert message.to == [stranger.email]
    assert "/p/dk/en/account/password/reset/key/" in message.body


def test_a_portals_own_name_stands_on_every_page_and_in_every_title(client, denmark) -> None:
    Portal.objects.filter(pk=denmark.pk).update(name_da="PPI Danmark")

    page = client.get("/p/dk/da/account/login/").text

    assert re.search(r"<title>[^<]*· PPI Danmark</title>", page)


@pytest.mark.parametrize(
    ("user_agent", "shown"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Firefox/140.0", "Firefox, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/150.0 Safari/537.36 Edg/150.0", "Edge, Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 20_0 like Mac OS X) Safari/604.1", "Safari, iPhone"),
        ("curl/8.0", "an unknown browser"),
        ("", "an unknown browser"),
    ],
)
def test_a_browser_is_called_by_a_name_that_its_owner_knows(user_agent, shown) -> None:
    assert browser_name(user_agent) == shown


def test_too_many_attempts_are_stopped_on_a_page_of_ours(
    client, stranger, denmark, settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "3/m/ip"}
    for _number in range(3):
        client.post("/p/dk/en/account/login/", {"login": stranger.email, "password": "wrong"})
    stopped = client.post(
        "/p/dk/en/account/login/", {"login": stranger.email, "password": PASSWORD}
    )

    assert_in_our_frame(stopped, status=429)
    assert "Try again in a few minutes." in stopped.text
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(("language", "label"), [("en", "E-mail address"), ("da", "E-mailadresse")])
@pytest.mark.parametrize("page", ["login", "signup", "password/reset"])
def test_an_error_names_the_address_as_its_field_does(
    client, denmark, page, language, label
) -> None:
    refused = client.post(f"/p/dk/{language}/account/{page}/", {"email": "", "login": ""})

    assert re.search(rf"<label[^>]*>{label}", refused.text)
    summary = refused.text.partition("data-error-summary")[2].partition("</ul>")[0]
    assert f">{label}: " in summary


def test_an_error_names_a_further_address_alike(stranger, denmark) -> None:
    refused = signed_in(stranger).post("/p/dk/en/account/email/", {"action_add": "1", "email": ""})

    assert ">E-mail address: " in refused.text
