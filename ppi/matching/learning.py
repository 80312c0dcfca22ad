"""What matching learns of words: what labels they point to, and how rare they are.

The labels of the CPV say the same ten thousand things in every language. A text is compared with
the labels of its own language, so that texts in different languages meet at the same codes
(cross-language explicit semantic analysis: Potthast, Stein and Anderka 2008).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import batched

from django.db import connection, transaction

from ppi.matching.models import LabelPart, Stem
from ppi.matching.texts import parts_of, stems_of, texts_of
from ppi.search.models import Entry
from ppi.taxonomy.models import CpvCode

# A part that stands in more labels than one of e says nothing about any.
LEAST_WEIGHT = 1.0
# The divisions alone are too few to tell texts apart: then texts have no topics, rather than wrong
# ones. The whole vocabulary has 9,454 codes.
FEWEST_LABELS = 1_000
# Rarity is counted in the newest texts of each language; fewer than the least tell nothing.
MOST_TEXTS, FEWEST_TEXTS = 2_000, 10
BATCH = 2_000
# Entries are counted in small portions, because each holds a whole text.
PORTION = 200
SET_RARITY = """
    UPDATE matching_labelpart AS part SET rarity = given.rarity
    FROM unnest(%s::text[], %s::float[]) AS given (text, rarity)
    WHERE part.language = %s AND part.text = given.text
"""


@transaction.atomic
def learn_labels(language: str) -> int:
    """Take the parts of all CPV labels in, in place of those known; how many there are.

    None while only a few of the codes have labels.
    """
    LabelPart.objects.filter(language=language).delete()
    column = f"label_{language}"
    labels = CpvCode.objects.exclude(**{column: ""}).exclude(**{column: None})
    if labels.count() < FEWEST_LABELS:
        return 0
    parts = {int(c.code): parts_of(getattr(c, column)) for c in labels.only("code", column)}
    held_by = Counter(part for found in parts.values() for part in found)
    weights = {part: math.log(len(parts) / number) for part, number in held_by.items()}
    rows = _pointing(parts, weights, language)
    return sum(len(LabelPart.objects.bulk_create(some)) for some in batched(rows, BATCH))


def _pointing(parts: dict[int, set[str]], weights: dict[str, float], language: str):
    """Each part with its codes; the rarer it is in labels, and the shorter these, the stronger."""
    codes = defaultdict(list)
    for code, found in parts.items():
        length = math.sqrt(sum(weights[part] ** 2 for part in found)) or 1.0
        for part in found:
            if weights[part] >= LEAST_WEIGHT:
                codes[part].append((code, weights[part] ** 2 / length))
    for part, pointed in codes.items():
        numbers, strengths = zip(*pointed, strict=True)
        yield LabelPart(
            language=language, text=part, codes=list(numbers), strengths=list(strengths)
        )


@transaction.atomic
def learn_rarity(language: str) -> int:
    """Count anew how many published texts hold each stem and part; how many texts were counted."""
    Stem.objects.filter(text__startswith=f"{language}:").delete()
    LabelPart.objects.filter(language=language).exclude(rarity=1.0).update(rarity=1.0)
    stems, parts, number = Counter(), Counter(), 0
    for texts in batched(_texts_in(language), PORTION):
        number += len(texts)
        for found in stems_of([(language, text) for text in texts]):
            stems.update(found.keys())
        parts.update(part for text in texts for part in parts_of(text))
    if number >= FEWEST_TEXTS:
        _keep_stems(stems, number)
        _keep_parts(parts, number, language)
    return number


def _texts_in(language: str) -> Iterator[str]:
    entries = Entry.objects.everywhere("words are as rare as they are in all that is published")
    newest = entries.filter(language=language).order_by("-published_at", "-pk")
    # The vector is as large as the text itself, and not asked for.
    for entry in newest.defer("vector")[:MOST_TEXTS].iterator(PORTION):
        yield from (text for code, text in texts_of(entry) if code == language)


def _keep_stems(held_by: Counter, texts: int) -> None:
    """A stem that stands in one text only is shared by no two."""
    rows = (
        Stem(text=stem, texts=number, rarity=rarity(number, texts))
        for stem, number in held_by.items()
        if number > 1
    )
    for some in batched(rows, BATCH):
        Stem.objects.bulk_create(some)


def _keep_parts(held_by: Counter, texts: int, language: str) -> None:
    with connection.cursor() as cursor:
        for some in batched(held_by.items(), BATCH):
            names = [part for part, _number in some]
            cursor.execute(SET_RARITY, [names, [rarity(n, texts) for _part, n in some], language])


def rarity(number: int, texts: int) -> float:
    """From 0, where all texts hold it, to 1, where none does yet."""
    return max(0.0, math.log((texts + 1) / (number + 0.5)) / math.log((texts + 1) / 0.5))


def rarities(stems: Iterable[str]) -> dict[str, float]:
    """Of those that have been counted; one query."""
    return dict(Stem.objects.filter(text__in=list(stems)).values_list("text", "rarity"))
