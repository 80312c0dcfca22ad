"""Who may fit, and how far their texts agree: the database finds what scoring everybody would."""

from __future__ import annotations

import random

import pytest

from ppi.matching import gists, learning, nearness, offers, scoring, services, sides
from ppi.matching.models import Gist, Match, OfferTopic, Stem
from ppi.matching.scoring import Alike, Side
from ppi.search.choices import Kind
from ppi.search.models import Entry
from profiles import services as profiles
from profiles.models import Product, Profile
from tenders.models import Opportunity
from tests.ppi.matching.companies import company, employee, profiled
from tests.tenders.written import published

WORDS = [f"{language}:w{number}" for language in ("da", "de", "en") for number in range(12)]
CODES = [34_928_000 + number for number in range(30)]
SUBJECTS = ["34928510", "34921000", "34000000", "34100000", "45000000", "03100000", "03400000"]
LAMP = {"name": "Lamp", "problem": "Dark", "cpv": ["34928510"], "language": "en"}


@pytest.fixture
def need(facts, havneby, buyer_of_havneby, moderator_of_denmark) -> Opportunity:
    row = published(havneby, buyer_of_havneby, moderator_of_denmark)
    gists.refresh(Opportunity, [row.pk])
    return row


def gist_of(subject) -> Gist:
    return gists.of_objects(type(subject), [subject.pk])[subject.pk]


def write_anything(subject, chance: random.Random) -> None:
    """Some have no words, some no topics, some words in one language only; and any codes."""
    languages = chance.sample(["da", "de", "en"], chance.randint(0, 3))
    said = [word for word in WORDS if word[:2] in languages]
    stems = chance.sample(said, chance.randint(0, len(said)))
    topics = chance.sample(CODES, chance.choice([0, 1, 8, 20]))
    gist = gist_of(subject)
    gist.stems, gist.words = stems, [stem.upper() for stem in stems]
    gist.topics, gist.strengths = topics, [round(chance.random() / 4, 4) for _ in topics]
    gist.nearest = topics[: chance.randint(0, 6)]
    gist.save()
    gist.entry.cpv = subject.cpv = chance.sample(SUBJECTS, chance.randint(0, 2))
    gist.entry.language, gist.entry.translations = "lv", dict.fromkeys(languages, {})
    gist.entry.save()
    type(subject).objects.everywhere("a test").filter(pk=subject.pk).update(cpv=subject.cpv)
    offers.keep([gist])


def is_led_to(need: Gist, codes: list[str], offer: Gist, of_offer: list[str]) -> bool:
    """By a group, a label or a rare word: the three ways, each in Python."""
    groups = set(nearness.groups_of(codes)) & set(nearness.groups_of(of_offer))
    topics = set(need.nearest[: nearness.MOST_TOPICS]) & set(offer.nearest)
    words = set(nearness.rarest_of([need])) & set(offer.stems)
    return bool(groups or topics or words)


@pytest.fixture
def anything(request, need, denmark) -> list[Profile]:
    """A need and companies that say anything."""
    chance = random.Random(request.param)
    profiles = [profiled(company(f"lamps-{number}", denmark)) for number in range(15)]
    for subject in (need, *profiles):
        write_anything(subject, chance)
    for word in WORDS[::2]:
        Stem.objects.create(text=word, texts=3, rarity=chance.random())
    need.refresh_from_db()
    return profiles


@pytest.mark.parametrize("anything", range(8), indirect=True)
def test_the_database_compares_texts_as_scoring_does(need, anything) -> None:
    asked, whole = gist_of(need), gists.of_objects(Profile, [each.pk for each in anything])

    _organisations, found = offers.near(need.cpv, asked)

    side = Side(**sides.read(asked))
    expected = {
        pk: scoring.alikeness(side, Side(**sides.read(gist)))
        for pk, gist in whole.items()
        if pk in found[Profile]
    }
    assert {pk: rounded(alike) for pk, alike in found[Profile].items()} == {
        pk: rounded(alike) for pk, alike in expected.items()
    }


def rounded(alike: Alike) -> tuple:
    """Sums of fractions differ in their last digit by the order in which they are added."""
    close, stems = alike.closeness, alike.stems
    return (
        None if close is None else round(close, 9),
        alike.topic,
        None if stems is None else sorted(stems),
    )


@pytest.mark.parametrize("anything", range(8), indirect=True)
def test_who_is_led_to_and_fits_is_matched_and_nobody_else(need, anything) -> None:
    asked, whole = gist_of(need), gists.of_objects(Profile, [each.pk for each in anything])
    side, rarity = sides.need_of(need, asked), learning.rarities(asked.stems)
    everybody = sides.companies(Profile.objects.everywhere("a test"))
    expected = {
        each.pk: parts
        for each in everybody
        if is_led_to(asked, need.cpv, whole[each.pk], each.cpv)
        and (
            parts := scoring.reasons(
                side, sides.offers_of(each, [], whole[each.pk], {})[0].side, rarity=rarity
            )
        )
    }

    services._match(need)

    rows = Match.objects.everywhere("a test")
    assert {row.profile_id: row.reasons for row in rows} == expected


def test_who_is_not_in_the_index_is_not_near_and_a_silent_need_has_nothing_in_common(
    need, denmark
) -> None:
    lamps, other = (profiled(company(name, denmark)) for name in ("lamps", "other"))
    Entry.objects.everywhere("a test").filter(title="Other").delete()

    organisations, found = offers.near(need.cpv, None)

    assert organisations == {lamps.organisation_id}
    assert found == {Profile: {lamps.pk: Alike(None, None, None)}, Product: {}}
    assert other.organisation_id not in organisations


def test_what_is_not_offered_any_more_leads_nowhere(need, denmark) -> None:
    lamps = company("lamps", denmark)
    profile = profiled(lamps)
    rows = OfferTopic.objects.everywhere("a test")
    assert {row.organisation_id for row in rows} == {lamps.pk}

    profiles.hide(profile, by=employee("owner@lamps.example", lamps, "owner"))
    gists.refresh(Profile, [profile.pk])

    assert list(rows.all()) == []
    assert offers.near(need.cpv, gist_of(need)) == (set(), {Profile: {}, Product: {}})


def test_only_offers_are_looked_for(need, denmark) -> None:
    profiled(company("lamps", denmark), products=[LAMP])

    rows = OfferTopic.objects.everywhere("a test")

    kinds = set(rows.values_list("entry__kind", flat=True))
    assert kinds == {Kind.PROFILE, Kind.PRODUCT}
    assert sorted(rows.filter(entry__kind=Kind.PRODUCT).values_list("code", flat=True)) == [
        134,
        1349,
    ]


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


@pytest.mark.parametrize("topics", [[], [CODES[0]]])
def test_a_product_of_rare_words_is_found_by_the_division_that_only_its_company_states(
    need, denmark, topics
) -> None:
    """A product without codes is compared by those of its company."""
    profile = profiled(company("masts", denmark), cpv=["34000000"], about="We make masts.",
                       headline="Masts", products=[LAMP | {"cpv": []}])  # fmt: skip
    product = Product.objects.everywhere("a test").get(profile=profile)
    for subject, stems in ((need, ["en:walk", "en:lamp"]), (product, ["en:walk", "en:lamp"]),
                           (profile, [])):  # fmt: skip
        gist = gist_of(subject)
        gist.stems = gist.words = stems
        gist.topics, gist.strengths, gist.nearest = topics, [0.1 for _ in topics], []
        gist.save()
        offers.keep([gist] if subject is not need else [])
    for stem in ("en:walk", "en:lamp"):
        Stem.objects.create(text=stem, texts=2, rarity=0.95)

    services._match(need)

    [match] = Match.objects.everywhere("a test")
    assert (match.profile_id, match.product_id) == (profile.pk, product.pk)
    assert {part["kind"] for part in match.reasons} >= {"cpv", "words"}
