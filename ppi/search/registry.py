"""What the index must be told of each kind of thing. `indexables` tells it for the rooms below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from django.db import models

from ppi.kernel.events import Event
from ppi.kernel.registries import Registry

# {field: text} of one row in one language, by language.
Translated = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Words:
    """A thing's text in one language, without markup."""

    title: str
    summary: str = ""
    body: str = ""


@dataclass(frozen=True)
class Content:
    """All that the index holds of one published thing.

    `words` by language, the original's among them. `names`: proper names beside the text, such as
    the buyer's. `cpv`: codes, whose labels in every language lead to it. `nuts`: where it is
    needed or delivered; the country alone where no region is named. `changed_at`: when what the
    public reads of it last changed; what its people alone see does not count. `open_until`: until
    when it takes answers, or guests. `themes`: codes of `taxonomy.choices.Theme`.
    `facts`: what a reader of its page would miss if nobody told that it changed.
    """

    kind: str
    portal_id: int
    is_shared: bool
    published_at: datetime
    changed_at: datetime
    language: str
    words: Mapping[str, Words]
    url_name: str
    url_args: list[str]
    country: str = ""
    names: str = ""
    organisation_id: int | None = None
    cpv: list[str] = field(default_factory=list)
    themes: list[str] = field(default_factory=list)
    facts: Mapping[str, str] = field(default_factory=dict)
    nuts: list[str] = field(default_factory=list)
    value_in_euro: Decimal | None = None
    deadline: datetime | None = None
    open_until: datetime | None = None


class Indexable(Protocol):
    # Upon which events the entries of which rows are brought up to date: the path from a row to
    # what the event carries the id of → the events. {"pk": …, "organisation": …}
    moved_by: Mapping[str, Sequence[Event]]

    def published(self) -> models.QuerySet:
        """Every row that a visitor of some portal may read."""

    def content(self, row, translated: Translated) -> Content:
        """`translated`: what `ppi.translations` has of the row; rooms with columns ignore it."""


indexable: Registry[Indexable] = Registry("indexable")
