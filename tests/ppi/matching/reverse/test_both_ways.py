"""The reverse search finds exactly the searches whose own query would have found the entry."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ppi.accounts.models import User
from ppi.matching import reverse
from ppi.matching.models import SavedSearch, SearchKey
from ppi.matching.reverse import shares
from ppi.portals.choices import Module
from ppi.portals.models import Portal
from ppi.search import learning, stemming
from ppi.search.choices import Kind
from ppi.search.criteria import CONDITIONS, DEADLINE_BANDS, PUBLISHED_BANDS, VALUE_BANDS, Criteria
from ppi.search.models import Entry
from ppi.search.registry import Content, Words
from ppi.search.services import entry
from ppi.taxonomy.models import CpvCode
from tenders.models import Opportunity
from tests.conftest import organisation, portal

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
WORDS = {
    "da": ["gadebelysning", "lamper", "skolemad", "kommunen", "og", "det's", "belysning"],
    "de": ["Straßenbeleuchtung", "Lampen", "Schulen", "und", "Müllfahrzeuge"],
    "en": ["street", "lighting", "lamps", "schools", "the", "zero-emission", "e-bus"],
    "et": ["tänavavalgustus", "tänavavalgustuse", "koolid", "lambid"],
    "fi": ["katuvalaistuksen", "koulut", "lamput", "ja"],
    "lv": ["apgaismojums", "apgaismojuma", "skolas", "lampas"],
    "nb": ["gatebelysning", "lamper", "skoler"],
    "sv": ["gatubelysning", "lampor", "skolor", "och"],
    "lt": ["apšvietimas", "apšvietimo", "mokyklos"],
}
EVERY_WORD = sorted({word for words in WORDS.values() for word in words})
CPV = ["34928500", "34928400", "34900000", "55523100", "45000000"]
NUTS = ["DK050", "DK01", "LV006", "FI197"]
THEMES = ["lighting", "food", "co-buying"]
VALUES = {
    "kind": [*Kind.values, "nonsense"],
    "country": ["DK", "LV", "SE"],
    "region": ["DK", "DK0", "DK05", "LV", "FI19", "é'\\|&"],
    "subject": ["34", "349", "34928", "349285", "55", "45"],
    "language": sorted(WORDS),
    "buyer": ["havneby", "jelgava", "nobody"],
    "value": [*VALUE_BANDS, "nonsense"],
    "state": ["open", "closed"],
    "deadline": [*DEADLINE_BANDS, "nonsense"],
    "published": [*PUBLISHED_BANDS, "nonsense"],
    "theme": [*THEMES, "nonsense"],
    "name": ["havneby", "kommune", "Jelg", "une"],
    "portal": ["dk", "lv", "nowhere"],
}


def subset(of: list, most: int = 2):
    return st.lists(st.sampled_from(of), max_size=most, unique=True)


@st.composite
def typed(draw) -> str:
    """Words as people type them: plain, in quotes, with `or`, with a minus, in any language."""
    plain = st.sampled_from([*EVERY_WORD, "-", "34928500", '"'])
    said = plain | st.sampled_from(EVERY_WORD).map("-{}".format)
    quoted = st.lists(said, min_size=1, max_size=3).map(lambda words: f'"{" ".join(words)}"')
    part = st.one_of(plain, plain, quoted, plain.map(lambda w: f"-{w}"), quoted.map("-{}".format))
    parts = draw(st.lists(part | st.just("or"), max_size=4))
    return " ".join(parts)


@st.composite
def addresses(draw) -> str:
    params = QueryDict(mutable=True)
    params["q"] = draw(st.one_of(st.just(""), st.sampled_from(EVERY_WORD), typed()))
    for facet in draw(subset(sorted(CONDITIONS), most=2)):
        params.setlist(facet, draw(subset(VALUES[facet])))
    return Criteria.of(params).address


texts = st.tuples(st.sampled_from(sorted(WORDS)), st.lists(st.sampled_from(EVERY_WORD), max_size=6))
facts = st.fixed_dictionaries(
    {
        "texts": st.lists(texts, min_size=1, max_size=2),
        "kind": st.sampled_from(Kind.values),
        "home": st.integers(0, 2),
        "is_shared": st.booleans(),
        "country": st.sampled_from(["", "DK", "LV"]),
        "cpv": subset(CPV),
        "nuts": subset(NUTS),
        "themes": subset(THEMES),
        "published": st.sampled_from([0, 1, 6, 7, 29, 30, 31]),
        "publisher": st.integers(0, 2),
        "value_in_euro": st.sampled_from([None, Decimal(0), Decimal(50_000), Decimal("999999.99")]),
        "open_for": st.sampled_from([None, -1, 1]),
        "due_in": st.sampled_from([None, -1, 0, 7, 30, 31]),
    }
)
searches = st.tuples(st.integers(0, 2), st.sampled_from(sorted(WORDS)), addresses())


# Words of which some of the compounds above are made.
PARTS = {"da": "gade belysning", "de": "Straße Beleuchtung", "nb": "gate belysning",
         "sv": "gata belysning"}  # fmt: skip


@pytest.fixture
def world(facts):
    """Three portals: one shows the network, one only its own, one has no companies.

    The lexicon knows the parts of compounds.
    """
    for number in range(8):
        labels = {f"label_{language}": text for language, text in PARTS.items()}
        CpvCode.objects.create(code=f"9{number}990000", **labels)
    for language in PARTS:
        learning.learn(language)
    denmark = portal("dk", "PPI Denmark", "DK")
    latvia = portal("lv", "PPI Latvia", "LV", shows_network=False)
    rest = [module for module in Module.values if module != Module.PROFILES]
    sweden = portal("se", "PPI Sweden", "SE", modules=rest)
    buyers = [
        None,
        organisation("havneby", "Havneby Kommune", denmark, country="DK"),
        organisation("jelgava", "Jelgava", latvia, country="LV"),
    ]
    return [denmark, latvia, sweden], buyers


def put(number: int, told: dict, world) -> Entry:
    portals, buyers = world
    words = {language: " ".join(words) for language, words in told["texts"]}
    buyer = buyers[told["publisher"]]
    content = Content(
        kind=told["kind"],
        portal_id=portals[told["home"]].pk,
        is_shared=told["is_shared"],
        published_at=NOW - timedelta(days=told["published"]),
        changed_at=NOW,
        language=min(words),
        words={code: Words(text.title(), text, text) for code, text in words.items()},
        url_name="tenders:detail",
        url_args=["x"],
        country=told["country"],
        organisation_id=buyer and buyer.pk,
        cpv=told["cpv"],
        nuts=told["nuts"],
        themes=told["themes"],
        value_in_euro=told["value_in_euro"],
        deadline=None if told["due_in"] is None else NOW + timedelta(days=told["due_in"]),
        open_until=told["open_for"] and NOW + timedelta(days=told["open_for"]),
    )
    said = [(code, "C", f"{text} {' '.join(told['cpv'])}") for code, text in words.items()]
    [vector] = stemming.vectors([said])
    made = entry(ContentType.objects.get_for_model(Opportunity), number, content, vector)
    made.save()
    return made


def saved(number: int, told: tuple, world, person: User) -> SavedSearch:
    place, language, address = told
    return SavedSearch(
        person=person,
        portal=world[0][place],
        language=language,
        name=f"{number}",
        # An unread parameter keeps equal searches of one person apart.
        address=f"{address}&number={number}",
    )


def by_running_each(searches: list[SavedSearch]) -> set[tuple[int, int]]:
    return {
        (search.pk, found)
        for search in searches
        for found in search.criteria.narrow(
            Entry.objects.published(search.portal), search.language, NOW
        ).values_list("pk", flat=True)
    }


def play(told: list, wanted: list, world, person) -> None:
    entries = [put(number, each, world) for number, each in enumerate(told)]
    stored = reverse.store(saved(number, each, world, person) for number, each in enumerate(wanted))
    expected = by_running_each(stored)
    ids = [each.pk for each in entries]

    assert set(reverse.satisfied_by(ids, NOW)) == expected

    shares.refresh()
    reverse.restore(stored)
    assert set(reverse.satisfied_by(ids, NOW)) == expected


@settings(
    max_examples=40,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    told=st.lists(facts, min_size=1, max_size=5),
    wanted=st.lists(searches, min_size=1, max_size=12),
)
def test_both_ways_find_the_same(world, stranger, told, wanted) -> None:
    with transaction.atomic():
        play(told, wanted, world, stranger)
        transaction.set_rollback(True)


def test_a_closed_portal_alerts_nobody(world, stranger) -> None:
    told = {"texts": [("en", ["lamps"])], "kind": "opportunity", "home": 0, "is_shared": True,
            "country": "DK", "cpv": [], "nuts": [], "themes": [], "published": 0, "publisher": 0,
            "value_in_euro": None, "open_for": 1, "due_in": 1}  # fmt: skip
    lamps = put(1, told, world)
    [open_one, closed_one] = reverse.store(
        saved(place, (place, "en", "q=lamps"), world, stranger) for place in (0, 2)
    )
    both = {(open_one.pk, lamps.pk), (closed_one.pk, lamps.pk)}
    assert set(reverse.satisfied_by([lamps.pk], NOW)) == both

    Portal.objects.filter(pk=closed_one.portal_id).update(is_open=False)

    assert set(reverse.satisfied_by([lamps.pk], NOW)) == {(open_one.pk, lamps.pk)}


SEARCHES = [
    ("", "subject=34928&country=DK", {"=country=DK=subject=34928"}),
    ("", "kind=opportunity", None),
    ("lamps", "", {"+lamps", "+lamp"}),
    ("lamps -schools", "", {"+lamps", "+lamp"}),
    ("lamps", "published=week", {"+lamps", "+lamp"}),
    ("", "theme=food", {"=theme=food"}),
    ("lamps", "subject=34928&country=DK", {"=country=DK=subject=34928"}),
]


@pytest.mark.parametrize(("words", "facets", "expected"), SEARCHES)
def test_a_search_is_stored_under_few_rare_keys(world, stranger, words, facets, expected) -> None:
    [search] = reverse.store(
        [SavedSearch(person=stranger, portal=world[0][0], language="en", name="x",
                     address=f"q={words}&{facets}")]
    )  # fmt: skip
    expected = expected or {f"=in={search.portal_id}=kind=opportunity"}

    assert set(SearchKey.objects.filter(search=search).values_list("key", flat=True)) == expected
