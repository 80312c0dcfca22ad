"""«For you» names coming events that fit what one's organisations offer or need, and says why."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from ppi.matching import coming, relating, tasks
from ppi.matching.models import Link, Stem
from ppi.matching.texts import stems_of
from ppi.network.models import Event
from ppi.portals.choices import Module
from ppi.search.models import Entry
from profiles.models import Product
from tests.ppi.matching.companies import LAMPS, company, employee, profiled
from tests.ppi.matching.test_links import ABOUT_LAMPS, related
from tests.ppi.network.kept import announce
from tests.tenders.written import published

FOR_YOU = "/p/dk/en/for-you/"
HEADING = "Coming events that fit you"
TEXTS = {
    "language": "en",
    "title": ABOUT_LAMPS["title_en"],
    "summary": ABOUT_LAMPS["summary_en"],
    "description": ABOUT_LAMPS["body_en"],
}


@pytest.fixture
def rare(facts) -> None:
    """These words are rare, as they would be among thousands of texts."""
    said = [*ABOUT_LAMPS.values(), LAMPS["headline"], LAMPS["about"]]
    [stems] = stems_of([("en", " ".join(said))])
    Stem.objects.bulk_create(Stem(text=stem, texts=2, rarity=0.9) for stem in stems)


@pytest.fixture
def event(rare, denmark, moderator_of_denmark) -> Event:
    return related(announce("lamps-at-night", denmark, moderator_of_denmark, **TEXTS))


@pytest.fixture
def seller(rare, denmark):
    firm = company("lamps", denmark)
    related(profiled(firm))
    return employee("anna@lamps.example", firm)


def words(response) -> str:
    return " ".join(html.fromstring(response.content).text_content().split())


def titles(person, portal) -> list[str]:
    return [row.entry.title for row in coming.events_for(person, portal)]


def test_a_company_reads_which_event_fits_it_and_why(event, seller, as_user) -> None:
    page = words(as_user(seller).get(FOR_YOU))

    assert HEADING in page
    assert event.title in page
    assert "text close to yours: " in page


def test_the_event_finds_the_company_that_was_here_before(
    seller, denmark, moderator_of_denmark
) -> None:
    assert titles(seller, denmark) == []

    related(announce("lamps-at-night", denmark, moderator_of_denmark, **TEXTS))

    assert titles(seller, denmark) == [TEXTS["title"]]


def test_a_product_that_fits_is_named(event, denmark, seller) -> None:
    firm = company("sensors", denmark)
    texts = {"about": "Rolls for schools.", "headline": "Bread", "cpv": ["15810000"]}
    profile = related(profiled(firm, **texts))
    person = employee("bo@sensors.example", firm)
    assert titles(person, denmark) == []
    product = Product.objects.managed_by(firm).create(
        profile=profile, slug="lamp", name="Lamp", problem=LAMPS["headline"],
        description=" ".join(ABOUT_LAMPS.values()), language="en", status="published",
    )  # fmt: skip
    related(product)

    [row] = coming.events_for(person, denmark)

    assert row.entry.title == event.title
    assert row.sentence.startswith("your product «Lamp», text close to yours: ")


def test_a_buyers_people_read_what_fits_their_need(
    event, havneby, buyer_of_havneby, moderator_of_denmark, denmark
) -> None:
    need = related(published(havneby, buyer_of_havneby, moderator_of_denmark))

    [row] = coming.events_for(buyer_of_havneby, denmark)

    assert row.entry.title == event.title
    assert row.sentence.startswith(f"your need «{need.title}», text close to yours: ")


def test_what_fits_twice_stands_once(event, havneby, buyer_of_havneby, moderator_of_denmark,
                                     denmark) -> None:  # fmt: skip
    for title in ("Lamps", "Poles"):
        related(published(havneby, buyer_of_havneby, moderator_of_denmark, title=title))

    assert titles(buyer_of_havneby, denmark) == [event.title]


def test_nobody_else_and_nothing_else(
    event, seller, stranger, seller_of_upenai, denmark, moderator_of_denmark, as_user
) -> None:
    bread = {"title": "Bread", "summary": "", "description": "Who bakes the rolls of schools?"}
    related(announce("bread", denmark, moderator_of_denmark, **(TEXTS | bread)))

    assert titles(seller, denmark) == [event.title]
    for person in (stranger, seller_of_upenai):
        assert titles(person, denmark) == []
        assert HEADING not in words(as_user(person).get(FOR_YOU))


def test_what_is_over_does_not_stand_there_and_is_not_looked_for(
    event, seller, denmark, moderator_of_denmark
) -> None:
    entry = Entry.objects.everywhere("a test").filter(title=event.title)
    entry.update(open_until=timezone.now() - timedelta(hours=1))
    assert titles(seller, denmark) == []

    tasks.relate(model="network.Event", ids=[event.pk])

    assert not Link.objects.everywhere("a test").filter(other__kind="event").exists()


def test_what_a_portal_does_not_show_is_not_named_there(event, seller, denmark, latvia) -> None:
    latvia.shows_network = False
    latvia.save()
    assert titles(seller, latvia) == []
    denmark.modules = [one for one in Module.values if one != Module.NETWORK]

    assert titles(seller, denmark) == []


def test_ones_own_event_is_no_news(rare, denmark, moderator_of_denmark, seller) -> None:
    firm = seller.memberships.everywhere("a test").get().organisation
    related(announce("own", denmark, moderator_of_denmark, organisation=firm, **TEXTS))

    assert titles(seller, denmark) == []


def test_five_stand_there_the_next_first_with_constant_queries(
    seller, denmark, moderator_of_denmark
) -> None:
    def queries_with(*days: int) -> int:
        for day in days:
            facts = TEXTS | {"days": day, "title": f"{TEXTS['title']} {day}"}
            related(announce(f"lamps-{day}", denmark, moderator_of_denmark, **facts))
        with CaptureQueriesContext(connection) as queries:
            coming.events_for(seller, denmark)
        return len(queries)

    queries_with(9)
    assert queries_with(4) == queries_with(7, 3, 6, 5)
    assert titles(seller, denmark) == [f"{TEXTS['title']} {day}" for day in (3, 4, 5, 6, 7)]


def test_nobody_is_cut_off_whom_an_event_fits(
    rare, denmark, moderator_of_denmark, monkeypatch, as_user
) -> None:
    monkeypatch.setattr(relating, "MOST_KEPT", 1)
    monkeypatch.setattr(relating, "MOST_COMPARED", 1)
    people = []
    for number in range(3):
        firm = company(f"lamps-{number}", denmark)
        profiled(firm)
        people.append(employee(f"anna@lamps-{number}.example", firm))

    event = related(announce("lamps-at-night", denmark, moderator_of_denmark, **TEXTS))

    assert [titles(person, denmark) for person in people] == [[event.title]] * 3
    shown = words(as_user(people[0]).get(f"/p/dk/en/events/{event.slug}/"))
    assert "Lamps 1" not in shown
