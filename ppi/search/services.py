"""The verbs of the index: put what is public, remove what is not, rebuild."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import batched, chain
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.db.models import Expression
from django.utils import timezone

from ppi.kernel.characters import one_line
from ppi.kernel.languages import LANGUAGES
from ppi.search import events, memory, stemming
from ppi.search.models import Entry
from ppi.search.registry import Content, Translated, Words, indexable
from ppi.taxonomy import cpv, nuts
from ppi.taxonomy.models import CpvCode
from ppi.translations.models import Text

BATCH = 200
# What lies beyond is not searched: a tsvector may hold one megabyte over all languages.
LONGEST_BODY = 40_000
LONGEST_SUMMARY = 400
WRITTEN = [
    "kind", "portal", "is_shared", "published_at", "changed_at", "country", "organisation", "cpv",
    "branches", "themes", "nuts", "places", "value_in_euro", "deadline", "open_until", "language",
    "title", "summary", "body", "translations", "bodies", "facts", "url_name", "url_args", "vector",
    "make",
]  # fmt: skip
# One more with each change of what an entry is made of: then older entries are made anew.
MAKE = 5
# What a reader can tell from another; a row may be saved without any of it having changed.
FOUND = [
    Entry._meta.get_field(name).attname
    for name in WRITTEN
    if name not in ("changed_at", "vector", "make")
]
TRANSLATED = {"translations", "bodies"}
# As it stood before: by the names of `FOUND`, with when it had changed and its make.
Before = dict[str, Any]
TURN = """
    SELECT pg_advisory_xact_lock(hashtextextended(%s || id, 0))
    FROM (SELECT unnest(%s::bigint[]) AS id ORDER BY id) AS ordered
"""
REASON = "the index is made of every portal's published things"


@transaction.atomic
def reindex(model: type[models.Model], ids: Sequence[int]) -> None:
    """Bring the entries of these objects up to what is public now: put them, or remove them.

    Two runs over one object follow each other, so that a slow one cannot put back what a later
    one removed. Announces `events.indexed` where the public finds another thing than before.
    """
    _wait_for_turn(model, ids)
    before = _as_found(model, ids)
    rows = list(indexable.of(model).published().filter(pk__in=ids))
    put = _put(model, rows)
    # Also what is public and says nothing any more: left there, it would be made anew for ever.
    _entries_of(model).filter(object_id__in=set(ids) - {row.object_id for row in put}).delete()
    _announce(model, before, {row.object_id: row for row in put})


def behind(model: type[models.Model], ids: Sequence[int]) -> list[int]:
    """Those whose entries are missing, left over, or older than what the public reads now."""
    known = indexable.of(model)
    rows = known.published().filter(pk__in=ids)
    wanted = {row.pk: (known.content(row, {}).changed_at, MAKE) for row in rows}
    entries = _entries_of(model).filter(object_id__in=ids)
    there = {pk: tuple(r) for pk, *r in entries.values_list("object_id", "changed_at", "make")}
    return [pk for pk in ids if wanted.get(pk) != there.get(pk)]


def _as_found(model: type[models.Model], ids: Sequence[int]) -> dict[int, Before]:
    """What the public finds of these objects now, by their ids."""
    rows = _entries_of(model).filter(object_id__in=ids)
    return {row["object_id"]: row for row in rows.values("object_id", "changed_at", "make", *FOUND)}


def _announce(
    model: type[models.Model], before: dict[int, Before], after: dict[int, Entry]
) -> None:
    others = {pk: _others(before[pk], after[pk]) for pk in sorted(after.keys() & before.keys())}
    found = {
        "new": sorted(after.keys() - before.keys()),
        "changed": [pk for pk, names in others.items() if names - TRANSLATED],
        "translated": [pk for pk, names in others.items() if names and names <= TRANSLATED],
        "removed": [[pk, before[pk]["title"]] for pk in sorted(before.keys() - after.keys())],
    }
    if any(found.values()):
        at = timezone.now().isoformat()
        events.indexed.announce(model=model._meta.label, at=at, **found)


def _others(before: Before, after: Entry) -> set[str]:
    """The columns in which a reader finds it another; none where only we make it otherwise."""
    if before["make"] != MAKE and before["changed_at"] == after.changed_at:
        return set()
    return {name for name in FOUND if before[name] != getattr(after, name)}


def ids_of(model: type[models.Model], path: str, pk: int) -> list[int]:
    """Rows of any state: what is no longer public must leave the index."""
    rows = model.objects.everywhere(REASON).filter(**{path: pk})
    return list(rows.order_by("pk").values_list("pk", flat=True))


def rebuild() -> dict[str, int]:
    """Make every entry anew; how many there are, by model. A second run changes nothing."""
    return {model._meta.label: _rebuild(model) for model, _entry in indexable}


def outdated():
    """Entries that an older version of the platform made."""
    return Entry.objects.everywhere(REASON).filter(make__lt=MAKE)


def is_outdated() -> bool:
    return outdated().exists()


def refresh(limit: int = BATCH) -> int:
    """Make anew at most `limit` of the entries that are outdated; how many these were."""
    of_model: dict[int, list[int]] = defaultdict(list)
    for type_id, object_id in (
        outdated().order_by("pk")[:limit].values_list("content_type_id", "object_id")
    ):
        of_model[type_id].append(object_id)
    for type_id, ids in of_model.items():
        reindex(ContentType.objects.get_for_id(type_id).model_class(), ids)
    return sum(map(len, of_model.values()))


def _rebuild(model: type[models.Model]) -> int:
    ids = list(indexable.of(model).published().order_by("pk").values_list("pk", flat=True))
    stale = _entries_of(model).exclude(object_id__in=ids)
    with memory.of_a_run():
        for batch in batched(set(ids) | set(stale.values_list("object_id", flat=True)), BATCH):
            reindex(model, batch)
    return _entries_of(model).count()


def _entries_of(model: type[models.Model]):
    of_model = ContentType.objects.get_for_model(model)
    return Entry.objects.everywhere(REASON).filter(content_type=of_model)


def _wait_for_turn(model: type[models.Model], ids: Sequence[int]) -> None:
    """One lock an object, taken in order, so that two runs cannot wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute(TURN, [f"search {model._meta.label_lower} ", sorted(ids)])


def _put(model: type[models.Model], rows: list[models.Model]) -> list[Entry]:
    known = indexable.of(model)
    translated = _translations_of(model, rows)
    contents = [(row.pk, known.content(row, translated[row.pk])) for row in rows]
    contents = [(pk, content) for pk, content in contents if content.words]
    vectors = _vectors([content for _pk, content in contents])
    of_model = ContentType.objects.get_for_model(model)
    return Entry.objects.bulk_create(
        [
            entry(of_model, pk, content, vector)
            for (pk, content), vector in zip(contents, vectors, strict=True)
        ],
        update_conflicts=True,
        unique_fields=["content_type", "object_id"],
        update_fields=WRITTEN,
    )


def _translations_of(model: type[models.Model], rows: list[models.Model]) -> dict[int, Translated]:
    texts = Text.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id__in=[r.pk for r in rows]
    )
    found: dict = defaultdict(lambda: defaultdict(dict))
    for text in texts:
        found[text.object_id][text.language][text.field] = text.text
    return found


def _vectors(contents: list[Content]) -> list[Expression]:
    """By what each thing can be found: its texts, and the labels of its codes in all languages."""
    codes = {code for content in contents for code in content.cpv}
    labels = memory.recall("labels of codes", codes, _vectors_of_labels)
    own = stemming.vectors([list(_weighted(content)) for content in contents])
    return [
        stemming.with_known(vector, [labels[code] for code in content.cpv if code in labels])
        for vector, content in zip(own, contents, strict=True)
    ]


def _vectors_of_labels(codes: set[str]) -> dict[str, str]:
    labels = _labels_of(codes)
    return stemming.worked_out({code: texts for code, texts in labels.items() if texts})


def _labels_of(codes: set[str]) -> dict[str, list[stemming.Weighted]]:
    return {
        row.code: [
            (language, "D", label)
            for language in LANGUAGES
            if (label := getattr(row, f"label_{language}"))
        ]
        for row in CpvCode.objects.filter(code__in=codes)
    }


def untranslated(model: type[models.Model], ids: Sequence[int]) -> dict[int, str]:
    """By what each of these could be found before anybody translated it, as PostgreSQL writes a
    vector; as many queries for one as for all."""
    known = indexable.of(model)
    contents = {row.pk: known.content(row, {}) for row in known.published().filter(pk__in=ids)}
    labels = _labels_of({code for content in contents.values() for code in content.cpv})
    texts = {
        pk: [*_weighted(_original(content)), *chain(*(labels.get(c, ()) for c in content.cpv))]
        for pk, content in contents.items()
        if content.words
    }
    return stemming.worked_out(texts)


def _original(content: Content) -> Content:
    language = written_in(content)
    return replace(content, words={language: content.words[language]})


def written_in(content: Content) -> str:
    return content.language if content.language in content.words else min(content.words)


def entry(of_model: ContentType, pk: int, content: Content, vector: Expression) -> Entry:
    """The row of one thing; `vector` is an expression that the database works out."""
    language = written_in(content)
    original = content.words[language]
    others = {code: w for code, w in content.words.items() if code != language}
    return Entry(
        content_type=of_model,
        object_id=pk,
        kind=content.kind,
        portal_id=content.portal_id,
        is_shared=content.is_shared,
        published_at=content.published_at,
        changed_at=content.changed_at,
        country=content.country,
        organisation_id=content.organisation_id,
        cpv=content.cpv,
        themes=content.themes,
        branches=branches_of(content.cpv),
        nuts=content.nuts,
        places=places_of(content.nuts, content.country),
        value_in_euro=content.value_in_euro,
        deadline=content.deadline,
        open_until=content.open_until,
        language=language,
        title=one_line(original.title),
        summary=one_line(original.summary)[:LONGEST_SUMMARY],
        body=original.body[:LONGEST_BODY],
        translations={
            code: {"title": one_line(w.title), "summary": one_line(w.summary)[:LONGEST_SUMMARY]}
            for code, w in others.items()
        },
        bodies={code: w.body[:LONGEST_BODY] for code, w in others.items()},
        facts=dict(content.facts),
        url_name=content.url_name,
        url_args=content.url_args,
        vector=vector,
        make=MAKE,
    )


def branches_of(codes: Iterable[str]) -> list[str]:
    """The digits of every branch of the CPV on which one of these codes stands."""
    digits = [cpv.prefix(code) for code in codes]
    return sorted({d[:n] for d in digits for n in range(cpv.DIVISION_DIGITS, len(d) + 1)})


def places_of(codes: Iterable[str], country: str) -> list[str]:
    """These regions with all that they lie in; the whole country where no region is named."""
    named = list(codes) or ([nuts.of_country(country)] if country else [])
    return sorted({code[:n] for code in named for n in range(2, len(code) + 1)})


def _weighted(content: Content) -> Iterator[tuple[str, str, str]]:
    """Language, weight and text of what it says itself."""
    for language, words in content.words.items():
        yield from _weighted_words(language, words)
    if content.names:
        yield content.language, "B", content.names
    if content.cpv:
        yield content.language, "D", " ".join(content.cpv)


def _weighted_words(language: str, words: Words) -> Iterator[tuple[str, str, str]]:
    for weight, text in (("A", words.title), ("B", words.summary), ("C", words.body)):
        if text:
            yield language, weight, text[:LONGEST_BODY]
