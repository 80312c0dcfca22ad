"""Cases for other systems."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import services
from cases.models import Case
from ppi.taxonomy.choices import Theme
from tests.cases.kept import TITLE, kept

LIST = "/api/v1/cases/"


def test_the_list_holds_what_is_published_anywhere_or_what_one_portal_shows(
    case, elsewhere, denmark, moderator_of_denmark, as_user
) -> None:
    kept("not-yet", denmark, moderator_of_denmark)

    everywhere = as_user(None).get(LIST).json()["results"]
    danish = as_user(None).get(f"{LIST}?portal=dk").json()["results"]

    assert {row["slug"] for row in everywhere} == {case.slug, "tikai-mums"}
    assert [row["slug"] for row in danish] == [case.slug]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("country=DK", 1),
        ("country=LV", 0),
        ("theme=food", 1),
        ("theme=roads", 0),
    ],
)
def test_country_and_theme_narrow_the_list(case, as_user, query, found) -> None:
    response = as_user(None).get(f"{LIST}?{query}")

    assert response.status_code == 200
    assert len(response.json()["results"]) == found


@pytest.mark.parametrize("theme", ["none", "food%00", "Food", "food,climate", "<b>"])
def test_a_theme_that_is_none_is_refused_at_its_name(case, as_user, theme) -> None:
    response = as_user(None).get(f"{LIST}?theme={theme}")

    assert response.status_code == 400
    sentence = f"There is no such value. There are: {', '.join(Theme.values)}."
    assert response.json()["errors"] == [{"field": "theme", "detail": sentence}]


def test_a_case_is_told_whole(case, as_user) -> None:
    told = as_user(None).get(f"{LIST}{case.slug}/", headers={"Accept-Language": "en"}).json()

    assert (told["title"], told["language"], told["language_shown"]) == (TITLE, "da", "da")
    assert (told["before"], told["after"], told["price"], told["currency"]) == (
        "118 g",
        "66 g",
        "1870000.00",
        "DKK",
    )
    assert told["lessons"] == ["Skriv målet i gram.", "Betal for prøver."]
    assert (told["organisation"], told["portal"]) == ("havneby", "dk")
    assert told["url"].endswith(f"/p/dk/en/cases/{case.slug}/")


def test_what_is_not_public_is_not_found(sent, as_user, buyer_of_havneby) -> None:
    for slug in (sent.slug, "no-such-case"):
        response = as_user(buyer_of_havneby).get(f"{LIST}{slug}/")
        assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_nothing_can_be_written(case, as_user, buyer_of_havneby) -> None:
    browser, sent = as_user(buyer_of_havneby), {"slug": case.slug, "title": "Taken over"}
    before = list(Case.objects.published_anywhere().values())

    for address in (LIST, f"{LIST}{case.slug}/"):
        for method in ("post", "put", "patch", "delete"):
            answer = getattr(browser, method)(address, sent, content_type="application/json")
            assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")
            assert answer.json()["detail"] == f'Method "{method.upper()}" not allowed.'

    assert list(Case.objects.published_anywhere().values()) == before


def test_queries_do_not_grow_with_the_rows(
    case, denmark, havneby, moderator_of_denmark, as_user
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            as_user(None).get(LIST)
        return len(captured)

    few = count()
    for number in range(4):
        more = kept(f"case-{number}", denmark, moderator_of_denmark, organisation=havneby)
        services.publish(more, by=moderator_of_denmark)

    assert count() == few
