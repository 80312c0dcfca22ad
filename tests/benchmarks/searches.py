"""Saved searches as people keep them: most with a subject and a place, many with words."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import batched

from ppi.matching import reverse
from ppi.matching.models import SavedSearch
from ppi.matching.reverse import shares
from ppi.search.criteria import Criteria
from ppi.taxonomy import cpv
from tests.benchmarks.words import SEED, vocabulary
from tests.benchmarks.world import COUNTRIES, TODAY, Facts

# So many are stored by one call, which holds them all.
CHUNK = 100_000
# The share of each kind; which facets it has, and how many words.
KINDS = (
    (40, ("country", "subject"), 1),
    (25, ("country", "subject"), 0),
    (10, ("region", "subject"), 0),
    (10, ("subject", "value"), 2),
    (10, (), 2),
    (5, ("country", "kind"), 1),
)
TYPED_RANKS = (200, 3_000)
SEARCHES_EACH = 10
# Many people look for the same: so many different words, or pairs of words, a language.
TYPED = 500
BANDS = ("under-50000", "50000-216000", "216000-1000000", "from-1000000")


def make_searches(number: int) -> int:
    """Store what is missing to so many; how many were stored now."""
    there = SavedSearch.objects.everywhere("the benchmark counts them").count()
    if there == 0:
        shares.refresh()
    for batch in batched(searches(there, number), CHUNK):
        reverse.store(batch)
    return number - there


def searches(first: int, last: int) -> Iterator[SavedSearch]:
    facts = Facts()
    taken: set[tuple] = set()
    for number in range(first, last):
        chance = random.Random(f"{SEED} search {number}")
        person = 1 + number // SEARCHES_EACH
        while True:  # until it is one that this person does not have
            country = facts.country(chance)
            address = criteria_of(facts, country, chance).address
            if (person, country, address) not in taken:
                break
        taken = {key for key in taken if key[0] == person} | {(person, country, address)}
        yield SavedSearch(
            person_id=person,
            portal_id=facts.portals[country],
            language=COUNTRIES[country][0],
            name=f"Search {number}",
            address=address,
            since=TODAY,
        )


def criteria_of(facts: Facts, country: str, chance: random.Random) -> Criteria:
    shares_of_kinds = [share for share, _facets, _words in KINDS]
    [(_share, facets, words)] = chance.choices(KINDS, shares_of_kinds)
    [code] = chance.choices(facts.codes, cum_weights=facts.code_weights)
    offered = {
        "country": country,
        "subject": cpv.prefix(code)[: chance.randint(2, 5)],
        "region": chance.choice(facts.regions[country] or [country]),
        "value": chance.choice(BANDS),
        "kind": "opportunity",
    }
    language = vocabulary(COUNTRIES[country][0])
    same = random.Random(f"{SEED} typed {words} {chance.randrange(TYPED)}")
    typed = " ".join(language.ranked(*TYPED_RANKS, same) for _ in range(words))
    return Criteria(typed, {facet: (offered[facet],) for facet in facets})
