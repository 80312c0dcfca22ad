from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Self

from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import BigIntegerField, Case, F, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Greatest, Round

from ppi.kernel.scoping import ScopedQuerySet
from ppi.search import sampling, stemming
from ppi.search.choices import Kind, kinds_of

# Ranks as whole numbers: PostgreSQL's are single-precision, and pages by key need equality.
FINENESS = 1_000_000
# Of label, text, summary and title. A summary often stands in the text once more.
WEIGHTS = [0.05, 0.1, 0.3, 1.0]
# Divides by 1 + the logarithm of the length, so that a long text is not better for being long.
BY_LENGTH = 1
OWN_LANGUAGE_BONUS = 1.25
ANY = "WITH found AS MATERIALIZED ({}) SELECT EXISTS (SELECT FROM found)"


class EntryQuerySet(ScopedQuerySet):
    """Only what is published has an entry."""

    def public(self) -> Q:
        return Q()

    def in_sight_of(self, portal) -> Q:
        shown = kinds_of(portal)
        # Of a condition that everything meets, the planner would think that it narrows.
        offered = Q() if set(shown) == set(Kind) else Q(kind__in=shown)
        return super().in_sight_of(portal) & offered

    def managed_by(self, *organisations) -> Self:
        """None: an entry is the public's; members find their drafts in the rooms."""
        return self.through("managed_by").none()

    def found(self, words: str, language: str) -> Self:
        """Entries that hold the words, in whatever language; safe for any input.

        `language`: the reader's.
        """
        return self.holding(stemming.query(words, language))

    def holding(self, asked: SearchQuery | None) -> Self:
        """Entries that a query of `stemming` finds."""
        return self.none() if asked is None else self.filter(vector=asked)

    def has_any(self) -> bool:
        """Whether there is one. Asked for one alone, the database would hope to meet it soon, and
        look into the vector of entry after entry: it is asked for all, and stops at the first."""
        try:
            sql, params = self.values("pk").order_by().query.get_compiler(self.db).as_sql()
        except EmptyResultSet:
            return False
        with connections[self.db].cursor() as cursor:
            cursor.execute(ANY.format(sql), params)
            return cursor.fetchone()[0]

    def newest(self) -> Self:
        """Newest first, by the quicker way to it."""
        return self.order_by(self.newness().desc(), "-pk")

    def newness(self) -> Combinable:
        """When it was published, as the key of an order: along the index where much was found;
        what is not is fetched whole and sorted, whatever limit follows."""
        key = F("published_at")
        return key if sampling.is_met_soon(self) else sampling.fetched_whole(key)

    def resembling(self, words: str) -> Self:
        """Entries whose title has something like one of the words: for misspelt ones."""
        typed = long_words(words)
        if not typed:
            return self.none()
        return self.filter(reduce(or_, (Q(title__trigram_word_similar=word) for word in typed)))


def long_words(words: str) -> list[str]:
    """Words with enough trigrams to be compared."""
    return [word for word in stemming.cleaned(words).split() if len(word) > 3][:6]


def closeness(asked: SearchQuery | None, language: str, *, is_near: bool = False) -> Combinable:
    """How well an entry answers a query of `stemming`, as a whole number; the reader's language
    first. `is_near`: with the distance between its words."""
    if asked is None:
        return Value(0, output_field=BigIntegerField())
    rank = SearchRank(
        F("vector"), asked, weights=WEIGHTS, normalization=BY_LENGTH, cover_density=is_near
    )
    bonus = Case(When(language=language, then=Value(OWN_LANGUAGE_BONUS)), default=Value(1.0))
    return Cast(Round(rank * bonus * FINENESS), BigIntegerField())


def likeness(words: str) -> Combinable:
    """How much a title resembles the most similar of the words, as a whole number."""
    parts = [TrigramWordSimilarity(word, F("title")) for word in long_words(words)]
    if not parts:
        return Value(0, output_field=BigIntegerField())
    most = Greatest(*parts) if len(parts) > 1 else parts[0]
    return Cast(Round(most * FINENESS), BigIntegerField())
