"""What each published thing is about: made of its entry in the index, and kept beside it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import batched

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.db.models import F

from ppi.matching import offers
from ppi.matching.models import Gist
from ppi.matching.texts import parts_of, stems_of, texts_of
from ppi.search import services as index
from ppi.search.models import Entry

WHY = "gists are made of every portal's published things"
MOST_TOPICS, MOST_NEAREST = 50, 25
# A text of the length that is compared has fewer words that differ.
MOST_STEMS = 400
# The codes to whose labels the parts of each text point most strongly.
NEAREST_LABELS = """
    SELECT number, code, near FROM (
        SELECT number, code, near,
            row_number() OVER (PARTITION BY number ORDER BY near DESC, code) AS place
        FROM (
            SELECT asked.number, pointed.code, sum(pointed.strength * part.rarity) AS near
            FROM unnest(%s::int[], %s::text[], %s::text[]) AS asked (number, language, text)
            JOIN matching_labelpart AS part
                ON part.language = asked.language AND part.text = asked.text,
            unnest(part.codes, part.strengths) AS pointed (code, strength)
            GROUP BY asked.number, pointed.code
        ) AS summed
    ) AS placed
    WHERE place <= %s
"""


KNOWN = "SELECT (SELECT max(id) FROM matching_stem), (SELECT max(id) FROM matching_labelpart)"


@transaction.atomic
def refresh(model: type[models.Model], ids: Sequence[int]) -> None:
    """Bring the entries and gists of these objects up to what is public now.

    Where the index's own job has not come first, the index is brought up to date here; with an
    entry that leaves it, its gist goes.
    """
    if behind := index.behind(model, ids):
        index.reindex(model, behind)
    read(model, ids)


def read(model: type[models.Model], ids: Sequence[int]) -> None:
    """Make the gists of these objects from their entries as they stand; those that are made of the
    same texts already, with what is known of words now, stay as they are."""
    of_model = ContentType.objects.get_for_model(model)
    entries = Entry.objects.everywhere(WHY).filter(content_type=of_model, object_id__in=ids)
    known = known_of_words()
    rows = entries.annotate(was_made_of=F("gist__made_of")).defer("vector").order_by("pk")
    if changed := [row for row in rows if row.was_made_of != made_of(row, known)]:
        keep(changed)


def made_of(entry: Entry, known: str) -> str:
    """The same for the same texts, codes and company, read with the same knowledge."""
    facts = repr((*texts_of(entry), entry.cpv, entry.organisation_id, known))
    return blake2b(facts.encode(), digest_size=16).hexdigest()


def known_of_words() -> str:
    """Another text whenever labels or rarities have been learnt anew: their rows are new then."""
    with connection.cursor() as cursor:
        cursor.execute(KNOWN)
        return str(cursor.fetchone())


@transaction.atomic
def keep(entries: Iterable[Entry]) -> list[Gist]:
    """Write the gists of these entries, and what leads from needs to those that are offers."""
    entries = list(entries)
    texts = [list(texts_of(entry)) for entry in entries]
    topics = _topics_of(texts)
    stems = iter(stems_of([text for some in texts for text in some]))
    known = known_of_words()
    gists = [
        _gist(entry, [next(stems) for _text in texts[number]], topics[number], known)
        for number, entry in enumerate(entries)
    ]
    Gist.objects.bulk_create(
        gists,
        update_conflicts=True,
        unique_fields=["entry"],
        update_fields=["stems", "words", "topics", "strengths", "nearest", "made_of"],
    )
    offers.keep(gists)
    return gists


def _gist(entry: Entry, stems: list[dict[str, str]], near: dict[int, float], known: str) -> Gist:
    words = {stem: word for of_text in stems for stem, word in of_text.items()}
    words = dict(list(words.items())[:MOST_STEMS])
    length = math.sqrt(sum(strength**2 for strength in near.values())) or 1.0
    return Gist(
        entry=entry,
        stems=list(words),
        words=list(words.values()),
        topics=list(near),
        strengths=[round(strength / length, 4) for strength in near.values()],
        nearest=list(near)[:MOST_NEAREST],
        made_of=made_of(entry, known),
    )


def _topics_of(texts: list[list[tuple[str, str]]]) -> dict[int, dict[int, float]]:
    """For each thing's texts, the codes they point to and how strongly, the strongest first."""
    asked = [
        (number, language, part)
        for number, some in enumerate(texts)
        for language, text in some
        for part in sorted(parts_of(text))
    ]
    found: dict[int, dict[int, float]] = defaultdict(dict)
    with connection.cursor() as cursor:
        columns = [list(column) for column in zip(*asked, strict=True)] or [[], [], []]
        cursor.execute(NEAREST_LABELS, [*columns, MOST_TOPICS])
        for number, code, near in sorted(cursor.fetchall(), key=lambda row: (row[0], -row[2])):
            found[number][code] = near
    return found


def of_objects(model: type[models.Model], ids: Iterable[int]) -> dict[int, Gist]:
    """The gists of these objects, by their ids; those that are not in the index have none."""
    of_model = ContentType.objects.get_for_model(model)
    rows = Gist.objects.everywhere(WHY).annotate(subject_id=F("entry__object_id"))
    found = rows.filter(entry__content_type=of_model, entry__object_id__in=list(ids))
    return {gist.subject_id: gist for gist in found}


def missing() -> Iterator[tuple[type[models.Model], list[int]]]:
    """Published things, some hundred at a time, of which there is no gist: their entries were made
    before there were gists, and have not changed since."""
    unread = Entry.objects.everywhere(WHY).filter(gist=None)
    for of_type in ContentType.objects.filter(pk__in=unread.values("content_type")).order_by("pk"):
        ids = unread.filter(content_type=of_type).order_by("pk").values_list("object_id", flat=True)
        for some in batched(list(ids), index.BATCH):
            yield of_type.model_class(), list(some)


def of_entries(ids: Iterable[int]) -> dict[int, Gist]:
    """The gists of these entries, by the entries' ids."""
    rows = Gist.objects.everywhere(WHY).filter(entry__in=list(ids))
    return {gist.entry_id: gist for gist in rows}
