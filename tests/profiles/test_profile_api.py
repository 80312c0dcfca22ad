"""Profiles for other systems: public, to be read."""

from __future__ import annotations

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
    assert slugs("?country=%00") == []
    assert client.get(f"{LIST}?portal=none").status_code == 400


def test_never_shows_drafts_and_takes_no_writing(draft, client) -> None:
    assert client.get(LIST).json()["results"] == []
    assert client.get(f"{LIST}{draft.pk}/").status_code == 404
    assert client.post(LIST, {}).status_code in (403, 405)


def test_needs_as_many_queries_for_many_products(published, client, django_assert_num_queries):
    with django_assert_num_queries(3):
        client.get(f"{LIST}?portal=dk")
