"""The counts of a page are those of a plain count, whatever is published and chosen."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import SearchVector
from django.db.models import Value
from django.utils import timezone

from ppi.kernel import listing
from ppi.kernel.listing import Choice
from ppi.search import counting, sampling
from ppi.search.choices import Kind
from ppi.search.criteria import (
    CONDITIONS,
    DEADLINE_BANDS,
    OPEN,
    PUBLISHED_BANDS,
    TREES,
    VALUE_BANDS,
)
from ppi.search.lists import Results
from ppi.search.models import Entry
from ppi.search.services import branches_of, places_of
from ppi.taxonomy.choices import Theme
from ppi.taxonomy.models import CpvCode
from tenders.models import Opportunity

pytestmark = pytest.mark.django_db

ROWS = 150
COUNTRIES, LANGUAGES = ["DK", "FI", "LV"], ["da", "en", "fi"]
CODES = ["34928500", "34928400", "34500000", "45000000", "45230000"]
REGIONS = ["DK050", "DK01", "FI1B1", "LV00C"]
WORDS = ["lamp", "road", "boat", "food"]


@pytest.fixture
def things(facts, denmark, latvia, havneby, jarvikunta):
    """Makes entries of a seed, in which every column has values that occur more than once."""
    CpvCode.objects.bulk_create(
        [CpvCode(code=f"{code:0<8}", label_en=code) for code in branches_of(CODES)],
        ignore_conflicts=True,
    )
    fixed = {
        "content_type": ContentType.objects.get_for_model(Opportunity),
        "changed_at": timezone.now(),
        "url_name": "tenders:detail",
        "url_args": ["x"],
    }

    def made(seed: int) -> None:
        lots = random.Random(seed)
        Entry.objects.bulk_create(
            Entry(
                object_id=number,
                title=f"Thing {number}",
                portal=lots.choice([denmark, latvia]),
                organisation=lots.choice([None, havneby, jarvikunta]),
                **drawn(lots),
                **fixed,
            )
            for number in range(1, ROWS + 1)
        )

    return made


def drawn(lots: random.Random) -> dict:
    """What of an entry words and facets ask for."""
    now = timezone.now()
    country, cpv, regions = lots.choice(["", *COUNTRIES]), some(lots, CODES), some(lots, REGIONS)
    return {
        "kind": lots.choice(Kind.values),
        "is_shared": lots.random() < 0.8,
        "published_at": now - timedelta(hours=lots.randint(1, 24 * 60)),
        "country": country,
        "cpv": cpv,
        "branches": branches_of(cpv),
        "themes": some(lots, Theme.values),
        "nuts": regions,
        "places": places_of(regions, country),
        "value_in_euro": lots.choice([None, 1_000, 50_000, 216_000, 3_000_000]),
        "deadline": lots.choice([None, now + timedelta(days=lots.randint(-60, 60), hours=1)]),
        "open_until": lots.choice([None, now + timedelta(days=lots.randint(-60, 60), hours=1)]),
        "language": lots.choice(LANGUAGES),
        "vector": SearchVector(Value(" ".join(some(lots, WORDS, 3))), config="simple"),
    }


def some(lots: random.Random, values: list, most: int = 2) -> list:
    return lots.sample(values, lots.randint(0, most))


OFFERED = {
    "kind": Kind.values,
    "country": COUNTRIES,
    "language": LANGUAGES,
    "region": places_of([*REGIONS, "DK"], ""),
    "subject": branches_of(CODES),
    "theme": Theme.values,
    "state": [OPEN],
    "deadline": list(DEADLINE_BANDS),
    "published": list(PUBLISHED_BANDS),
    "value": list(VALUE_BANDS),
    "buyer": ["havneby", "jarvikunta"],
    "portal": ["dk", "lv"],
}


def address(seed: int) -> str:
    """Words or none, up to three facets with up to two values each, and an order."""
    lots = random.Random(f"address {seed}")
    asked = [("q", " ".join(lots.sample(WORDS, lots.choice([0, 1, 1, 2]))))]
    for name in lots.sample(list(OFFERED), lots.choice([0, 0, 1, 2, 3])):
        values = OFFERED[name]
        asked += [(name, value) for value in lots.sample(values, min(len(values), 2))]
    sort = lots.choice(["", "", "newest", "deadline", "value"])
    return urlencode([(name, value) for name, value in [*asked, ("sort", sort)] if value])


@pytest.fixture
def results(rf, denmark):
    def of(query: str) -> Results:
        request = rf.get(f"/?{query}")
        request.portal = denmark
        return Results(request)

    return of


def counted(shown: Results) -> dict[str, dict[str, int]]:
    """What the page counts of each facet that can be chosen from."""
    every = {each["name"]: {o.value: o.count for o in each["options"]} for each in shown.facets}
    return {
        name: {value: number for value, number in every.get(name, {}).items() if number}
        for name in OFFERED
    }


def plainly(shown: Results) -> dict[str, dict[str, int]]:
    """The same, one count a value."""
    return {
        facet.name: {
            value: number
            for value in _values(shown, facet)
            if (
                number := shown.narrowed(without=facet)
                .filter(CONDITIONS[facet.name]([value], shown.now))
                .count()
            )
        }
        for facet in shown._facets
        if facet.name in OFFERED
    }


def _values(shown: Results, facet: Choice) -> list[str]:
    """Of a tree the roots, and what stands on those that are chosen and on all before them."""
    values = OFFERED[facet.name]
    if facet.name not in TREES:
        return values
    opened = facet.opened(shown.chosen(facet))
    return [value for value in values if len(value) == 2 or value[:-1] in opened]


def newest(shown: Results) -> list[int]:
    return list(shown.narrowed().order_by("-published_at", "-pk").values_list("pk", flat=True))


@pytest.mark.parametrize("seed", range(4))
def test_what_can_be_counted_whole_is_counted_exactly(things, results, seed) -> None:
    things(seed)
    for number in range(25):
        shown = results(address(seed * 100 + number))

        assert counted(shown) == plainly(shown), shown.params.urlencode()
        assert shown.count == len(newest(shown))
        assert (shown.counts.is_sampled, shown.counts.newest) == (
            False,
            newest(shown) if shown.sort.name == "best" else [],
        )


@pytest.fixture(params=["expected", "a surprise"])
def much(request, monkeypatch) -> None:
    """More than twenty hits are not counted, whether so many are expected or not. No guess of the
    planner, which has not seen these rows, is believed."""
    monkeypatch.setattr(counting, "COUNT_LIMIT", 20)
    monkeypatch.setattr(listing, "COUNT_LIMIT", 20)
    monkeypatch.setattr(sampling, "SAMPLE", 10)
    monkeypatch.setattr(sampling, "EXPECTED", 15)
    monkeypatch.setattr(sampling, "SURE", 10_000)
    monkeypatch.setattr(sampling, "BROAD", 0 if request.param == "expected" else 10_000)


@pytest.mark.parametrize("seed", range(4))
def test_of_much_a_part_is_counted_and_the_newest_are_told(things, results, much, seed) -> None:
    things(seed)
    for number in range(25):
        shown = results(address(seed * 100 + number))
        said, plain, hits = counted(shown), plainly(shown), newest(shown)
        told = shown.counts.newest

        assert shown.count == min(len(hits), 21)
        assert shown.counts.is_sampled or said == plain
        assert all(Counter(said[name]) <= Counter(plain[name]) for name in OFFERED)
        assert told == hits[: len(told)]
        assert len(told) >= min(len(hits), 5) or shown.sort.name != "best"
