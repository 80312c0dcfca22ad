"""The list of opportunities: what it finds, and what it never shows nor counts."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from tenders import services
from tenders.choices import Phase
from tenders.models import Opportunity
from tests.tenders.written import draft, in_days, published, submitted

LIST = "/p/dk/en/opportunities/"


@pytest.fixture
def post(facts, havneby, buyer_of_havneby, moderator_of_denmark):
    """Publish one of Havneby's."""

    def post(title: str, **facts) -> Opportunity:
        return published(havneby, buyer_of_havneby, moderator_of_denmark, title=title, **facts)

    return post


@pytest.fixture
def canaries(
    facts, havneby, jarvikunta, buyer_of_havneby, buyer_of_jarvikunta, moderator_of_denmark,
    moderator_of_latvia,
) -> None:  # fmt: skip
    """What must not show in the Danish portal, each in a way that a facet would count."""
    for make in (draft, submitted):
        make(havneby, buyer_of_havneby, title="Canary unpublished", kind="challenge", language="fi")
    published(
        jarvikunta,
        buyer_of_jarvikunta,
        moderator_of_latvia,
        title="Canary abroad",
        kind="pcp",
        language="sv",
        is_shared=False,
        innovation=["proc-innov"],
    )


class Page:
    def __init__(self, response) -> None:
        assert response.status_code == 200
        self.tree = html.fromstring(response.content)
        self.text = " ".join(self.tree.text_content().split())

    @property
    def titles(self) -> list[str]:
        links = self.tree.xpath("//*[@id='results']//a[contains(@href, '/opportunities/')]")
        return [link.text_content().strip() for link in links if "?" not in link.get("href")]

    @property
    def empty(self) -> tuple[str, str, list[tuple[str, str]]]:
        """Heading, text and links of what stands in the place of the rows."""
        [box] = self.tree.xpath("//*[@id='results']//*[@class='empty']")
        [text] = box.xpath("*[@class='empty__text']")
        links = [(link.text_content().strip(), link.get("href")) for link in box.iter("a")]
        return box.find("h3").text, text.text_content().strip(), links

    @property
    def facets(self) -> dict[str, dict[str, str]]:
        """Value and the text of its label, facet by facet."""
        boxes = self.tree.xpath("//*[@id='facets']//input[@type='checkbox' or @type='radio']")
        found: dict[str, dict[str, str]] = {}
        for box in boxes:
            [label] = self.tree.xpath(f"//label[@for='{box.get('id')}']")
            text = " ".join(label.text_content().split())
            found.setdefault(box.get("name"), {})[box.get("value")] = text
        return found


@pytest.fixture
def listed(client):
    def listed(**params) -> Page:
        return Page(client.get(LIST, params))

    return listed


@pytest.mark.parametrize("params", [{}, {"state": ""}, {"sort": "deadline"}])
def test_an_empty_portal_says_what_will_appear_here(denmark, listed, params) -> None:
    assert listed(**params).empty == (
        "No needs yet",
        "Needs of public buyers appear here as soon as a moderator has read them.",
        [("Post a need", f"{LIST}new/")],
    )


def test_where_all_is_closed_one_link_leads_to_it(post, buyer_of_havneby, listed) -> None:
    services.end(post("Light"), Phase.CANCELLED, "No money.", by=buyer_of_havneby)

    assert listed().empty == (
        "No open needs just now",
        "All that were published here are closed.",
        [("Show the closed ones", "?state=")],
    )
    assert listed(state="").titles == ["Light"]


@pytest.mark.parametrize("params", [{"q": "ferry"}, {"state": "questions"}, {"kind": "pcp"}])
def test_what_a_reader_asked_for_and_is_not_there_leads_to_fewer_filters(
    post, listed, params
) -> None:
    post("Light", takes_questions=False)

    heading, _text, links = listed(**params).empty
    assert (heading, links) == (
        "Nothing fits all of this",
        [("Clear search and filters", "?state=")],
    )


def test_what_is_not_public_here_is_neither_shown_nor_counted(post, canaries, listed) -> None:
    post("Light on the pier")

    for params in ({}, {"q": "canary"}, {"state": ""}, {"kind": ["challenge", "pcp"]}):
        page = listed(**params)
        assert "Canary" not in page.text
    everything = listed(state="")
    assert everything.titles == ["Light on the pier"]
    assert "1 found" in everything.text
    counted = everything.facets
    assert set(counted["kind"]) == {"call"}
    assert set(counted["language"]) == {"en"}
    assert set(counted["country"]) == {"DK"}
    assert "Järvikunta" not in everything.text


def test_it_opens_on_what_can_still_be_answered(post, listed) -> None:
    post("Open")
    closed = post("Closed")
    Opportunity.objects.everywhere("a test").filter(pk=closed.pk).update(
        deadline=timezone.now() - timedelta(minutes=1)
    )
    post("Planned", kind="planned", deadline=None)

    assert sorted(listed().titles) == ["Open", "Planned"]
    assert listed(state="closed").titles == ["Closed"]
    assert sorted(listed(state="").titles) == ["Closed", "Open", "Planned"]
    assert sorted(listed(state=["open", "closed"]).titles) == ["Closed", "Open", "Planned"]


@pytest.mark.parametrize(
    ("params", "titles"),
    [
        ({"kind": "challenge"}, ["Challenge"]),
        ({"kind": ["challenge", "call"]}, ["Cheap", "Challenge", "Dear"]),
        ({"threshold": "above"}, ["Dear"]),
        ({"threshold": "below"}, ["Cheap"]),
        ({"value": "under-50000"}, ["Cheap"]),
        ({"value": "from-216000"}, ["Dear"]),
        ({"value": ["under-50000", "from-216000"]}, ["Cheap", "Dear"]),
        ({"innovation": "prod-innov"}, ["Challenge"]),
        ({"language": "da"}, ["Challenge"]),
        ({"country": "DK", "kind": "call"}, ["Cheap", "Dear"]),
        ({"country": "LT"}, []),
        ({"q": "dear"}, ["Dear"]),
    ],
)
def test_facets_and_words_narrow(post, listed, params, titles) -> None:
    post("Cheap", value=Decimal(40_000))
    post("Dear", value=Decimal(400_000))
    post("Challenge", kind="challenge", value=None, innovation=["prod-innov"], language="da")

    assert sorted(listed(**params).titles) == sorted(titles)


def test_bands_meet_without_a_gap(post, listed) -> None:
    post("Just below", value=Decimal("215999.99"))
    post("At the limit", value=Decimal("216000.00"))
    post("At fifty", value=Decimal("50000.00"))

    assert sorted(listed(value="50000-216000").titles) == ["At fifty", "Just below"]
    assert listed(value="from-216000").titles == ["At the limit"]


@pytest.mark.parametrize("sort", ["newest", "deadline"])
def test_every_opportunity_stands_on_exactly_one_page(post, client, sort) -> None:
    for number in range(23):
        post(f"Need {number}", kind="planned", deadline=None)
    moment = timezone.now() + timedelta(days=3)
    rows = Opportunity.objects.everywhere("a test")
    rows.update(published_at=timezone.now())
    some = list(rows.values_list("pk", flat=True)[:12])
    rows.filter(pk__in=some).update(deadline=moment)

    seen, address = [], f"{LIST}?sort={sort}"
    while address:
        page = Page(client.get(address))
        seen += page.titles
        further = page.tree.xpath("//*[@id='results']//a[contains(@href, 'after=')]/@href")
        address = LIST + further[0] if further else ""

    assert len(seen) == 23
    assert set(seen) == {f"Need {number}" for number in range(23)}


def test_newest_and_soonest_first(post, listed) -> None:
    in_two_days = timezone.now() + timedelta(days=2)
    post("Soon", deadline=in_two_days)
    post("Late", deadline=in_two_days + timedelta(days=9))
    post("Without a deadline", kind="planned", deadline=None)

    assert listed().titles == ["Without a deadline", "Late", "Soon"]
    assert listed(sort="deadline").titles == ["Soon", "Late", "Without a deadline"]


@pytest.mark.parametrize(
    "params",
    [
        {"q": "\x00"},
        {"q": "x" * 5_000},
        {"kind": ["\x00", "<script>alert(1)</script>"]},
        {"value": ["", "x", "under-50000"]},
        {"sort": "; DROP TABLE"},
        {"after": "x"},
        {"after": "WyJzdHIiLCAiYSIsIEluZmluaXR5XQ"},
        {"country": [f"C{n}" for n in range(1_500)]},
        {"language": ["'\"><img src=x>"]},
    ],
)
def test_a_bad_address_is_answered_with_a_list(post, client, params) -> None:
    post("Light on the pier")

    response = client.get(LIST, params)

    assert response.status_code == 200
    content = response.content.decode()
    assert "<script>alert(1)" not in content
    assert "<img src=x" not in content
    assert len(content) < 1_000_000


def test_texts_of_members_are_never_markup(post, listed, client) -> None:
    post("<script>alert('title')</script>", need="<img src=x onerror=alert(1)>")

    content = client.get(LIST).content.decode()

    assert "<script>alert(" not in content
    assert "<img src=x" not in content
    assert listed().titles == ["<script>alert('title')</script>"]


def test_the_number_of_queries_does_not_grow_with_the_rows(post, client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST)
        return len(captured)

    post("Need")
    queries()
    few = queries()
    for number in range(15):
        post(f"Need {number}")

    assert queries() == few


# Regions, subjects, deadlines, portals ------------------------------------------------------------


@pytest.mark.parametrize(
    ("params", "titles"),
    [
        ({"region": "DK05"}, ["North", "Two"]),
        ({"region": "DK01"}, ["Two"]),
        ({"region": ["DK01", "DK04"]}, ["Middle", "Two"]),
        ({"region": "K05"}, []),
        ({"region": "%"}, []),
        ({"subject": "34"}, ["Middle", "North", "Two"]),
        ({"subject": "48"}, ["Two"]),
        ({"subject": "92"}, []),
        ({"suits": "small-firms"}, ["Middle"]),
        ({"suits": ["small-firms", "framework"]}, ["Middle", "North"]),
        ({"deadline": "week"}, ["Middle"]),
        ({"deadline": "month"}, ["Middle", "North"]),
        ({"deadline": "later"}, ["Two"]),
        ({"state": "questions"}, ["North", "Two"]),
        ({"portal": "dk"}, ["Middle", "North", "Two"]),
        ({"portal": "lv"}, []),
        ({"value": "50000-216000"}, ["Middle"]),
    ],
)
def test_places_subjects_and_days_narrow(post, listed, params, titles) -> None:
    post(
        "North",
        nuts=["DK050"],
        deadline=in_days(20),
        technique="framework",
        value=Decimal(90_000),
        currency="DKK",
    )
    post(
        "Middle",
        nuts=["DK041", "DK042"],
        deadline=in_days(5),
        is_for_small_firms=True,
        takes_questions=False,
    )
    post(
        "Two",
        nuts=["DK050", "DK011"],
        cpv=["34993000", "48000000"],
        deadline=in_days(60),
        value=None,
    )

    assert sorted(listed(**params).titles) == sorted(titles)


def test_a_row_with_two_codes_of_one_branch_counts_once_in_it(post, listed) -> None:
    post("Middle", nuts=["DK041", "DK042"], cpv=["34928510", "34993000"])

    facets = listed().facets
    assert set(facets["region"]) == {"DK04"}
    assert facets["region"]["DK04"].endswith(" 1")
    assert set(facets["subject"]) == {"34"}
    assert facets["subject"]["34"].endswith(" 1")


def test_what_was_ended_can_no_longer_be_answered(post, listed, buyer_of_havneby) -> None:
    open_one, cancelled = post("Open"), post("Cancelled")
    services.end(cancelled, "cancelled", "No money.", by=buyer_of_havneby)

    assert listed().titles == [open_one.title]
    assert listed(state="closed").titles == ["Cancelled"]
    assert "Cancelled Cancelled" not in listed().text


def test_the_dearest_come_first_whatever_their_currency(post, listed) -> None:
    post("Danish", value=Decimal(500_000), currency="DKK")
    post("Euro", value=Decimal(80_000))
    post("Unknown", value=None)

    assert listed(sort="value").titles == ["Euro", "Danish", "Unknown"]


def hostile(kind: str, key: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([kind, key, 1]).encode()).decode().rstrip("=")


@pytest.mark.parametrize("sort", ["newest", "deadline", "value"])
@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("str", "1e99999999"),
        ("Decimal", "1e99999999"),
        ("Decimal", "NaN"),
        ("Decimal", "-Infinity"),
        ("datetime", "0001-01-01T00:00:00+14:00"),
        ("datetime", "9999-12-31T23:59:59-14:00"),
        ("datetime", "2026-01-01T00:00:00"),
        ("str", "\x00"),
        ("unknown", "1"),
    ],
)
def test_a_cursor_made_by_hand_starts_at_the_beginning(post, listed, sort, kind, key) -> None:
    post("Open")

    assert listed(sort=sort, after=hostile(kind, key)).titles == ["Open"]
