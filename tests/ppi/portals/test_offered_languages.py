"""A portal speaks the languages that it offers, and no other: on its pages and in its links."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from ppi.portals import links
from ppi.portals.models import Portal

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "host", "leads_to"),
    [
        ("/p/dk/lt/companies/?q=light&country=DK", "testserver",
         "/p/dk/da/companies/?q=light&country=DK"),
        ("/lt/companies/?q=light", "dk.testserver", "/da/companies/?q=light"),
        ("/p/dk/lt/", "testserver", "/p/dk/da/"),
        ("/p/dk/lt/no-such-page/", "testserver", "/p/dk/da/no-such-page/"),
        ("/p/dk/lt/operator/", "testserver", "/p/dk/da/operator/"),
    ],
)  # fmt: skip
def test_a_page_in_another_language_leads_to_the_same_page_in_the_readers_best(
    client, denmark, path, host, leads_to
) -> None:
    answer = client.get(path, headers={"host": host, "accept-language": "lt,fi;q=0.9,da;q=0.8"})

    assert (answer.status_code, answer["Location"]) == (302, leads_to)
    assert {"Accept-Language", "Cookie"} <= set(answer["Vary"].split(", "))


def test_who_reads_none_of_them_gets_the_portals_own(client, denmark) -> None:
    Portal.objects.filter(pk=denmark.pk).update(language="sv")

    assert client.get("/p/dk/lt/cases/")["Location"] == "/p/dk/sv/cases/"


def test_a_portals_own_domain_keeps_to_its_languages(client, own_domain) -> None:
    answer = client.get("/lt/cases/", headers={"host": own_domain.host})

    assert (answer.status_code, answer["Location"]) == (302, "/en/cases/")


def test_a_form_goes_along_with_what_was_typed(client, denmark) -> None:
    answer = client.post("/p/dk/lt/portal/me/", {"name": "Me"})

    assert (answer.status_code, answer["Location"]) == (307, "/p/dk/en/portal/me/")


@pytest.mark.parametrize("path", ["/p/dk/da/cases/", "/p/dk/en/cases/"])
def test_an_offered_language_is_shown(client, denmark, path) -> None:
    assert client.get(path).status_code == 200


def test_outside_the_portals_all_nine_are_spoken(client, denmark, settings) -> None:
    pages = [client.get(f"/{code}/portals/").status_code for code, _name in settings.LANGUAGES]

    assert pages == [200] * 9


def test_what_is_no_language_of_the_platform_is_left_alone(client, denmark) -> None:
    assert client.get("/p/dk/fr/cases/").status_code == 404
    assert client.get("/p/dk/theme-0b5563.css").status_code == 200


def test_a_link_in_a_mail_is_in_the_readers_language_only_where_the_portal_offers_it(
    own_domain,
) -> None:
    languages = ("da", "lt", "sv")
    in_mails = [links.absolute(own_domain, code, "organisations:mine") for code in languages]
    at_base = [links.path_at_base(own_domain, code, "portals:depart") for code in languages]

    assert in_mails == [
        f"http://indkob.example/{code}/organisations/" for code in ("da", "en", "sv")
    ]
    assert at_base == [f"/p/dk/{code}/portal/sign-in/depart/" for code in ("da", "en", "sv")]
    assert links.absolute(None, "lt", "front:choose-portal") == "http://testserver/lt/portals/"


def test_a_visit_leaves_the_accounts_own_language_alone(denmark, stranger, as_user) -> None:
    stranger.language = "lt"
    stranger.save()

    as_user(stranger).get("/p/dk/lt/cases/", follow=True)

    stranger.refresh_from_db()
    assert stranger.language == "lt"


def test_a_portal_offers_its_default_language(denmark) -> None:
    denmark.languages = ["da", "sv"]

    with pytest.raises(ValidationError) as refused:
        denmark.full_clean()

    assert refused.value.message_dict == {"languages": ["Offer the default language, too."]}
    denmark.languages = ["da", "en"]
    denmark.full_clean()
