"""Who is there: nine portals, buyers, companies with their profiles, and people."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any

from django.conf import settings

from ppi.organisations.choices import Kind, Status
from ppi.portals.models import Portal
from ppi.taxonomy import cpv
from ppi.taxonomy.models import CpvCode, NutsRegion
from profiles.choices import Size
from tests.benchmarks.words import SEED, vocabulary

# Each country with the language of most texts from there, and its share of all.
COUNTRIES = {
    "DE": ("de", 25, "Europe/Berlin"),
    "SE": ("sv", 13, "Europe/Stockholm"),
    "DK": ("da", 13, "Europe/Copenhagen"),
    "FI": ("fi", 13, "Europe/Helsinki"),
    "NO": ("nb", 11, "Europe/Oslo"),
    "LT": ("lt", 10, "Europe/Vilnius"),
    "EE": ("et", 6, "Europe/Tallinn"),
    "LV": ("lv", 5, "Europe/Riga"),
    "AT": ("de", 4, "Europe/Vienna"),
}
ENGLISH_SHARE = 0.08
NOTICES_A_BUYER, NOTICES_A_PROFILE = 50, 10
PEOPLE = 100_000
# Everything was published before the day on which the data are made, so that some are still open.
TODAY = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
YEARS = 5


class Facts:
    """What rows are drawn from: codes, places and the portals' ids."""

    def __init__(self) -> None:
        self.codes = sorted(CpvCode.objects.values_list("code", flat=True))
        # Some branches are bought much more often than others.
        self.code_weights = list(accumulate(1 / (1 + n % 97) for n in range(len(self.codes))))
        self.known = set(self.codes)
        regions = NutsRegion.objects.order_by("code").values_list("country", "code")
        self.regions = {
            country: [code for land, code in regions if land == country and len(code) > 3]
            for country in COUNTRIES
        }
        self.portals = dict(Portal.objects.values_list("country", "pk"))

    def country(self, chance: random.Random) -> str:
        [found] = chance.choices(list(COUNTRIES), [share for _, share, _ in COUNTRIES.values()])
        return found

    def language(self, country: str, chance: random.Random) -> str:
        return "en" if chance.random() < ENGLISH_SHARE else COUNTRIES[country][0]

    def subjects(self, chance: random.Random) -> list[str]:
        """One to three codes, mostly of one branch."""
        [main] = chance.choices(self.codes, cum_weights=self.code_weights)
        near = [code for code in cpv.ancestors(main) if code in self.known]
        return [main, *chance.sample(near, min(len(near), chance.randint(0, 2)))]

    def places(self, country: str, chance: random.Random) -> list[str]:
        regions = self.regions[country]
        return [chance.choice(regions)] if regions and chance.random() < 0.8 else []


def make_portals() -> None:
    languages = [code for code, _name in settings.LANGUAGES]
    for country, (language, _share, zone) in COUNTRIES.items():
        facts = {"name": f"PPI {country}", "country": country, "time_zone": zone}
        facts |= {"language": language, "languages": languages}
        Portal.objects.update_or_create(slug=country.lower(), defaults=facts)


def buyers(facts: Facts, number: int) -> Iterator[dict[str, Any]]:
    yield from _organisations(facts, 1, number, Kind.BUYER)


def companies(facts: Facts, first: int, number: int) -> Iterator[dict[str, Any]]:
    yield from _organisations(facts, first, number, Kind.SUPPLIER)


def _organisations(facts: Facts, first: int, number: int, kind: str) -> Iterator[dict[str, Any]]:
    chance = random.Random(f"{SEED} {kind}")
    for pk in range(first, first + number):
        country = facts.country(chance)
        words = vocabulary(COUNTRIES[country][0])
        name = " ".join(words.ranked(50, 30_000, chance) for _ in range(2)).title()
        yield {
            "id": pk,
            "slug": f"{kind}-{pk}",
            "name": f"{name} {pk}",
            "kind": kind,
            "buyer_type": "sub-central" if kind == Kind.BUYER else "",
            "country": country,
            "portal_id": facts.portals[country],
            "status": Status.VERIFIED,
            "language": words.language,
        }


def profiles(facts: Facts, organisations: list[tuple[int, str]]) -> Iterator[dict[str, Any]]:
    """One for each company, given as id and country."""
    chance = random.Random(f"{SEED} profiles")
    for pk, (organisation, country) in enumerate(organisations, start=1):
        language = facts.language(country, chance)
        subjects = facts.subjects(chance)
        own = vocabulary(language).of_subject(subjects[0][:2])
        yield {
            "id": pk,
            "organisation_id": organisation,
            "portal_id": facts.portals[country],
            "status": "published",
            "language": language,
            "headline": sentence(vocabulary(language).draw(chance, 4) + chance.choices(own, k=3)),
            "about": text(language, own, 35, chance),
            "cpv": subjects,
            "nuts": facts.places(country, chance),
            "languages": [language],
            "size": chance.choice(Size.values),
            "divisions": sorted({code[:2] for code in subjects}),
            "published_at": TODAY - timedelta(minutes=chance.randrange(YEARS * 365 * 24 * 60)),
        }


def people(number: int) -> Iterator[dict[str, Any]]:
    chance = random.Random(f"{SEED} people")
    for pk in range(1, number + 1):
        language, _share, zone = COUNTRIES[chance.choice(list(COUNTRIES))]
        yield {
            "id": pk,
            "email": f"person-{pk}@benchmark.example",
            "name": f"Person {pk}",
            "password": "!",
            "language": language,
            "time_zone": zone,
        }


def text(language: str, own: list[str], number: int, chance: random.Random) -> str:
    """Sentences of the language's words, about every fourth one of the subject's own."""
    words = vocabulary(language).draw(chance, number - number // 4)
    words += chance.choices(own, k=number // 4)
    chance.shuffle(words)
    return " ".join(sentence(words[start : start + 12]) for start in range(0, len(words), 12))


def sentence(words: list[str]) -> str:
    return " ".join(words).capitalize() + "."
