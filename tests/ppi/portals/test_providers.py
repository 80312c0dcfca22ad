"""Sign-in with an account that one has elsewhere."""

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.core.signing import dumps
from django.utils import timezone

from ppi.accounts.models import User
from ppi.portals import robots
from tests.ppi.portals.framed import assert_in_our_frame

pytestmark = pytest.mark.django_db


@pytest.fixture
def a_provider(settings) -> None:
    """Sign-in with OpenID Connect, configured as an operator would."""
    app = {
        "provider_id": "state",
        "name": "The state's sign-in",
        "client_id": "ppi",
        "secret": "not-a-secret",
        "settings": {"server_url": "https://idp.example"},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}


def test_a_provider_is_offered_once_it_is_configured(client, denmark, request) -> None:
    before = client.get("/p/dk/en/account/login/").text
    request.getfixturevalue("a_provider")
    after = client.get("/p/dk/en/account/login/")

    assert "The state&#x27;s sign-in" not in before
    assert "The state&#x27;s sign-in" in after.text
    assert_in_our_frame(after)


def test_a_provider_that_fails_leads_to_a_page_of_ours(client, denmark) -> None:
    assert_in_our_frame(client.get("/p/dk/en/account/3rdparty/login/error/"), status=401)


def test_who_comes_from_a_provider_accepts_the_terms_too(
    rf, denmark, legal_texts, a_provider, client
) -> None:
    known = SocialLogin(
        provider=get_adapter().get_provider(rf.get("/"), "state"),
        user=User(email="citizen@state.example"),
        account=SocialAccount(provider="state", uid="1", extra_data={}),
        email_addresses=[EmailAddress(email="citizen@state.example", verified=True, primary=True)],
    )
    session = client.session
    session["socialaccount_sociallogin"] = known.serialize()
    session.save()
    address = "/p/dk/en/account/3rdparty/signup/"
    answers = {"name": "A citizen", "email": "citizen@state.example", "website": ""}
    answers["started"] = dumps(timezone.now().timestamp() - 60, salt=robots.SALT)

    page = client.get(address)
    refused = client.post(address, answers)
    accepted = client.post(address, answers | {"accept": "on"})

    assert_in_our_frame(page)
    assert "The state&#x27;s sign-in has told us who you are." in page.text
    assert "Accept the terms of use to get an account." in refused.text
    assert accepted.status_code == 302
    made = User.objects.get(email="citizen@state.example")
    assert {a.text.version for a in made.acceptances.select_related("text")} == {"1", "2"}


def test_a_form_never_redirects_to_another_host_which_the_csp_would_stop(
    client, denmark, a_provider, monkeypatch
) -> None:
    monkeypatch.setattr(
        "allauth.socialaccount.providers.oauth2.client.OAuth2Client.get_redirect_url",
        lambda *_args, **_kwargs: "https://idp.example/authorize?client_id=ppi&state=1",
    )
    monkeypatch.setattr(
        "allauth.socialaccount.providers.openid_connect.views."
        "OpenIDConnectOAuth2Adapter.openid_config",
        {"authorization_endpoint": "https://idp.example/authorize", "token_endpoint": ""},
    )
    asked = client.get("/p/dk/en/account/oidc/state/login/")
    response = client.post("/p/dk/en/account/oidc/state/login/")

    assert_in_our_frame(asked)
    assert_in_our_frame(response)
    assert "form-action 'self'" in response["Content-Security-Policy"]
    address = "https://idp.example/authorize?client_id=ppi&amp;state=1"
    assert f'http-equiv="refresh" content="0; url={address}"' in response.text
    assert f'href="{address}"' in response.text
