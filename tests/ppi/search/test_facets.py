"""What the results can be narrowed by, with which counts, and in which orders they page."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote_plus

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from ppi.portals.models import Portal
from ppi.search import sampling
from ppi.search.lists import Results
from ppi.taxonomy.models import CpvCode
from tests.ppi.search.published import opportunity, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def results(rf, denmark):
    def of(query: str, portal=denmark) -> Results:
        request = rf.get(f"/?{query}")
        request.portal = portal
        return Results(request)

    return of


def found(results: Results) -> list[str]:
    return [entry.title for entry in results.rows]


def facet(results: Results, name: str) -> list[tuple]:
    [options] = [each["options"] for each in results.facets if each["name"] == name]
    return [(o.level, o.value, o.label, o.count, o.selected) for o in options]


def offered(results: Results) -> dict[str, dict[str, int]]:
    return {f["name"]: {o.value: o.count for o in f["options"]} for f in results.facets}


@pytest.fixture
def needs(facts, denmark, havneby, jarvikunta):
    CpvCode.objects.create(code="34900000", label_en="Transport equipment", label_da="Udstyr")
    CpvCode.objects.create(code="34920000", label_en="Road equipment", label_da="Vejudstyr")
    now = timezone.now()
    opportunity(
        havneby,
        "Lamps",
        cpv=["34928500"],
        nuts=["DK050"],
        deadline=now + timedelta(days=3),
        value_in_euro=1_000,
    )
    opportunity(
        havneby,
        "Signs",
        cpv=["34928400"],
        nuts=["DK01"],
        deadline=now - timedelta(days=3),
        value_in_euro=2_000_000,
    )
    opportunity(
        jarvikunta,
        "Boats",
        cpv=["34500000"],
        nuts=["FI1B1"],
        deadline=now + timedelta(days=20),
        language="fi",
    )
    page(denmark, title_en="How to buy lamps")  # fmt: skip


def test_every_facet_tells_how_many_it_would_show(needs, results) -> None:
    assert offered(results("")) == {
        "kind": {"opportunity": 3, "library": 1},
        "state": {"open": 2},
        "deadline": {"week": 1, "month": 2},
        "published": {"day": 4, "week": 4, "month": 4},
        "country": {"DK": 2, "FI": 1},
        "region": {"DK": 2, "FI": 1},
        "subject": {"34": 3},
        "value": {"under-50000": 1, "from-1000000": 1},
        "language": {"en": 3, "fi": 1},
        "buyer": {"havneby": 2, "jarvikunta": 1},
        "portal": {"dk": 3, "lv": 1},
    }


def test_choices_narrow_the_other_facets_and_not_their_own(needs, results) -> None:
    shown = results("country=DK&value=under-50000")

    assert found(shown) == ["Lamps"]
    assert shown.count == 1
    counts = offered(shown)
    assert counts["country"] == {"DK": 1}
    assert counts["value"] == {"under-50000": 1, "from-1000000": 1}
    assert counts["kind"] == {"opportunity": 1}
    assert sorted(found(results("value=under-50000&value=from-1000000"))) == ["Lamps", "Signs"]


def test_a_branch_opens_where_it_is_chosen_and_rolls_up(needs, results) -> None:
    closed, opened = results(""), results("subject=349")

    assert facet(closed, "subject")[0][:2] == (0, "34")
    assert [each for each in facet(opened, "subject") if each[0]] == [
        (1, "349", "Transport equipment", 2, True),
        (2, "3492", "Road equipment", 2, False),
    ]
    assert sorted(found(opened)) == ["Lamps", "Signs"]
    assert [chip.label for chip in opened.chips] == ["Transport equipment"]
    with translation.override("da"):
        assert facet(results("subject=349"), "subject")[1][2] == "Udstyr"


def test_a_part_of_a_branch_takes_the_place_of_the_branch(needs, results) -> None:
    shown = results("region=DK&region=DK0&region=DK05")

    assert shown.criteria.of_facet("region") == ("DK05",)
    assert found(shown) == ["Lamps"]
    assert [(level, value) for level, value, *_rest in facet(shown, "region")] == [
        (0, "DK"),
        (1, "DK0"),
        (2, "DK01"),
        (2, "DK05"),
        (3, "DK050"),
        (0, "FI"),
    ]


def test_a_portal_that_is_not_open_yet_is_not_named(denmark, latvia, needs, results) -> None:
    assert results("portal=lv").chips[0].label == latvia.name

    Portal.objects.filter(pk=latvia.pk).update(is_open=False)

    assert [label for _level, _value, label, *_ in facet(results(""), "portal")] == [denmark.name]
    assert [chip.label for chip in results("portal=lv").chips] == []


def test_a_name_is_told_only_of_who_published_something(needs, upes_ziburys, results) -> None:
    shown = results("buyer=upes-ziburys")

    assert shown.count == 0
    labels = [label for _level, _value, label, _count, _chosen in facet(shown, "buyer")]
    assert labels == ["Havneby Kommune", "Järvikunta", "upes-ziburys"]


@pytest.mark.parametrize(
    ("sort", "titles"),
    [("deadline", ["Lamps", "Boats"]), ("value", ["Signs", "Lamps"])],
)
def test_an_order_shows_and_counts_what_can_be_ordered(needs, results, sort, titles) -> None:
    shown = results(f"sort={sort}")

    assert found(shown) == titles
    assert shown.count == 2
    assert len(shown.notes) == 1


def test_words_typed_into_a_list_of_the_newest_show_the_best_first(havneby, results) -> None:
    opportunity(havneby, "Lamp")
    opportunity(havneby, "Boat", need="A lamp.")
    [chosen] = [each["value"] for each in results("").sort_options if each["selected"]]

    assert found(results(f"q=lamp&sort={chosen}")) == ["Lamp", "Boat"]
    assert found(results("q=lamp&sort=newest")) == ["Boat", "Lamp"]


def test_each_order_pages_through_everything_once(havneby, results) -> None:
    now = timezone.now()
    for number in range(45):
        opportunity(
            havneby,
            f"Lamp {number}",
            deadline=now + timedelta(days=number % 4, hours=1),
            value_in_euro=number % 5,
        )
    for sort in ("newest", "deadline", "value"):
        seen, query = [], f"sort={sort}"
        while query:
            shown = results(query)
            seen += found(shown)
            query = shown.next_url.removeprefix("?")
        assert sorted(seen) == sorted(f"Lamp {number}" for number in range(45)), sort


def test_the_best_are_kept_for_their_next_page_and_made_anew_when_gone(havneby, results) -> None:
    for number in range(30):
        opportunity(havneby, f"Lamp {number}")
    first = results("q=lamp")
    assert len(found(first)) == 20
    opportunity(havneby, "Lamp lamp lamp")

    second = results(first.next_url.removeprefix("?"))
    assert sorted(found(first) + found(second)) == sorted(f"Lamp {n}" for n in range(30))

    cache.clear()
    again = results(first.next_url.removeprefix("?"))
    assert len(found(again)) == 11


def test_a_word_of_another_search_or_of_nobody_starts_at_the_beginning(havneby, results) -> None:
    for number in range(30):
        opportunity(havneby, f"Lamp {number}", need="road")
    other = results("q=road").next_url.partition("after=")[2]

    for word in (other, "nonsense", "a:b:c"):
        assert found(results(f"q=lamp&after={word}")) == found(results("q=lamp"))


def test_the_last_page_of_the_best_says_that_there_is_more(havneby, results, monkeypatch) -> None:
    monkeypatch.setattr("ppi.search.ranking.LONGEST", 2)
    for number in range(3):
        opportunity(havneby, f"Lamp {number}")

    shown = results("q=lamp")

    assert len(found(shown)) == 2
    assert not shown.next_url
    assert "200 best" in str(shown.notes[0])


def test_of_very_many_hits_the_newest_are_counted_and_that_is_said(
    havneby, results, monkeypatch
) -> None:
    monkeypatch.setattr(sampling, "BROAD", 0)
    monkeypatch.setattr(sampling, "SURE", 0)
    monkeypatch.setattr(sampling, "SAMPLE", 2)
    for number in range(4):
        opportunity(havneby, f"Lamp {number}", language="da" if number == 0 else "en")

    shown = results("")

    assert shown.count_text == "more than 10,000 found"
    assert offered(shown)["language"] == {"en": 2}
    assert "only a part of it" in str(shown.notes[0])


def test_a_guess_of_many_that_finds_few_is_counted_exactly(havneby, results, monkeypatch) -> None:
    monkeypatch.setattr(sampling, "BROAD", 0)
    opportunity(havneby, "Lamp")

    shown = results("")

    assert (shown.count, shown.notes) == (1, [])


def test_the_number_of_queries_depends_on_neither_hits_nor_choices(needs, results) -> None:
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as made:
            shown = results(address)
            assert shown.rows
            assert shown.count_text
            assert shown.facets
        return len(made)

    few, one = queries(""), queries("kind=opportunity")

    # One more estimate for each facet that something is chosen in, and nothing else.
    assert one == few + 1
    assert queries("kind=opportunity&kind=library&country=DK&country=FI") == few + 2


PREFIXED = [
    ("cpv:34928", ["Lamps", "Signs"], "subject=34928"),
    ("cpv:34928500-3", ["Lamps"], "subject=349285"),
    ("lamps kind:library", ["How to buy lamps"], "q=lamps&kind=library"),
    ("country:fi", ["Boats"], "country=FI"),
    ("country:Finland", ["Boats"], "country=FI"),
    ("buyer:havne", ["Lamps", "Signs"], "name=havne"),
    ('buyer:"havneby kom"', ["Lamps", "Signs"], "name=havneby+kom"),
    ("buyer:kommune lamps", ["Lamps"], "q=lamps&name=kommune"),
    ("buyer:avneby", [], "name=avneby"),
    ("region:dk05", ["Lamps"], "region=DK05"),
    ("language:fi", ["Boats"], "language=fi"),
    ("colour:red", [], "q=colour%3Ared"),
    ("cpv:lamps", ["How to buy lamps", "Lamps"], "q=cpv%3Alamps"),
]


@pytest.mark.parametrize(("typed", "titles", "address"), PREFIXED)
def test_prefixes_in_the_box_choose_what_their_facets_offer(
    needs, results, typed, titles, address
) -> None:
    shown = results(f"q={quote_plus(typed)}")

    assert shown.criteria.address == address
    if "cpv%3A" not in address:
        assert sorted(found(shown)) == titles


def test_a_country_is_understood_in_the_readers_language(needs, results) -> None:
    with translation.override("da"):
        assert found(results("q=country:danmark+lamps")) == ["Lamps"]


def test_what_was_typed_as_a_prefix_comes_back_as_a_chip(needs, results, as_user) -> None:
    shown = results("q=buyer:havne+cpv:34+lamps")

    assert shown.query == "lamps"
    assert len(shown.chips) == 2
    assert "havne" in [chip.label for chip in shown.chips]
    html = as_user(None).get("/p/dk/en/search/?q=buyer:havne+lamps").content.decode()
    assert 'name="name" value="havne" checked' in html
