"""Organisations for other systems: verified ones, to be read."""

from __future__ import annotations

import pytest

from ppi.organisations import merging, services
from ppi.organisations.choices import Kind
from tests.conftest import organisation

pytestmark = pytest.mark.django_db

LIST = "/api/v1/organisations/"


def slugs(client, query: str = "") -> list[str]:
    return [row["slug"] for row in client.get(LIST + query).json()["results"]]


def test_lists_verified_ones_the_last_first_and_narrows(
    havneby, upes_ziburys, jarvikunta, newcomer, client
) -> None:
    assert slugs(client) == ["jarvikunta", "upes-ziburys", "havneby"]
    assert slugs(client, "?portal=dk") == ["jarvikunta", "upes-ziburys", "havneby"]
    assert slugs(client, "?kind=supplier") == ["upes-ziburys"]
    assert slugs(client, "?country=FI&kind=buyer") == ["jarvikunta"]
    assert client.get(f"{LIST}?kind=king").status_code == 400


def test_tells_what_its_page_tells(havneby, client) -> None:
    told = client.get(f"{LIST}havneby/").json()

    assert told.pop("url").endswith("/p/dk/en/organisations/havneby/")
    assert told.pop("created_at")
    assert told == {
        "slug": "havneby", "portal": "dk", "name": "Havneby Kommune", "kind": "buyer",
        "buyer_type": "sub-central", "country": "DK", "nuts": "DK050", "registration_number": "",
        "website": "", "about": "", "language": "en",
    }  # fmt: skip


def test_a_merged_one_is_told_as_the_one_that_is_kept(
    denmark, havneby, moderator_of_denmark, client
) -> None:
    city = organisation("city", "City", denmark, country="DK", kind=Kind.BUYER)
    merging.merge(havneby, city, "The same.", by=moderator_of_denmark)

    assert client.get(f"{LIST}city/").json()["slug"] == "havneby"
    assert slugs(client) == ["havneby"]


def test_what_is_not_verified_is_answered_like_what_does_not_exist(
    havneby, newcomer, moderator_of_denmark, client
) -> None:
    services.reject(havneby, "Not what it says.", by=moderator_of_denmark)
    answers = [client.get(f"{LIST}{slug}/") for slug in (newcomer.slug, "havneby", "nothing")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert slugs(client) == []


def test_pages_by_key_and_asks_no_more_the_longer_the_list(
    denmark, client, django_assert_max_num_queries
) -> None:
    for number in range(30):
        organisation(f"o-{number}", f"O {number}", denmark, country="DK")
    with django_assert_max_num_queries(4):
        first = client.get(f"{LIST}?page_size=10").json()
    second = client.get(first["next"]).json()

    assert [row["slug"] for row in first["results"]] == [f"o-{n}" for n in range(29, 19, -1)]
    assert [row["slug"] for row in second["results"]] == [f"o-{n}" for n in range(19, 9, -1)]


def test_an_address_that_no_database_takes_is_not_found(client) -> None:
    assert client.get(f"{LIST}hav%00neby/").status_code == 404
