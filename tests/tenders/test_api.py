"""Opportunities in the public API: what is public, in full, and nothing else."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ppi.moderation import services as moderation
from tenders import services
from tenders.choices import Kind
from tenders.models import Criterion, Lot
from tests.tenders.written import draft, published, reloaded, submission_of, submitted

ADDRESS = "/api/v1/opportunities/"
# What does not differ from one run to the next.
TOLD = {
    "portal": "dk",
    "kind": "call",
    "language": "en",
    "title": "Light only where somebody walks",
    "need": "The street lamps burn all night although nobody walks there.",
    "outcome": "Half the energy per kilometre.",
    "known": "Sensors",
    "partners_wanted": "",
    "buyer": {
        "slug": "havneby",
        "name": "Havneby Kommune",
        "country": "DK",
        "nuts": "DK050",
        "buyer_type": "sub-central",
        "registration_number": "",
    },
    "country": "DK",
    "nuts": ["DK050"],
    "cpv": ["34928510", "34993000"],
    "contract": "supplies",
    "procedure": "",
    "value": "90000.00",
    "judged_value": "90000.00",
    "currency": "EUR",
    "threshold": "below",
    "innovation": ["prod-innov"],
    "strategic": ["inn-pur"],
    "accepted_languages": [],
    "open_to_foreign": True,
    "official_url": "",
    "winner_name": "",
    "awarded_value": None,
    "awarded_currency": "",
    "tenders_received": None,
    "phase": "questions",
    "who": "",
    "novelty": "",
    "specification": "",
    "takes_questions": True,
    "questions_until": None,
    "starts_on": None,
    "months": None,
    "is_urgent": False,
    "technique": "",
    "runs_until": None,
    "is_for_small_firms": False,
    "is_eu_funded": False,
    "eu_programme": "",
    "lots": [],
    "criteria": [],
    "awards": [],
    "standstill_until": None,
    "ended": "",
    "ended_reason": "",
    "version": 1,
}


@pytest.fixture
def light(facts, havneby, buyer_of_havneby, moderator_of_denmark):
    return published(
        havneby, buyer_of_havneby, moderator_of_denmark, innovation=["prod-innov"], known="Sensors"
    )


@pytest.fixture
def canaries(
    facts, havneby, jarvikunta, buyer_of_havneby, buyer_of_jarvikunta, moderator_of_latvia
) -> list:
    return [
        draft(havneby, buyer_of_havneby, title="Canary draft"),
        submitted(havneby, buyer_of_havneby, title="Canary in review"),
    ]


@pytest.fixture
def kept_abroad(facts, jarvikunta, buyer_of_jarvikunta, moderator_of_latvia):
    return published(
        jarvikunta,
        buyer_of_jarvikunta,
        moderator_of_latvia,
        title="Kept at home abroad",
        kind="pcp",
        is_shared=False,
    )


def titles(response) -> list[str]:
    assert response.status_code == 200, response.content
    return [row["title"] for row in response.json()["results"]]


def test_an_opportunity_is_told_in_full(light, client) -> None:
    [told] = client.get(ADDRESS).json()["results"]

    assert told == TOLD | {
        "id": light.pk,
        "url": f"http://testserver/p/dk/en/opportunities/{light.slug}/",
        "ocid": light.purchase.ocid,
        "deadline": moment(light.deadline),
        "published_at": moment(light.published_at),
        "updated_at": moment(light.updated_at),
    }
    assert client.get(f"{ADDRESS}{light.pk}/").json() == told
    assert client.get(told["url"].removeprefix("http://testserver")).status_code == 200


def moment(value) -> str:
    return value.isoformat().replace("+00:00", "Z")


def test_what_is_not_public_is_not_told_to_anybody(
    light, canaries, client, as_user, buyer_of_havneby, moderator_of_denmark
) -> None:
    for browser in (client, as_user(buyer_of_havneby), as_user(moderator_of_denmark)):
        assert titles(browser.get(ADDRESS)) == [light.title]
        for canary in canaries:
            response = browser.get(f"{ADDRESS}{canary.pk}/")
            missing = browser.get(f"{ADDRESS}{2**40}/")
            assert (response.status_code, response.content) == (404, missing.content)


def test_what_was_withdrawn_is_gone(light, client, buyer_of_havneby) -> None:
    services.withdraw(light, "We found another way.", by=buyer_of_havneby)

    assert titles(client.get(ADDRESS)) == []
    assert client.get(f"{ADDRESS}{light.pk}/").status_code == 404


def test_narrowed_to_a_portal_it_tells_what_that_portal_shows(
    light, kept_abroad, client, latvia
) -> None:
    assert titles(client.get(ADDRESS, {"portal": "dk"})) == [light.title]
    assert titles(client.get(ADDRESS, {"portal": "lv"})) == [kept_abroad.title, light.title]
    assert titles(client.get(ADDRESS)) == [kept_abroad.title, light.title]
    assert client.get(f"{ADDRESS}{kept_abroad.pk}/", {"portal": "dk"}).status_code == 404


def test_a_portal_that_is_closed_or_unknown_is_refused_at_its_field(light, client, latvia) -> None:
    latvia.is_open = False
    latvia.save()

    for slug in ("lv", "no-such", "\x00", "d\x00k"):
        response = client.get(ADDRESS, {"portal": slug})
        if slug == "d\x00k":
            assert titles(response) == [light.title]
            continue
        assert response.status_code == 400
        assert response["Content-Type"] == "application/problem+json"
        assert json.loads(response.content)["errors"] == [
            {"field": "portal", "detail": "There is no such portal."}
        ]


@pytest.mark.parametrize(
    ("params", "number"),
    [
        ({"kind": "call"}, 1),
        ({"kind": "pcp"}, 1),
        ({"country": "DK"}, 1),
        ({"country": "DK", "kind": "pcp"}, 0),
        ({"country": "XX", "kind": ""}, 0),
    ],
)
def test_kind_and_country_narrow(light, kept_abroad, client, params, number) -> None:
    assert len(titles(client.get(ADDRESS, params))) == number


@pytest.mark.parametrize("kind", ["no-such", "ca\x00ll"])
def test_an_unknown_kind_is_refused_with_those_that_there_are(client, kind) -> None:
    answer = client.get(ADDRESS, {"kind": kind})

    sentence = f"There is no such value. There are: {', '.join(Kind.values)}."
    assert (answer.status_code, answer.json()["errors"]) == (
        400,
        [{"field": "kind", "detail": sentence}],
    )


@pytest.mark.parametrize("country", ["'; DROP TABLE", "x" * 10_000, "dk", "DK\n", "D\x00K"])
def test_what_is_no_country_is_refused_with_the_form_of_one(client, country) -> None:
    answer = client.get(ADDRESS, {"country": country})

    sentence = "This has not the right form: ISO 3166-1 alpha-2, such as DK."
    assert (answer.status_code, answer.json()["errors"]) == (
        400,
        [{"field": "country", "detail": sentence}],
    )


def test_pages_hold_every_opportunity_once_newest_first(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, client
) -> None:
    for number in range(7):
        published(havneby, buyer_of_havneby, moderator_of_denmark, title=f"Need {number}")

    seen, address = [], f"{ADDRESS}?page_size=3"
    while address:
        answer = client.get(address)
        seen += titles(answer)
        address = answer.json()["next"]

    assert seen == [f"Need {number}" for number in range(6, -1, -1)]


def test_amounts_are_text_so_that_no_cent_is_lost(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, client
) -> None:
    published(havneby, buyer_of_havneby, moderator_of_denmark, value=Decimal("99999999999999.99"))

    assert client.get(ADDRESS).json()["results"][0]["value"] == "99999999999999.99"


@pytest.mark.parametrize("key", ["x", "-1", "0", "99999999999999999999999", "%00", "1/../2"])
def test_an_address_that_is_no_id_is_not_found(light, client, key) -> None:
    assert client.get(f"{ADDRESS}{key}/").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_rows(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, client
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(ADDRESS)
        return len(captured)

    published(havneby, buyer_of_havneby, moderator_of_denmark)
    few = queries()
    for _ in range(10):
        published(havneby, buyer_of_havneby, moderator_of_denmark)

    assert queries() == few


def test_nothing_is_told_of_people(light, client, buyer_of_havneby) -> None:
    assert reloaded(light).created_by == buyer_of_havneby
    content = client.get(f"{ADDRESS}{light.pk}/").content.decode()

    assert buyer_of_havneby.name not in content
    assert buyer_of_havneby.email not in content


def test_lots_criteria_and_awards_are_told_in_three_queries_however_many(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, client
) -> None:
    divided = draft(havneby, buyer_of_havneby)
    price = {"role": "award", "kind": "price", "name": "Price", "weight": Decimal(100)}
    for kind, rows in ((Lot, [{"number": 1, "title": "Pier"}]), (Criterion, [price])):
        services.replace_parts(divided, kind, rows, by=buyer_of_havneby)
    services.submit(divided, by=buyer_of_havneby)
    moderation.publish(submission_of(divided), by=moderator_of_denmark)

    [told] = client.get(ADDRESS).json()["results"]
    assert told["lots"] == [
        {"number": 1, "title": "Pier", "description": "", "cpv": [], "nuts": [], "value": None}
    ]
    assert told["criteria"] == [price | {"description": "", "weight": "100.00"}]

    with CaptureQueriesContext(connection) as few:
        client.get(ADDRESS)
    for number in range(3):
        published(havneby, buyer_of_havneby, moderator_of_denmark, title=f"Another {number}")
    with CaptureQueriesContext(connection) as many:
        client.get(ADDRESS)
    assert len(many) == len(few)
