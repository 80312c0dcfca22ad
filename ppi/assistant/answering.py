"""What an answerer must be able to do; which one answers is a setting."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from ppi.search.models import Entry


@dataclass(frozen=True)
class Quote:
    """A passage that stands, word for word, in the text of `source`; `is_cut` when it goes on."""

    text: str
    language: str
    source: Entry
    is_cut: bool = False


@dataclass(frozen=True)
class Reply:
    """Quotes, the best first; none when nothing published answers the question.

    `related`: without an answer, what may be about it all the same.
    """

    quotes: list[Quote] = field(default_factory=list)
    related: list[Entry] = field(default_factory=list)

    @property
    def is_answer(self) -> bool:
        return bool(self.quotes)

    @property
    def passages(self) -> list[tuple[Entry, list[Quote]]]:
        """The quotes by their source, the source of the best one first."""
        by_source: dict[int, list[Quote]] = {}
        for quote in self.quotes:
            by_source.setdefault(quote.source.pk, []).append(quote)
        return [(quotes[0].source, quotes) for quotes in by_source.values()]

    @property
    def source_ids(self) -> list[int]:
        return list(dict.fromkeys(quote.source.pk for quote in self.quotes))


class Answerer(Protocol):
    """Answers from `Entry.objects.published(portal)` and from nothing else."""

    def reply(self, question: str, *, portal, language: str) -> Reply:
        """`language`: that of the page on which it is asked."""


@cache
def answerer() -> Answerer:
    """The one that `PPI_ANSWERER` names by its dotted path; ours, without a language model."""
    return import_string(settings.PPI_ANSWERER)()
