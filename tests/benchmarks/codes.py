"""A tree of CPV codes as large as a benchmark needs, below the divisions that the project carries.

The repository has the 45 divisions and the codes of its demonstration; official labels are loaded
from elsewhere. Here each division gets branches of its own, labelled with words of its subject in
every language, so that an entry carries as many labels as in a real index.
"""

from __future__ import annotations

import random

from ppi.taxonomy import cpv
from ppi.taxonomy.choices import Origin
from ppi.taxonomy.models import CpvCode
from tests.benchmarks.words import LANGUAGES, vocabulary

GROUPS, CLASSES, CATEGORIES = 5, 4, 3
LABEL_WORDS = (2, 5)


def branches(division: str) -> list[str]:
    """Digits below a division, from the group to the category: 80 of them."""
    chance = random.Random(f"branches {division}")
    found = []
    for group in _below(division, GROUPS, chance):
        found.append(group)
        for narrower in _below(group, CLASSES, chance):
            found.append(narrower)
            found += _below(narrower, CATEGORIES, chance)
    return found


def _below(digits: str, number: int, chance: random.Random) -> list[str]:
    return [f"{digits}{digit}" for digit in sorted(chance.sample(range(1, 10), number))]


def label(digits: str, language: str) -> str:
    chance = random.Random(f"label {digits} {language}")
    words = vocabulary(language).of_subject(digits[:2])
    return " ".join(chance.sample(words, chance.randint(*LABEL_WORDS))).capitalize()


def make_codes() -> list[str]:
    """Write the codes that are not there yet; all of them, most general first."""
    divisions = list(CpvCode.objects.filter(parent=None).values_list("code", flat=True))
    known = set(CpvCode.objects.values_list("code", flat=True))
    made = [digits.ljust(8, "0") for code in sorted(divisions) for digits in branches(code[:2])]
    CpvCode.objects.bulk_create(
        [_row(code) for code in sorted(made, key=cpv.depth) if code not in known]
    )
    return sorted({*known, *made})


def _row(code: str) -> CpvCode:
    digits = cpv.prefix(code)
    labels = {f"label_{language}": label(digits, language) for language in LANGUAGES}
    parent = digits[:-1].ljust(8, "0")
    return CpvCode(code=code, parent_id=parent, origin=Origin.FACTS, **labels)
