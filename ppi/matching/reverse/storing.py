"""Put searches where the entries that satisfy them find them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import batched

from django.contrib.postgres.search import SearchQueryField
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import TextField, Value
from django.db.models.functions import Cast
from django.db.models.sql import Query
from django.db.models.sql.constants import SINGLE

from ppi.matching.models import SavedSearch, SearchKey
from ppi.matching.reverse import keys, queries
from ppi.matching.reverse.borne import BORNE
from ppi.matching.reverse.shares import shares_of
from ppi.search import stemming

BATCH = 1_000
# The expressions of one statement: each asks fourteen stemmers.
TYPED_AT_ONCE = 50
DERIVED = ["words", "facets", "others"]
# Words as they were typed, and the language of who typed them.
Typed = tuple[str, str]


def store(searches: Iterable[SavedSearch]) -> list[SavedSearch]:
    """Write new searches with their keys, many at once."""
    return _in_batches(searches, SavedSearch.objects.everywhere("new rows").bulk_create)


def restore(searches: Iterable[SavedSearch]) -> list[SavedSearch]:
    """Work out anew by what stored searches are found and verified: for another stemming,
    other criteria, other shares."""
    return _in_batches(searches, _replace)


def _replace(searches: Sequence[SavedSearch]) -> None:
    SearchKey.objects.filter(search__in=searches).delete()
    SavedSearch.objects.everywhere("its own columns").bulk_update(searches, DERIVED)


def _in_batches(searches: Iterable[SavedSearch], write: Callable) -> list[SavedSearch]:
    typed: dict[Typed, queries.Node] = {}
    done: list[SavedSearch] = []
    for batch in batched(searches, BATCH):
        done += _written(batch, write, typed)
    return done


@transaction.atomic
def _written(
    batch: Sequence[SavedSearch], write: Callable, typed: dict[Typed, queries.Node]
) -> Sequence[SavedSearch]:
    _read_words({(s.criteria.words, s.language) for s in batch} - typed.keys(), typed)
    required = [_prepare(search, typed) for search in batch]
    write(batch)
    share_of = shares_of(key for each in required for alternative in each for key in alternative)
    SearchKey.objects.bulk_create(
        SearchKey(key=key, search=search)
        for search, each in zip(batch, required, strict=True)
        for key in sorted(keys.chosen(each, share_of))
    )
    return batch


def _prepare(search: SavedSearch, typed: dict[Typed, queries.Node]) -> list[keys.Alternative]:
    """Fill the columns that are derived from its address; what an entry must bear."""
    criteria = search.criteria
    known = {facet: values for facet, values in criteria.chosen.items() if facet in BORNE}
    search.others = {f: list(values) for f, values in criteria.chosen.items() if f not in known}
    facets = keys.wanted(search.portal_id, known)
    words = typed[criteria.words, search.language] if criteria.words else None
    search.facets = _column(facets)
    search.words = None if words is None else _column(words)
    everything = facets if words is None else queries.Every((facets, words))
    return [keys.with_pairs(each) for each in keys.alternatives(everything)]


def _column(node: queries.Node) -> Cast:
    return Cast(Value(str(node)), SearchQueryField())


def _read_words(wanted: Iterable[Typed], typed: dict[Typed, queries.Node]) -> None:
    """What the search itself would ask for these words, from the database that stems them.

    Words without a letter find nothing, there as here.
    """
    asked = {each: stemming.query(*each) for each in wanted}
    typed |= {each: queries.read("") for each, query in asked.items() if query is None}
    for batch in batched(((e, query) for e, query in asked.items() if query), TYPED_AT_ONCE):
        texts = _texts_of([query for _each, query in batch])
        typed |= {each: queries.read(t) for (each, _query), t in zip(batch, texts, strict=True)}


def _texts_of(expressions: Sequence) -> Sequence[str]:
    """What these expressions are, as text, in one statement without any table."""
    query = Query(None)
    for number, expression in enumerate(expressions):
        query.add_annotation(Cast(expression, TextField()), f"text_{number}")
    return query.get_compiler(DEFAULT_DB_ALIAS).execute_sql(SINGLE)
