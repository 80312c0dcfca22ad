"""What could be meant while somebody types: words, names, subjects and titles, by beginnings.

Each source reads a few rows off an index of its own, so that an answer takes as long with a
million entries as with a thousand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from ppi.kernel.characters import one_line
from ppi.organisations.models import Organisation
from ppi.portals.models import Portal
from ppi.search.models import Entry, Word
from ppi.taxonomy.models import CpvCode

SHORTEST, LONGEST = 3, 80
MOST_OF_ONE_SOURCE = 3


@dataclass(frozen=True)
class Suggestion:
    """What is put into the box, and what it is."""

    text: str
    what: str


def suggested(portal: Portal, typed: str, language: str) -> list[Suggestion]:
    """At most twelve, of what is public in this portal; none for fewer than three letters."""
    typed = one_line(typed)
    if not SHORTEST <= len(typed) <= LONGEST:
        return []
    sources = (
        words(typed, language),
        names(portal, typed),
        subjects(typed, language),
        titles(portal, typed),
    )
    found: dict[str, Suggestion] = {}
    for each in chain.from_iterable(sources):
        found.setdefault(each.text.casefold(), each)
    found.pop(typed.casefold(), None)
    return list(found.values())


def words(typed: str, language: str) -> Iterator[Suggestion]:
    """The last word written to its end, the most frequent first."""
    before, _space, last = typed.casefold().rpartition(" ")
    if len(last) < SHORTEST:
        return
    known = Word.objects.filter(language=language, word__startswith=last).exclude(word=last)
    for row in known.order_by("-number", "word")[:MOST_OF_ONE_SOURCE]:
        yield Suggestion(f"{before} {row.word}".strip(), _("Word"))


def names(portal: Portal, typed: str) -> Iterator[Suggestion]:
    """Of those who have published something that is seen here."""
    published = Entry.objects.published(portal).filter(organisation=OuterRef("pk"))
    known = Organisation.objects.everywhere("names of those who published what is seen here")
    by_name = known.filter(begins("name", typed)).filter(Exists(published))
    for name in by_name.values_list("name", flat=True)[:MOST_OF_ONE_SOURCE]:
        yield Suggestion(name, _("Buyer or company"))


def subjects(typed: str, language: str) -> Iterator[Suggestion]:
    """Labels of the CPV in the reader's language, the shortest first."""
    label = f"label_{language}"
    known = CpvCode.objects.filter(begins(label, typed)).order_by(Length(label), "code")
    for text in known.values_list(label, flat=True)[:MOST_OF_ONE_SOURCE]:
        yield Suggestion(text, _("Subject"))


def titles(portal: Portal, typed: str) -> Iterator[Suggestion]:
    rows = Entry.objects.published(portal).filter(title__istartswith=typed)
    for row in rows.only("title", "kind")[:MOST_OF_ONE_SOURCE]:
        yield Suggestion(row.title, str(row.get_kind_display()))


def begins(column: str, typed: str) -> Q:
    """The whole text, or a word in it."""
    return Q(**{f"{column}__istartswith": typed}) | Q(**{f"{column}__icontains": f" {typed}"})
