"""Judged pairs in the database, and how well a way of ranking agrees with them."""

from __future__ import annotations

import math
import random
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ppi.kernel.languages import LANGUAGES
from ppi.matching import gists, learning, scoring, services, sides
from ppi.organisations.choices import Kind, Status
from ppi.organisations.models import Organisation
from ppi.portals.models import Portal
from ppi.taxonomy import nuts
from ppi.taxonomy.countries import COUNTRIES
from profiles import services as profiles
from profiles.models import Profile
from tenders.models import Opportunity
from tests.tenders.written import published

FILES = Path(__file__).parent / "judged"
SPLITS = ("tuning", "held-out")
# The grade from which an offer is worth a buyer's time.
RELEVANT = 2
DEPTH = 10

# How good an offer is for a need, both by their names in the files.
Ranking = Callable[[str, str], float]


@dataclass(frozen=True)
class Judged:
    """One split: needs, offers, and the grade of each offer for each need (0 where none stands)."""

    needs: Mapping[str, dict]
    offers: Mapping[str, dict]

    def grade(self, need: str, offer: str) -> int:
        return self.needs[need]["grades"].get(offer, 0)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        return [(need, offer) for need in self.needs for offer in self.needs[need]["grades"]]


def judged(split: str) -> Judged:
    needs, offers = {}, {}
    for path in sorted(FILES.glob("*.toml")):
        content = tomllib.loads(path.read_text())
        if content["split"] == split:
            needs |= content["needs"]
            offers |= content["offers"]
    return Judged(needs, offers)


@dataclass(frozen=True)
class Figures:
    """Means over the needs. Coverage: the share of relevant offers that are matched at all."""

    precision_at_5: float
    precision_at_10: float
    ndcg_at_10: float
    coverage: float


def figures(pairs: Judged, ranking: Ranking) -> Figures:
    """Equal offers stand in a random order, the same in every run."""
    rows = [_figures_of(pairs, need, ranking) for need in pairs.needs]
    return Figures(*(sum(column) / len(rows) for column in zip(*rows, strict=True)))


def _figures_of(pairs: Judged, need: str, ranking: Ranking) -> tuple[float, ...]:
    scores = {offer: ranking(need, offer) for offer in pairs.offers}
    order = sorted(scores, key=lambda o: (-scores[o], random.Random(f"{need} {o}").random()))  # noqa: S311
    grades = [pairs.grade(need, offer) for offer in order]
    best = sorted(grades, reverse=True)
    found = [pairs.grade(need, o) >= RELEVANT for o in order if scores[o] > 0]
    return (
        sum(grade >= RELEVANT for grade in grades[:5]) / 5,
        sum(grade >= RELEVANT for grade in grades[:10]) / 10,
        gain(grades[:DEPTH]) / gain(best[:DEPTH]),
        sum(found) / sum(grade >= RELEVANT for grade in grades),
    )


def gain(grades: list[int]) -> float:
    """Discounted cumulative gain (Järvelin and Kekäläinen 2002, with exponential gain)."""
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


class Loaded:
    """One split as rows of the rooms, with their gists; and four ways of ranking them."""

    def __init__(self, pairs: Judged, buyer: Organisation, *, by, moderator) -> None:
        self.pairs = pairs
        self.profiles = {n: _profile(n, offer, buyer.portal) for n, offer in pairs.offers.items()}
        self.opportunities = {
            name: _opportunity(need, buyer, by, moderator) for name, need in pairs.needs.items()
        }
        self.read()

    def read(self) -> None:
        """Learn from what is published, and read it with what was learnt."""
        pks = {
            Profile: [row.pk for row in self.profiles.values()],
            Opportunity: [row.pk for row in self.opportunities.values()],
        }
        for model, ids in pks.items():
            gists.refresh(model, ids)
        for language in LANGUAGES:
            learning.learn_rarity(language)
        for model, ids in pks.items():
            gists.refresh(model, ids)
        of_needs = gists.of_objects(Opportunity, pks[Opportunity])
        of_offers = gists.of_objects(Profile, pks[Profile])
        rows = Profile.objects.everywhere("a test").filter(pk__in=pks[Profile])
        companies = {company.pk: company for company in sides.companies(rows)}
        self.sides = {
            name: sides.need_of(row, of_needs.get(row.pk))
            for name, row in self.opportunities.items()
        } | {
            name: sides.offers_of(companies[row.pk], [], of_offers.get(row.pk), {})[0].side
            for name, row in self.profiles.items()
        }
        stems = {stem for side in self.sides.values() for stem in side.stems}
        self.rarity = learning.rarities(stems)
        self.matches = {
            name: {match.profile.slug: match.score for match in services.match(row)}
            for name, row in self.opportunities.items()
        }

    def ours(self, need: str, offer: str) -> float:
        """The score of the match that the platform itself has written; 0 where there is none."""
        return self.matches[need].get(offer, 0)

    def parted_at(self, bar: int) -> tuple[float, float]:
        """Of the matches: which share of those worth the time has at least so many points, and
        which share of all others has fewer."""
        points = {
            (need, offer): score
            for need, found in self.matches.items()
            for offer, score in found.items()
        }
        worth = [score for pair, score in points.items() if self.pairs.grade(*pair) >= RELEVANT]
        others = [score for pair, score in points.items() if self.pairs.grade(*pair) < RELEVANT]
        kept = sum(score >= bar for score in worth) / len(worth)
        return kept, sum(score < bar for score in others) / len(others)

    def cpv_only(self, need: str, offer: str) -> float:
        return len(scoring.shared_subject(self.sides[need].cpv, self.sides[offer].cpv))

    def words_only(self, need: str, offer: str) -> float:
        """Shared stems by their rarity, as a full-text search in the need's language would."""
        shared = self.sides[need].stems.keys() & self.sides[offer].stems.keys()
        return sum(self.rarity.get(stem, 1.0) ** 2 for stem in shared)

    def by_chance(self, need: str, offer: str) -> float:
        return random.Random(f"chance {need} {offer}").random()  # noqa: S311


def _profile(name: str, offer: dict, portal: Portal) -> Profile:
    company = Organisation.objects.create(
        slug=name,
        name=name,
        portal=portal,
        kind=Kind.SUPPLIER,
        country="DK",
        status=Status.VERIFIED,
        language="en",
    )
    return profiles.keep_profile(
        company,
        portal=portal,
        language=offer["language"],
        headline=offer["title"],
        about=offer["text"],
        cpv=offer["cpv"],
        nuts=sorted(nuts.of_country(country) for country in COUNTRIES),
        languages=sorted({offer["language"], "en"}),
    )


def _opportunity(need: dict, buyer: Organisation, by, moderator) -> Opportunity:
    return published(
        buyer,
        by,
        moderator,
        title=need["title"],
        need=need["text"],
        outcome="",
        language=need["language"],
        cpv=need["cpv"],
        nuts=[nuts.of_country(need["country"])],
        accepted_languages=sorted({need["language"], "en"}),
    )
