"""The search in the public API: the same rule as on the page, and wrong questions refused."""

from __future__ import annotations

import pytest

from tenders.choices import Status
from tests.ppi.search.published import opportunity, page

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/search/"


def titles(client, query: str) -> list[str]:
    response = client.get(f"{ADDRESS}?{query}")
    assert response.status_code == 200, response.content
    return [row["title"] for row in response.json()["results"]]


def refused(client, query: str) -> list[str]:
    response = client.get(f"{ADDRESS}?{query}")
    assert response.status_code == 400
    return [error["field"] for error in response.json()["errors"]]


@pytest.fixture
def needs(denmark, havneby, jarvikunta):
    opportunity(havneby, "Lamps", cpv=["34928500"], nuts=["DK050"], value_in_euro=1_000)
    opportunity(havneby, "Lamps, a draft", status=Status.DRAFT)
    opportunity(jarvikunta, "Boats", cpv=["34500000"], is_shared=False)
    page(denmark, title_en="How to buy lamps")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["How to buy lamps", "Boats", "Lamps"]),
        ("q=lamps", ["How to buy lamps", "Lamps"]),
        ("kind=opportunity&kind=library&q=lamps", ["How to buy lamps", "Lamps"]),
        ("subject=34", ["Boats", "Lamps"]),
        ("subject=34&portal=dk", ["Lamps"]),
        ("q=cpv:34928", ["Lamps"]),
        ("region=DK0&value=under-50000", ["Lamps"]),
        ("country=FI&country=DK&q=boats", ["Boats"]),
        ("name=havne", ["Lamps"]),
        ("deadline=week", []),
    ],
)
def test_it_finds_what_the_page_finds(needs, client, query, expected) -> None:
    assert titles(client, query) == expected


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("colour=red", ["colour"]),
        ("q=a&q=b", ["q"]),
        ("kind=opportunity&kind=nonsense", ["kind"]),
        ("country=dk", ["country"]),
        ("region=34", ["region"]),
        ("subject=lamps", ["subject"]),
        ("value=much", ["value"]),
        ("portal=nowhere", ["portal"]),
    ],
)
def test_what_means_nothing_is_refused_by_name(needs, client, query, fields) -> None:
    assert refused(client, query) == fields


def test_a_hit_carries_what_it_is_narrowed_by(needs, client) -> None:
    [row] = client.get(f"{ADDRESS}?q=lamps&kind=opportunity").json()["results"]

    assert row.pop("published_at") == row.pop("changed_at")
    assert row.pop("url").endswith("/p/dk/en/opportunities/o0/")
    assert row == {
        "kind": "opportunity",
        "portal": "dk",
        "organisation": {"slug": "havneby", "name": "Havneby Kommune", "country": "DK"},
        "language": "en",
        "title": "Lamps",
        "summary": "",
        "country": "DK",
        "nuts": ["DK050"],
        "cpv": ["34928500"],
        "value_in_euro": "1000.00",
        "deadline": None,
        "open_until": None,
    }
