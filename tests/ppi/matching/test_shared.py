"""What the database finds shared is scored as the whole gists would be."""

from __future__ import annotations

import random

import pytest

from ppi.matching import gists, learning, scoring, services, sides
from ppi.matching.models import Gist, Match, Stem
from ppi.matching.scoring import Side
from profiles.models import Product, Profile
from tenders.models import Opportunity
from tests.ppi.matching.companies import company, profiled
from tests.tenders.written import published

WORDS = [f"{language}:w{number}" for language in ("da", "de", "en") for number in range(12)]
CODES = [34_928_000 + number for number in range(30)]
LAMP = {"name": "Lamp", "problem": "Dark", "cpv": ["34928510"], "language": "en"}


@pytest.fixture
def need(facts, havneby, buyer_of_havneby, moderator_of_denmark) -> Opportunity:
    row = published(havneby, buyer_of_havneby, moderator_of_denmark)
    gists.refresh(Opportunity, [row.pk])
    return row


def gist_of(subject) -> Gist:
    return gists.of_objects(type(subject), [subject.pk])[subject.pk]


def write_anything(subject, chance: random.Random) -> None:
    """Some have no words, some no topics, some words in one language only."""
    languages = chance.sample(["da", "de", "en"], chance.randint(0, 3))
    said = [word for word in WORDS if word[:2] in languages]
    stems = chance.sample(said, chance.randint(0, len(said)))
    topics = chance.sample(CODES, chance.choice([0, 1, 8, 20]))
    gist = gist_of(subject)
    gist.stems, gist.words = stems, [stem.upper() for stem in stems]
    gist.topics, gist.strengths = topics, [round(chance.random(), 4) for _ in topics]
    gist.save()


def parts_of(need: Gist, other: Gist | gists.Shared | None, rarity: dict[str, float]) -> list:
    return scoring.agreements_of(Side(**sides.read(need)), Side(**sides.read(other)), rarity)


@pytest.mark.parametrize("seed", range(6))
def test_the_shared_part_agrees_as_the_whole_does(seed, need, denmark) -> None:
    chance = random.Random(seed)
    profiles = [profiled(company(f"lamps-{number}", denmark)) for number in range(12)]
    for subject in (need, *profiles):
        write_anything(subject, chance)
    rarity = {word: chance.random() for word in WORDS if chance.random() < 0.7}
    ids = [profile.pk for profile in profiles]
    asked, whole = gist_of(need), gists.of_objects(Profile, ids)

    shared = gists.shared_with(asked, Profile, ids)

    assert {pk: parts_of(asked, each, rarity) for pk, each in shared.items()} == {
        pk: parts_of(asked, each, rarity) for pk, each in whole.items()
    }
    assert all(len(each.topics) <= len(whole[pk].topics) for pk, each in shared.items())


def test_what_is_not_in_the_index_shares_nothing_and_a_silent_need_nothing_either(
    need, denmark
) -> None:
    profile = profiled(company("lamps", denmark))

    assert gists.shared_with(gist_of(need), Profile, [2**40]) == {}
    silent = gists.shared_with(None, Profile, [profile.pk])[profile.pk]
    assert (silent.stems, silent.words) == ([], [])


def test_matches_are_those_of_the_whole_texts_products_included(need, denmark, latvia) -> None:
    profiled(company("lamps", denmark), products=[LAMP])
    profiled(company("posts", latvia), cpv=["34928500"], about="We make posts of steel.")
    profiled(company("builders", denmark), cpv=["45000000"], about="We build.", products=[LAMP])
    profiled(company("bakery", denmark), cpv=["15810000"], headline="Bread", about="Bread")
    Stem.objects.create(text="en:lamp", texts=3, rarity=0.9)
    asked = gist_of(need)
    side, rarity = sides.need_of(need, asked), learning.rarities(asked.stems)

    def whole(each: sides.Company) -> tuple[list[dict], int | None]:
        products = list(Product.objects.everywhere("a test").filter(profile=each.pk))
        own = gists.of_objects(Profile, [each.pk])[each.pk]
        of_products = gists.of_objects(Product, [product.pk for product in products])
        offers = sides.offers_of(each, products, own, of_products)
        scored = [(scoring.reasons(side, o.side, rarity=rarity), o.product) for o in offers]
        parts, product = max(scored, key=lambda one: scoring.score(one[0]))
        return parts, product and product.pk

    everybody = sides.companies(Profile.objects.everywhere("a test"))
    expected = {each.pk: found for each in everybody if (found := whole(each))[0]}

    services.match(need)

    rows = Match.objects.everywhere("a test")
    assert {row.profile_id: (row.reasons, row.product_id) for row in rows} == expected
    assert len(expected) == 3
