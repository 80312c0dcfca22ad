"""Products of companies: five each, in the company's language."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from typing import Any

from tests.benchmarks.words import SEED, vocabulary
from tests.benchmarks.world import Facts, sentence, text

PRODUCTS_A_COMPANY = 5


def products(facts: Facts, profiles: Iterable[tuple[int, str]]) -> Iterator[dict[str, Any]]:
    """`profiles`: id and language of each."""
    chance = random.Random(f"{SEED} products")
    for profile, language in profiles:
        words = vocabulary(language)
        for position in range(PRODUCTS_A_COMPANY):
            subjects = facts.subjects(chance)
            own = words.of_subject(subjects[0][:2])
            yield {
                "id": (profile - 1) * PRODUCTS_A_COMPANY + position + 1,
                "profile_id": profile,
                "slug": f"product-{position}",
                "status": "published",
                "position": position,
                "language": language,
                "name": " ".join(chance.choices(own, k=2)).capitalize(),
                "problem": sentence(words.draw(chance, 6) + chance.choices(own, k=2)),
                "description": text(language, own, 30, chance),
                "trl": chance.randint(1, 9),
                "seeking_first_buyer": chance.random() < 0.1,
                "cpv": subjects,
            }
