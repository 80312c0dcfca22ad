"""«Did you mean»: words of the lexicon in the place of typed ones that it does not know."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.contrib.postgres.search import TrigramSimilarity

from ppi.kernel.languages import LANGUAGES
from ppi.search import stemming
from ppi.search.lexicon import WORD, words_of
from ppi.search.models import Word

# One slip in a short word, two in a longer one.
SHORT, SLIPS_OF_SHORT, SLIPS_OF_LONG = 5, 1, 2
SHORTEST = 4
MOST_UNKNOWN = 3
MOST_COMPARED = 20
MOST_OFFERED = 2


def better(words: str, language: str) -> list[str]:
    """Other ways to write what was typed, the likeliest first; none where all is known.

    `language`: the reader's, whose words come first.
    """
    unknown = sorted(unknown_words(words), key=words.casefold().find)[:MOST_UNKNOWN]
    offers = {word: likely(word, language) for word in unknown}
    offers = {word: found for word, found in offers.items() if found}
    if not offers:
        return []
    return list(islice(_rewritten(words, offers), MOST_OFFERED))


def unknown_words(words: str) -> set[str]:
    """Those that stand in no language's lexicon."""
    typed = {word for word in words_of(words) if len(word) >= SHORTEST}
    known = Word.objects.filter(language__in=LANGUAGES, word__in=typed)
    return typed - set(known.values_list("word", flat=True))


def likely(word: str, language: str) -> list[str]:
    """Known words that differ from this one by a slip or two, the fewest slips first."""
    plain = "".join(stemming.plain_words(word))
    slips = SLIPS_OF_SHORT if len(plain) <= SHORT else SLIPS_OF_LONG
    near = (
        Word.objects.filter(language__in=LANGUAGES, plain__trigram_similar=plain)
        .annotate(likeness=TrigramSimilarity("plain", plain))
        .order_by("-likeness", "-number", "pk")[:MOST_COMPARED]
    )
    ranked = sorted(
        (distance(plain, row.plain), row.language != language, -row.number, row.word)
        for row in near
    )
    return list(dict.fromkeys(word for slipped, *_rest, word in ranked if slipped <= slips))


def _rewritten(words: str, offers: dict[str, list[str]]) -> Iterator[str]:
    """All unknown words replaced by their first offers, then by their second."""
    for number in range(max(map(len, offers.values()))):
        chosen = {word: found[min(number, len(found) - 1)] for word, found in offers.items()}
        yield WORD.sub(lambda found, to=chosen: to.get(found[0], found[0]), words.casefold())


def distance(one: str, other: str) -> int:
    """Letters to insert, leave out, replace or swap with their neighbour (Damerau 1964)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
