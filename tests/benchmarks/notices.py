"""Notices: opportunities of five years, in the languages and subjects of nine countries."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

from tenders.choices import Kind, Source
from tests.benchmarks.words import SEED, vocabulary
from tests.benchmarks.world import TODAY, YEARS, Facts, text

# As notices are: most are calls and results.
KINDS = {
    Kind.CALL: 50,
    Kind.RESULT: 30,
    Kind.PLANNED: 8,
    Kind.CONSULTATION: 6,
    Kind.CHALLENGE: 3,
    Kind.PCP: 1,
    Kind.INNOVATION_PARTNERSHIP: 1,
    Kind.CO_BUYERS: 1,
}
WITHOUT_DEADLINE = {Kind.RESULT, Kind.PLANNED}
# How long before `TODAY` the oldest was published. Later ids are newer.
MINUTES = YEARS * 365 * 24 * 60
TITLE_WORDS, TEXT_WORDS = (5, 9), (30, 60)


def notices(
    facts: Facts, buyers: list[tuple[int, str]], first: int, number: int
) -> Iterator[dict[str, Any]]:
    """`buyers`: id and country. Numbered from `first`; the same numbers give the same notices."""
    for pk in range(first, first + number):
        chance = random.Random(f"{SEED} notice {pk}")
        age = timedelta(minutes=MINUTES * (first + number - pk) // number)
        yield notice(facts, pk, chance.choice(buyers), TODAY - age, chance)


def notice(facts: Facts, pk: int, buyer: tuple[int, str], published_at, chance) -> dict[str, Any]:
    organisation, country = buyer
    language = facts.language(country, chance)
    subjects = facts.subjects(chance)
    own = vocabulary(language).of_subject(subjects[0][:2])
    [kind] = chance.choices(list(KINDS), list(KINDS.values()))
    value = Decimal(round(chance.lognormvariate(12, 1.6), 2)) if chance.random() < 0.8 else None
    answered = timedelta(days=chance.randint(10, 60))
    return {
        "id": pk,
        "slug": f"notice-{pk}",
        "purchase_id": pk,
        "organisation_id": organisation,
        "portal_id": facts.portals[country],
        "status": "published",
        "source": Source.NOTICE,
        "kind": kind,
        "language": language,
        "title": title(language, own, chance),
        "need": text(language, own, chance.randint(*TEXT_WORDS), chance),
        "cpv": subjects,
        "nuts": facts.places(country, chance),
        "country": country,
        "value": value,
        "value_in_euro": value,
        "deadline": None if kind in WITHOUT_DEADLINE else published_at + answered,
        "published_at": published_at,
    }


def title(language: str, own: list[str], chance: random.Random) -> str:
    """Half the language's words, half the subject's."""
    number = chance.randint(*TITLE_WORDS)
    words = vocabulary(language).draw(chance, number // 2)
    words += chance.choices(own, k=number - number // 2)
    return " ".join(words).capitalize()
