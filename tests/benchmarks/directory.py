"""The directory and the public pages it leads to: what a first page of each costs."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.http import urlencode

from profiles.choices import Maturity
from profiles.models import Card, Product, Profile
from tests.benchmarks.pages import pages_table
from tests.benchmarks.questions import COMMON, COUNTRY_OF, MIDDLE, RARE, long_word
from tests.benchmarks.words import LANGUAGES, SEED, Vocabulary, vocabulary

OF_EACH_KIND = 40
GOALS = {"database": 30}
SUBJECTS = ("30", "33", "34", "45", "48", "50", "71", "72", "90")
REASON = "a benchmark counts them"


@dataclass(frozen=True)
class Question:
    kind: str
    path: str


def opened(words: Vocabulary, chance: random.Random) -> dict:
    return {"sort": chance.choice(("", "changed"))}


def narrowed(words: Vocabulary, chance: random.Random) -> dict:
    """By what a buyer ticks first."""
    country = chance.choice(list(COUNTRY_OF.values()))
    return chance.choice(
        [{"country": country}, {"subject": chance.choice(SUBJECTS)}, {"first-buyer": "yes"}]
    )


def narrowed_further(words: Vocabulary, chance: random.Random) -> dict:
    return {
        "delivers": COUNTRY_OF[words.language],
        "subject": chance.sample(SUBJECTS, 2),
        "stage": chance.choice(Maturity.values),
    }


def asked_for(words: Vocabulary, chance: random.Random) -> dict:
    return {"q": long_word(words, chance.choice((COMMON, MIDDLE, RARE)), 4, chance)}


def asked_for_there(words: Vocabulary, chance: random.Random) -> dict:
    return asked_for(words, chance) | {"country": COUNTRY_OF[words.language]}


LISTS: dict[str, Callable[[Vocabulary, random.Random], dict]] = {
    "opened": opened,
    "one choice": narrowed,
    "three choices": narrowed_further,
    "a word": asked_for,
    "a word and a country": asked_for_there,
}


def lists() -> Iterator[Question]:
    for kind, make in LISTS.items():
        for number in range(OF_EACH_KIND):
            chance = random.Random(f"{SEED} directory {kind} {number}")
            language = LANGUAGES[number % len(LANGUAGES)]
            chosen = make(vocabulary(language), chance)
            portal = COUNTRY_OF[language].lower()
            address = urlencode(chosen, doseq=True)
            yield Question(kind, f"/p/{portal}/{language}/companies/?{address}")


def faces() -> Iterator[Question]:
    """Pages of companies and of products, drawn evenly from all."""
    rows = Product.objects.published_anywhere().select_related("profile__organisation__portal")
    step = max(1, rows.count() // OF_EACH_KIND)
    for pk in range(1, step * OF_EACH_KIND, step):
        product = rows.get(pk=pk)
        company = product.profile.organisation
        address = f"/p/{company.portal.slug}/en/companies/{company.slug}/"
        yield Question("a company", address)
        yield Question("a product", f"{address}products/{product.slug}/")


def run(rows: int, home: Path) -> dict[str, str]:
    number = {
        model._meta.verbose_name_plural: model.objects.everywhere(REASON).count()
        for model in (Profile, Product, Card)
    }
    holds = ", ".join(f"{count:,} {name}" for name, count in number.items())
    asked = sorted([*lists(), *faces()], key=lambda question: question.kind)
    text = pages_table(asked, [*LISTS, "a company", "a product"], GOALS)
    return {"directory": f"{holds}; {len(asked)} pages; milliseconds.\n\n{text}"}
