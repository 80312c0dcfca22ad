"""Criteria find the same entries wherever they come from, and travel in an address."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from cases import services as cases
from cases.models import Case
from ppi.search import services
from ppi.search.criteria import Criteria
from ppi.search.models import Entry
from tenders.choices import Kind
from tests.cases.kept import kept
from tests.ppi.search.published import opportunity, page

pytestmark = pytest.mark.django_db


def found(portal, address: str) -> list[str]:
    rows = Entry.objects.published(portal)
    narrowed = Criteria.of(QueryDict(address)).narrow(rows, "en", timezone.now())
    return sorted(narrowed.values_list("title", flat=True))


@pytest.fixture
def needs(denmark, havneby):
    tomorrow, yesterday = (timezone.now() + timedelta(days=n) for n in (1, -1))
    opportunity(
        havneby, "Lamps", cpv=["34928500"], nuts=["DK050"], deadline=tomorrow, value_in_euro=49_999
    )
    opportunity(
        havneby,
        "Signs",
        cpv=["34928400"],
        nuts=["DK01"],
        deadline=yesterday,
        value_in_euro=50_000,
        published_at=timezone.now() - timedelta(days=8),
    )
    opportunity(havneby, "Meals", cpv=["55523100"], kind=Kind.PLANNED)
    page(denmark, title_en="How to buy lamps")
    return denmark


@pytest.mark.parametrize(
    ("address", "titles"),
    [
        ("", ["How to buy lamps", "Lamps", "Meals", "Signs"]),
        ("q=lamps", ["How to buy lamps", "Lamps"]),
        ("q=lamps&kind=opportunity", ["Lamps"]),
        ("subject=34928", ["Lamps", "Signs"]),
        ("subject=349285", ["Lamps"]),
        ("subject=349285&subject=55", ["Lamps", "Meals"]),
        ("subject=55&region=DK", ["Meals"]),
        ("region=DK05", ["Lamps"]),
        ("region=DK0&q=signs", ["Signs"]),
        ("value=under-50000", ["Lamps"]),
        ("value=50000-216000", ["Signs"]),
        ("value=nonsense", []),
        ("state=open", ["Lamps", "Meals"]),
        ("buyer=havneby&subject=34", ["Lamps", "Signs"]),
        ("buyer=elsewhere", []),
        ("published=week", ["How to buy lamps", "Lamps", "Meals"]),
        ("published=day&published=month", ["How to buy lamps", "Lamps", "Meals", "Signs"]),
        ("published=nonsense", []),
        ("colour=red", ["How to buy lamps", "Lamps", "Meals", "Signs"]),
    ],
)
def test_criteria_of_an_address_find_what_meets_all_of_them(needs, address, titles) -> None:
    assert found(needs, address) == titles


def test_a_theme_finds_the_cases_that_tell_of_it(denmark, needs, moderator_of_denmark) -> None:
    for slug, themes in (("meals", ["food", "climate"]), ("lamps", ["lighting"])):
        row = kept(slug, denmark, moderator_of_denmark, title_da=slug, themes=themes)
        cases.publish(row, by=moderator_of_denmark)
        services.reindex(Case, [row.pk])

    assert found(denmark, "theme=food") == ["meals"]
    assert found(denmark, "theme=climate&theme=lighting") == ["lamps", "meals"]
    assert found(denmark, "theme=food&kind=opportunity") == []
    assert found(denmark, "theme=nonsense") == []


def test_a_case_is_found_where_it_was_made(denmark, needs, moderator_of_denmark) -> None:
    for slug, where in (("north", ["DK05"]), ("capital", ["DK011", "SE224"])):
        row = kept(slug, denmark, moderator_of_denmark, title_da=slug, nuts=where)
        cases.publish(row, by=moderator_of_denmark)
        services.reindex(Case, [row.pk])

    assert found(denmark, "kind=case&region=DK0") == ["capital", "north"]
    assert found(denmark, "kind=case&region=DK05") == ["north"]
    assert found(denmark, "kind=case&region=SE22") == ["capital"]
    assert found(denmark, "kind=case&region=FI") == []


def test_equal_criteria_have_one_address() -> None:
    one = Criteria.of(QueryDict("subject=55&q=+lamps%00+&subject=34&subject=55&after=x"))

    assert one.address == "q=lamps&subject=34&subject=55"
    assert Criteria.of(QueryDict(one.address)) == one
    assert Criteria.of(QueryDict("after=x")).is_empty


def test_what_was_ended_is_no_longer_open(denmark, havneby) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    ended = {"ended": "cancelled", "ended_at": timezone.now()}
    opportunity(havneby, "Cancelled", deadline=tomorrow, **ended)

    assert found(denmark, "state=open") == []
    assert found(denmark, "") == ["Cancelled"]
