"""Profiles for other systems: public, to be read."""

from __future__ import annotations

from django.utils.dateparse import parse_datetime

from ppi.organisations.models import Membership
from profiles import contacts, credentials
from profiles.models import Profile
from tests.profiles.test_credentials import CLAIM
from tests.profiles.written import ABOUT, LAMP

LIST = "/api/v1/profiles/"


def test_lists_public_profiles_with_their_shown_products(published, elsewhere, client) -> None:
    rows = client.get(LIST).json()["results"]

    assert [row["company"]["slug"] for row in rows] == ["jarvikunta", "upes-ziburys"]
    own = rows[1]
    assert {key: own[key] for key in ABOUT} == ABOUT
    assert own["portal"] == "dk"
    assert own["url"].endswith("/p/dk/en/companies/upes-ziburys/")
    assert [product["name"] for product in own["products"]] == [LAMP["name"]]


def test_narrows_to_what_a_portal_shows_and_to_a_country(published, elsewhere, client) -> None:
    def slugs(query: str) -> list[str]:
        return [row["company"]["slug"] for row in client.get(LIST + query).json()["results"]]

    assert slugs("?portal=dk") == ["upes-ziburys"]
    assert slugs("?country=FI") == ["jarvikunta"]
    assert slugs("?country=XX") == []
    assert client.get(f"{LIST}?country=%00").json()["errors"][0]["field"] == "country"
    assert client.get(f"{LIST}?portal=none").json()["errors"] == [
        {"field": "portal", "detail": "There is no such portal."}
    ]


def test_a_draft_is_answered_like_what_does_not_exist(draft, client) -> None:
    hidden, missing = client.get(f"{LIST}{draft.pk}/"), client.get(f"{LIST}{draft.pk + 1}/")

    assert client.get(LIST).json()["results"] == []
    assert (hidden.status_code, hidden.json()["detail"]) == (404, "There is nothing here.")
    assert (missing.status_code, missing.json()) == (404, hidden.json())


def test_nothing_can_be_written(published, as_user, seller_of_upenai) -> None:
    browser, sent = as_user(seller_of_upenai), {"headline": "Taken over"}
    before = list(Profile.objects.published_anywhere().values())

    for address in (LIST, f"{LIST}{published.pk}/"):
        for method in ("post", "put", "patch", "delete"):
            answer = getattr(browser, method)(address, sent, content_type="application/json")
            assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")
            assert answer.json()["detail"] == f'Method "{method.upper()}" not allowed.'

    assert list(Profile.objects.published_anywhere().values()) == before


def test_needs_as_many_queries_for_many_products(published, client, django_assert_num_queries):
    with django_assert_num_queries(4):
        client.get(f"{LIST}?portal=dk")


def test_one_profile_shows_who_agreed_and_the_list_shows_nobody(
    published, seller_of_upenai, upes_ziburys, client
) -> None:
    shown = {"name": "Rūta", "position": "", "email": "ruta@ziburys.example", "phone": ""}
    members = Membership.objects.managed_by(upes_ziburys).select_related("organisation", "user")
    contact = contacts.show(members.get(), by=seller_of_upenai, agreed=True, **shown)
    credentials.add(published, "accessibility", by=seller_of_upenai, **CLAIM)

    assert "ruta@" not in client.get(LIST).content.decode()
    one = client.get(f"{LIST}{published.pk}/").json()
    [person] = one["contacts"]
    assert {name: person[name] for name in shown} == shown
    assert parse_datetime(person["agreed_at"]) == contact.agreed_at
    [claim] = one["credentials"]
    assert {name: claim[name] for name in CLAIM} == CLAIM
    assert one["buying"] is None

    contacts.take_back(contact, by=seller_of_upenai)
    assert client.get(f"{LIST}{published.pk}/").json()["contacts"] == []


def test_narrows_as_the_page_does(published, elsewhere, client) -> None:
    def slugs(query: str) -> list[str]:
        return [row["company"]["slug"] for row in client.get(LIST + query).json()["results"]]

    assert slugs("?kind=buyer") == ["jarvikunta"]
    assert slugs("?stage=pilot") == ["upes-ziburys"]
    assert slugs("?stage=market") == []
    assert slugs("?home=LT02&stage=pilot") == ["upes-ziburys"]
    assert slugs("?certificate=iso-9001") == []
    refused = client.get(f"{LIST}?stage=none&home=DK").json()["errors"]
    assert {each["field"] for each in refused} == {"stage", "home"}
