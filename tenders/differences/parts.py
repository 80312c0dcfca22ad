"""Lots, criteria and awards of two publications, each beside what it was before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenders.differences.wording import TEXTS, Content, Line, label_of, said
from tenders.models import Award, Criterion, Lot
from tenders.snapshots import PARTS

# What says where a part stands or which it is, and is told by its name.
PLACES = ("number", "position", "role", "currency")
Sameness = Callable[[Content], Any]


@dataclass(frozen=True)
class PartKind:
    """`sameness`: by what two rows are known as one part, the surest first."""

    model: type[models.Model]
    key: str
    plural: object
    named: Callable[[Content], str]
    sameness: tuple[Sameness, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(name for name in PARTS[self.model] if name not in PLACES)


def lot_named(row: Content) -> str:
    return _("Lot %(number)s, %(title)s") % {"number": row["number"], "title": row["title"]}


def criterion_named(row: Content) -> str:
    return _("Criterion «%(name)s»") % {"name": row["name"]}


def award_named(row: Content) -> str:
    if row["lot"] is None:
        return _("Award to %(winner)s") % {"winner": row["winner_name"]}
    told = {"winner": row["winner_name"], "lot": row["lot"]}
    return _("Award of lot %(lot)s to %(winner)s") % told


KINDS = (
    PartKind(Lot, "lots", gettext_lazy("Lots"), lot_named, (lambda row: row["number"],)),
    PartKind(
        Criterion,
        "criteria",
        gettext_lazy("Criteria"),
        criterion_named,
        (lambda row: (row["role"], row["name"]), lambda row: (row["role"], row["position"])),
    ),
    PartKind(
        Award,
        "awards",
        gettext_lazy("Awards"),
        award_named,
        (lambda row: (row["lot"], row["winner_name"]), lambda row: (row["lot"], row["position"])),
    ),
)


def rows_of(content: Content, kind: PartKind) -> list[Content]:
    """The parts, each with the currency in which its value is."""
    currency = {"currency": content.get("currency")}
    return [currency | row for row in content[kind.key]]


def paired(
    before: Content, after: Content, kind: PartKind
) -> list[tuple[Content | None, Content | None]]:
    """Each part before and after; None where it was not there yet, or is no more."""
    old, new = rows_of(before, kind), rows_of(after, kind)
    pairs = []
    for same in kind.sameness:
        for row in list(new):
            twin = next((other for other in old if same(other) == same(row)), None)
            if twin is not None:
                old.remove(twin)
                new.remove(row)
                pairs.append((twin, row))
    return [*pairs, *((None, row) for row in new), *((row, None) for row in old)]


def is_reordered(before: Content, after: Content, kind: PartKind) -> bool:
    """The parts that both have stand in another order."""
    same = kind.sameness[0]
    old, new = ([same(row) for row in rows_of(content, kind)] for content in (before, after))
    return [one for one in old if one in new] != [one for one in new if one in old]


@dataclass(frozen=True)
class Part:
    label: str
    lines: list[Line]
    texts: list[Line]


@dataclass(frozen=True)
class PartGroup:
    label: str
    parts: list[Part]


def part_groups_of(content: Content) -> list[PartGroup]:
    """The lots, criteria and awards of a publication that has them, in words."""
    return [
        PartGroup(str(kind.plural), [_in_words(kind, row) for row in rows_of(content, kind)])
        for kind in KINDS
        if content.get(kind.key)
    ]


def _in_words(kind: PartKind, row: Content) -> Part:
    short = [n for n in kind.columns if n not in (*TEXTS, "title", "name", "winner_name")]
    found = ((name, said(kind.model, name, row)) for name in short)
    lines = [Line(label_of(kind.model, name), text) for name, text in found if text]
    long = [name for name in kind.columns if name in TEXTS and row[name]]
    return Part(kind.named(row), lines, [Line(label_of(kind.model, n), row[n]) for n in long])
