"""Profiles for other systems: public, to be read."""

from __future__ import annotations

from profiles.models import Profile
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
    with django_assert_num_queries(3):
        client.get(f"{LIST}?portal=dk")
