"""From a few typed letters to codes: by code, by words, and past misspellings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import reduce
from operator import add, and_, or_

from django.conf import settings
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connections, transaction
from django.db.models import Case, F, Func, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Greatest, Length, Upper
from django.utils.translation import get_language

from ppi.taxonomy.countries import countries_named

LIMIT = 20
LONGEST_TEXT = 100
MOST_WORDS = 6
# Below this likeness the trigrams of two words are chance; measured on misspelt labels.
LIKENESS = 0.45
CPV_CODE = re.compile(r"(\d{1,8})(?:\s*-\s*\d?)?")
# Each country has codes for what lies in none of its regions; nobody searches for them by name.
NOWHERE = "Extra-Regio"
NUTS_CODE = re.compile(r"[A-Za-z]{2}[0-9A-Za-z]{0,3}")


def cpv(codes: QuerySet, text: str, language: str | None = None) -> list:
    """Codes that begin with the digits typed; else labels with all words; else similar labels.

    Labels are read in the language given (the reader's by default) and in English.
    """
    text = tidied(text)
    if match := CPV_CODE.fullmatch(text):
        return list(codes.filter(code__startswith=match[1]).order_by("code")[:LIMIT])
    words = words_of(text)
    if not words:
        return []
    labels = labels_in(language)
    return with_all_words(codes, words, labels) or with_similar_words(codes, words, labels)


def with_all_words(codes: QuerySet, words: list[str], labels: list[str]) -> list:
    """Whole words first, then beginnings of words, then anything; the reader's language first."""
    ranks = [
        When(containing(label, words, lookup, form), then=Value(rank))
        for rank, (lookup, form, label) in enumerate(
            (lookup, form, label)
            for lookup, form in (("iregex", r"\m{}\M"), ("iregex", r"\m{}"), ("icontains", "{}"))
            for label in labels
        )
    ]
    anywhere = reduce(or_, (containing(label, words) for label in labels))
    ranked = codes.filter(anywhere).annotate(
        rank=Case(*ranks, default=Value(len(ranks)), output_field=IntegerField())
    )
    return list(ranked.order_by("rank", Length(labels[0]), "code")[:LIMIT])


def with_similar_words(codes: QuerySet, words: list[str], labels: list[str]) -> list:
    """The likeness of a label is the mean, over the words typed, of its most similar part."""
    likeness = Greatest(
        *(
            reduce(add, (TrigramWordSimilarity(word, Upper(label)) for word in words)) / len(words)
            for label in labels
        ),
        Value(0.0),
    )
    candidates = codes.alias(**{f"upper_{label}": Upper(label) for label in labels}).filter(
        reduce(
            or_,
            (
                Q(**{f"upper_{label}__trigram_word_similar": word})
                for label in labels
                for word in words
            ),
        )
    )
    ranked = candidates.annotate(likeness=likeness).filter(likeness__gte=LIKENESS)
    with accepting_likeness(codes.db):
        return list(ranked.order_by("-likeness", Length(labels[0]), "code")[:LIMIT])


@contextmanager
def accepting_likeness(database: str) -> Iterator[None]:
    """Lets the trigram index answer down to `LIKENESS`; PostgreSQL's own limit is stricter."""
    with transaction.atomic(using=database), connections[database].cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(LIKENESS)]
        )
        yield


def nuts(regions: QuerySet, text: str, language: str | None = None) -> list:
    """Regions by code, by native name (accents do not matter), or by their country's name."""
    text = tidied(text)
    words = words_of(text)
    if not words:
        return []
    found = (
        Q(code__startswith=text.upper()) if NUTS_CODE.fullmatch(text) else Q(pk__in=[]),
        Q(country__in=countries_named(text, language), level=0),
        Q(name__unaccent__istartswith=text),
        containing("name", words, "unaccent__icontains"),
        Q(country__in=countries_named(text, language)),
    )
    named = regions.exclude(name__startswith=NOWHERE)
    return ranked_regions(named, found) or similar_regions(named, text)


def ranked_regions(regions: QuerySet, found: tuple[Q, ...]) -> list:
    rank = Case(
        *(When(condition, then=Value(place)) for place, condition in enumerate(found)),
        default=None,
        output_field=IntegerField(),
    )
    ranked = regions.annotate(rank=rank).filter(rank__isnull=False)
    return list(ranked.order_by("rank", "level", "code")[:LIMIT])


def similar_regions(regions: QuerySet, text: str) -> list:
    plain_text, plain_name = unaccented(Value(text)), unaccented(F("name"))
    similar = regions.annotate(likeness=TrigramWordSimilarity(plain_text, plain_name))
    found = similar.filter(likeness__gte=LIKENESS).order_by("-likeness", "level", "code")
    return list(found[:LIMIT])


def unaccented(expression: F | Value) -> Func:
    return Func(expression, function="UNACCENT")


def containing(field: str, words: list[str], lookup: str = "icontains", form: str = "{}") -> Q:
    """All of the words in one field."""
    return reduce(and_, (Q(**{f"{field}__{lookup}": form.format(word)}) for word in words))


def tidied(text: str) -> str:
    """Without control characters, which the database would refuse, and not too long."""
    return "".join(sign for sign in text if sign.isprintable()).strip()[:LONGEST_TEXT]


def words_of(text: str) -> list[str]:
    """Letters and digits only, so that nothing typed is an operator; single letters are noise."""
    return [word for word in re.findall(r"[^\W_]+", text) if len(word) > 1][:MOST_WORDS]


def labels_in(language: str | None) -> list[str]:
    """The columns to read: the reader's language, where it is one of ours, and English."""
    known = {code for code, _name in settings.LANGUAGES}
    language = language or get_language() or "en"
    return [f"label_{code}" for code in dict.fromkeys([language, "en"]) if code in known]
