"""A portal that offers the library alone: the other rooms have no door, figure, page or address."""

from __future__ import annotations

import re

import pytest

from ppi.portals.models import Portal
from tests.tenders.written import draft, published

HOME = "/p/dk/en/"


@pytest.fixture
def need(facts, havneby, buyer_of_havneby, moderator_of_denmark, run_jobs):
    shown = published(havneby, buyer_of_havneby, moderator_of_denmark)
    run_jobs()
    return shown


@pytest.fixture
def only_library(denmark) -> Portal:
    Portal.objects.filter(pk=denmark.pk).update(modules=["library"])
    return denmark


ELSEWHERE = [
    "Light only where somebody walks",
    "needs open for answers",
    "Post a need",
    "Show your company",
    "Start a course",
    "/p/dk/en/opportunities/",
    "/p/dk/en/companies/",
    "/p/dk/en/courses/",
    "/p/dk/en/cases/",
]


def said(page: str) -> list[str]:
    return [words for words in ELSEWHERE if words in page]


def test_home_of_a_visitor_names_only_what_the_portal_offers(need, as_user, request) -> None:
    assert said(as_user(None).get(HOME).text) == ELSEWHERE

    request.getfixturevalue("only_library")
    answer = as_user(None).get(HOME)

    assert said(answer.text) == []
    assert answer.context["numbers"] == {"languages": 4}
    assert "/p/dk/en/library/" in answer.text
    assert "Where do you want to begin?" not in answer.text


def test_home_of_a_member_leads_to_no_room_that_is_off(
    need, havneby, buyer_of_havneby, as_user, request
) -> None:
    draft(havneby, buyer_of_havneby, title="Lamps")
    links = ('"/p/dk/en/for-you/"', "/p/dk/en/cases/mine/", "/p/dk/en/courses/mine/", "Lamps")
    assert all(link in as_user(buyer_of_havneby).get(HOME).text for link in links)

    request.getfixturevalue("only_library")
    page = as_user(buyer_of_havneby).get(HOME).text

    assert [link for link in links if link in page] == []


@pytest.mark.parametrize("path", ["cases/new/", "cases/mine/", "courses/mine/", "for-you/"])
def test_members_pages_of_a_room_that_is_off_say_so_after_signing_in(
    denmark, buyer_of_havneby, as_user, request, path
) -> None:
    assert as_user(buyer_of_havneby).get(HOME + path).status_code == 200

    request.getfixturevalue("only_library")
    asked, refused = as_user(None).get(HOME + path), as_user(buyer_of_havneby).get(HOME + path)

    assert (asked.status_code, asked.url) == (302, f"/p/dk/en/account/login/?next={HOME}{path}")
    assert refused.status_code == 403
    assert "This portal does not offer this part." in refused.text


def english_locations(browser, section: str) -> list[str]:
    listed = re.findall("<loc>(.*?)</loc>", browser.get(f"/p/dk/sitemap-{section}.xml").text)
    home = f"http://testserver{HOME}"
    return [url.removeprefix(home) for url in listed if url.startswith(home)]


def test_the_sitemap_lists_the_pages_that_the_portal_offers(need, as_user, request) -> None:
    browser = as_user(None)
    open_to_all = ["", "rules/", "procedures/"]
    lists = ["opportunities/", "companies/", "cases/", "courses/", "library/", "events/"]
    assert english_locations(browser, "pages") == open_to_all + lists
    assert english_locations(browser, "published") == [f"opportunities/{need.slug}/"]

    request.getfixturevalue("only_library")

    assert english_locations(browser, "pages") == [*open_to_all, "library/"]
    assert english_locations(browser, "published") == []


def test_a_sitemap_lists_only_the_portals_own_content(need, latvia, as_user) -> None:
    """It is shared into the Latvian portal, and found under the Danish one."""
    browser = as_user(None)

    assert browser.get(f"/p/lv/en/opportunities/{need.slug}/").status_code == 200
    assert need.slug in browser.get("/p/dk/sitemap-published.xml").text
    assert need.slug not in browser.get("/p/lv/sitemap-published.xml").text


@pytest.mark.parametrize("room", ["opportunities", "profiles", "cases", "courses"])
def test_the_api_gives_nothing_for_a_portal_that_switched_the_room_off(
    world, as_user, room
) -> None:
    address = f"/api/v1/{room}/"
    offered = as_user(None).get(f"{address}?portal=dk").json()["results"]
    Portal.objects.filter(slug="dk").update(modules=["library"])

    assert offered
    assert as_user(None).get(f"{address}?portal=dk").json()["results"] == []
    assert as_user(None).get(address).json()["results"]


def test_robots_at_the_base_host_names_every_open_portals_sitemap(denmark, latvia, as_user) -> None:
    Portal.objects.create(
        slug="ee", name="Not open yet", country="EE", languages=["en"], is_open=False
    )
    answer = as_user(None).get("/robots.txt").text

    assert re.findall("Sitemap: (.*)", answer) == [
        "http://testserver/p/dk/sitemap.xml",
        "http://testserver/p/lv/sitemap.xml",
    ]
