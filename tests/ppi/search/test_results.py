"""The one search over everything: who finds what, in which order, and with which counts."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote_plus

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ppi.portals.choices import Module
from ppi.search import services
from ppi.search.lists import Results
from tenders.choices import Status
from tenders.models import Opportunity
from tests.ppi.search.published import opportunity, page

PAGE = "/p/dk/en/search/"


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def results(rf, denmark):
    """`results("q=lamp")`: the list as a visitor of the Danish portal gets it."""

    def of(query: str, portal=denmark) -> Results:
        request = rf.get(f"/?{query}")
        request.portal = portal
        return Results(request)

    return of


def found(results: Results) -> list[str]:
    return [entry.title_shown for entry in results.rows]


@pytest.fixture
def world(denmark, latvia, havneby, jarvikunta) -> None:
    """One thing that is public here, and canaries that must never be seen here."""
    opportunity(havneby, "Canary lamp, public")
    for status in set(Status) - {Status.PUBLISHED}:
        opportunity(havneby, f"Canary lamp, {status}", status=status)
    opportunity(jarvikunta, "Canary lamp, of the other portal alone", is_shared=False)
    opportunity(jarvikunta, "Canary lamp, shared")
    services.rebuild()


def test_drafts_and_the_unshared_of_other_portals_are_nowhere(world, results, as_user) -> None:
    mine = results("q=canary+lamp")

    assert sorted(found(mine)) == ["Canary lamp, public", "Canary lamp, shared"]
    assert mine.count == 2
    counts = {f["name"]: {o.value: o.count for o in f["options"]} for f in mine.facets}
    assert counts == {
        "kind": {"opportunity": 2},
        "published": {"day": 2, "week": 2, "month": 2},
        "country": {"DK": 1, "FI": 1},
        "language": {"en": 2},
        "region": {"DK": 1, "FI": 1},
        "buyer": {"havneby": 1, "jarvikunta": 1},
        "portal": {"dk": 1, "lv": 1},
    }
    html = text(as_user(None).get(f"{PAGE}?q=canary+lamp"))
    assert html.count("Canary lamp,") == 2


def test_a_portal_for_itself_finds_only_its_own(world, results, denmark) -> None:
    denmark.shows_network = False
    denmark.save()

    assert found(results("q=canary")) == ["Canary lamp, public"]


def test_what_a_portal_does_not_offer_is_not_found_there(results, denmark) -> None:
    page(denmark, title_en="Guide to lamps")
    assert found(results("q=lamps")) == ["Guide to lamps"]

    denmark.modules = [module for module in Module.values if module != Module.LIBRARY]
    assert found(results("q=lamps")) == []


def test_a_title_counts_more_than_a_mention(havneby, results) -> None:
    opportunity(havneby, "Bicycles", need="Schools want bicycles. One has lamps too.")
    opportunity(havneby, "Lamps", need="Roads are dark.")
    opportunity(havneby, "Boats", need="Boats need lamps and more lamps.")

    assert found(results("q=lamps"))[0] == "Lamps"
    assert found(results("q=lamps&sort=newest"))[0] == "Boats"


def test_without_words_it_shows_the_newest(havneby, results) -> None:
    for title in ("One", "Two", "Three"):
        opportunity(havneby, title)

    assert found(results("")) == ["Three", "Two", "One"]


def test_misspelt_words_show_what_resembles_them_and_say_so(havneby, results, as_user) -> None:
    opportunity(havneby, "Ny gadebelysning i Havneby", language="da")
    opportunity(havneby, "Skolemad", language="da")

    guess = results("q=gadebelisning")

    assert found(guess) == ["Ny gadebelysning i Havneby"]
    assert guess.is_guess
    assert "Nothing has exactly these words" in text(as_user(None).get(f"{PAGE}?q=gadebelisning"))
    assert found(results("q=zzzzzzz")) == []
    assert "Nothing fits all of this" in text(as_user(None).get(f"{PAGE}?q=zzzzzzz"))


@pytest.mark.parametrize("sort", ["deadline", "value"])
def test_what_an_order_leaves_out_is_not_taken_for_misspelt(havneby, results, sort) -> None:
    opportunity(havneby, "Lamp")
    due = timezone.now() + timedelta(days=3)
    opportunity(havneby, "Lampshade", deadline=due, value_in_euro=5)

    shown = results(f"q=lamp&sort={sort}")

    assert (found(shown), shown.count, shown.is_guess) == ([], 0, False)


@pytest.mark.parametrize("typed", ["gadebel", "ny gadebel", "i havneby gadebel", "ny:gadebel'"])
def test_a_half_typed_word_finds_by_its_beginning(havneby, results, typed) -> None:
    opportunity(havneby, "Ny gadebelysning i Havneby", language="da")
    opportunity(havneby, "Skolemad", language="da")

    shown = results(f"q={quote_plus(typed)}")

    assert found(shown) == ["Ny gadebelysning i Havneby"]
    assert (shown.is_guess, shown.is_misspelt, shown.better) == (True, False, [])


@pytest.mark.parametrize(
    "typed", ["skolemad gadebel", '"gadebel', "gadebel -havneby", "gå", "-", ""]
)
def test_what_is_more_than_half_typed_words_is_not_taken_for_them(havneby, results, typed) -> None:
    opportunity(havneby, "Ny gadebelysning i Havneby", language="da")

    shown = results(f"q={quote_plus(typed)}")

    assert shown.is_misspelt or not shown.is_guess


def test_of_several_words_those_that_stand_together_come_first(havneby, results) -> None:
    long = "Nobody knows why it was built here. " * 20
    opportunity(havneby, "Far", need=f"The street is long. {long} Lighting fails.")
    opportunity(havneby, "Near", need=f"We want street lighting. {long}")
    opportunity(havneby, "Street lighting", need="We want boats too.")

    assert found(results("q=street lighting")) == ["Street lighting", "Near", "Far"]
    assert found(results("q=street lighting -boats")) == ["Near", "Far"]


def test_pages_by_key_show_every_hit_once(havneby, results) -> None:
    for number in range(45):
        opportunity(havneby, f"Lamp {number}", need="lamp " * (number % 3))
    for sort in ("best", "newest"):
        seen, query = [], f"q=lamp&sort={sort}"
        while query:
            shown = results(query)
            seen += found(shown)
            query = shown.next_url.removeprefix("?")
        assert sorted(seen) == sorted(f"Lamp {number}" for number in range(45))


def test_ranks_only_the_newest_of_very_many(havneby, results, monkeypatch) -> None:
    monkeypatch.setattr("ppi.search.lists.MOST_RANKED", 2)
    for number in range(4):
        row = opportunity(havneby, f"Lamp {number}")
        Opportunity.objects.everywhere("older and older").filter(pk=row.pk).update(
            published_at=timezone.now() - timedelta(days=number)
        )
    services.rebuild()

    shown = results("q=lamp")

    assert sorted(found(shown)) == ["Lamp 0", "Lamp 1"]
    assert shown.count == 4


def test_hostile_addresses_are_answered(world, as_user) -> None:
    visitor = as_user(None)
    for query in (
        "q=%00",
        "q=%27%22%3B--",
        "q=" + "x" * 5_000,
        "sort=%00&kind=%00&after=zz",
        "q=-",
    ):
        assert visitor.get(f"{PAGE}?{query}").status_code == 200, query
    html = text(visitor.get(f"{PAGE}?q=%3Cscript%3Ealert(1)%3C/script%3E"))
    assert "<script>alert" not in html


def test_an_indexed_text_is_never_markup(havneby, as_user) -> None:
    opportunity(havneby, "Lamps <script>alert(1)</script>", need="<img src=x onerror=alert(1)>.")

    html = text(as_user(None).get(f"{PAGE}?q=lamps"))

    assert "&lt;script&gt;" in html
    assert "<script>alert" not in html
    assert "<img src=x" not in html


def test_a_page_of_many_hits_needs_as_many_queries_as_one_of_few(havneby, as_user) -> None:
    visitor = as_user(None)
    for number in range(3):
        opportunity(havneby, f"Lamp, {number}")
    with CaptureQueriesContext(connection) as few:
        visitor.get(f"{PAGE}?q=lamp")
    for number in range(30):
        opportunity(havneby, f"Lamp {number}")
    with CaptureQueriesContext(connection) as many:
        visitor.get(f"{PAGE}?q=lamp")

    assert len(many) == len(few)
