"""The number beside each filter is what choosing it shows; and pages follow each other by key."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from ppi.kernel import listing
from ppi.organisations.choices import Kind, Status
from ppi.organisations.models import Organisation
from profiles import cards
from profiles.choices import MarketStage, Size
from profiles.credential_choices import Scheme
from profiles.credentials import keep_credential
from profiles.models import Card, Profile
from tests.conftest import organisation
from tests.profiles.written import placed

REGIONS = ["DK", "DK0", "DK01", "DK011", "DK05", "DK050", "LT", "LT01", "LT011", "EL", "EL30"]
SEATS = [("DK", "DK011"), ("DK", "DK050"), ("DK", ""), ("DK", "DK0"), ("LT", "LT011"), ("GR", "")]
NARROWED = [
    "",
    "?delivers=DK",
    "?delivers=DK&region=DK01",
    "?delivers=DK&region=DK01&region=DK05",
    "?country=DK&size=small",
    "?stage=pilot&kind=supplier&kind=intermediary",
    "?certificate=iso-14001&language=en",
    "?home=DK01&subject=34",
    "?delivers=LT&first-buyer=yes",
]


@pytest.fixture
def crowd(facts, denmark, latvia) -> None:
    """Companies as chance would have them, always the same."""
    chance = random.Random(7)
    for number in range(40):
        country, seat = chance.choice(SEATS)
        own = organisation(
            f"c{number}", f"C {number}", denmark,
            kind=chance.choice([Kind.SUPPLIER, Kind.INTERMEDIARY, Kind.BUYER]),
            country=country, nuts=seat,
        )  # fmt: skip
        portal = chance.choice([denmark, denmark, latvia])
        profile = placed(own, portal, **written(chance), products=made(chance))
        profile.organisation.refresh_from_db()
        for scheme in chance.sample([Scheme.ISO_9001, Scheme.ISO_14001], chance.randrange(3)):
            until = chance.choice([None, timezone.localdate(), *PAST])
            keep_credential(profile, kind="certificate", title=scheme, scheme=scheme, until=until)
    Organisation.objects.everywhere("the test").filter(slug__in=["c3", "c4"]).update(
        status=Status.SUSPENDED
    )
    ids = Profile.objects.everywhere("the test").values_list("pk", flat=True)
    cards.keep(ids)
    cache.clear()


PAST = [timezone.localdate() - timedelta(days=9)]


def written(chance: random.Random) -> dict:
    return {
        "headline": "Water",
        "cpv": chance.sample(["34928500", "34993000", "65100000"], 2),
        "nuts": chance.sample(REGIONS, chance.randrange(5)),
        "languages": chance.sample(["da", "en", "lt"], chance.randrange(1, 4)),
        "size": chance.choice(["", *Size.values]),
        "is_shared": chance.random() < 0.8,
    }


def made(chance: random.Random) -> list[dict]:
    return [
        {
            "name": f"Thing {number}",
            "language": "en",
            "problem": "Dark",
            "trl": (trl := chance.choice([None, 2, 5, 8, 9])),
            "market_stage": "" if trl else chance.choice(["", *MarketStage.values]),
            "seeking_first_buyer": chance.random() < 0.3,
        }
        for number in range(chance.randrange(4))
    ]


@pytest.mark.parametrize("query", NARROWED)
def test_choosing_shows_as_many_as_its_number_says(crowd, directory, query) -> None:
    """Alone in its facet, the choices in the others kept."""
    opened = directory(query)
    for facet in opened.facets:
        for option in facet["options"]:
            chosen = directory(opened.address(**{facet["name"]: option.value}))
            assert (facet["name"], option.value, chosen.count) == (
                facet["name"], option.value, option.count,
            )  # fmt: skip
            assert len(rows_of_all_pages(directory, chosen)) == option.count


def rows_of_all_pages(directory, first, *, size: int = listing.PAGE_SIZE) -> list[int]:
    found, page = [], first
    while True:
        page.page_size = size
        found += [row.pk for row in page.rows]
        if not page.next_url:
            return found
        page = directory(page.next_url)


def test_a_region_is_forgotten_with_its_country(crowd, directory) -> None:
    assert directory("?delivers=LT&region=DK01").count == directory("?delivers=LT").count > 0


@pytest.mark.parametrize("order", ["newest", "changed"])
def test_pages_follow_each_other_by_key_where_moments_are_equal(crowd, directory, order) -> None:
    everybody = Card.objects.everywhere("the test")
    moment = timezone.now()
    for pk in everybody.values_list("pk", flat=True):
        early = moment - timedelta(hours=pk % 3)
        everybody.filter(pk=pk).update(published_at=early, updated_at=moment - (moment - early) * 2)

    first = directory(f"?sort={order}")
    found = rows_of_all_pages(directory, first, size=3)

    assert len(found) == len(set(found)) == first.count
