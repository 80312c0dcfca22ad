"""What a list of hits can be narrowed by: each facet's values, their labels and how they count.

What a value finds is said in `criteria.CONDITIONS` alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ppi.kernel.languages import language_name
from ppi.kernel.listing import Choice
from ppi.kernel.trees import Tree
from ppi.organisations.models import Organisation
from ppi.portals.models import Portal
from ppi.search.choices import Kind
from ppi.search.counting import Question
from ppi.search.criteria import CONDITIONS, OPEN
from ppi.taxonomy import nuts
from ppi.taxonomy.choices import Theme
from ppi.taxonomy.countries import country_name
from ppi.taxonomy.models import CpvCode, NutsRegion

CPV_LENGTH = 8
# More organisations than these are found by name, not by reading a list.
MOST_ORGANISATIONS = 20
COLUMN = """
    SELECT '{facet}', {column}, sum(number)::bigint FROM {{hits}} WHERE {column} <> '' GROUP BY 2
"""
# All bands of a facet are counted while the groups are read once.
BANDS = """
    SELECT '{facet}', band.value, band.number::bigint FROM (
        SELECT ARRAY[{values}] AS named, ARRAY[{numbers}] AS numbered FROM {{hits}}
    ) AS counted, unnest(named, numbered) AS band (value, number)
    WHERE band.number > 0
"""
BRANCHES = """
    SELECT '{facet}', branch, sum(number)::bigint FROM {{hits}}, unnest({column}) AS branch
    WHERE length(branch) = 2 OR left(branch, -1) = ANY(%s::text[]) GROUP BY 2
"""
MEMBERS = """
    SELECT '{facet}', member, sum(number)::bigint FROM {{hits}}, unnest({column}) AS member
    GROUP BY 2
"""
KEYS = """
    SELECT '{facet}', named.slug, counted.number
    FROM (
        SELECT {column}, {number} AS number FROM {{hits}} WHERE {column} IS NOT NULL
        {grouped} ORDER BY 2 DESC, 1 LIMIT {most}
    ) AS counted
    JOIN {table} AS named ON named.id = counted.{column}
"""


class Narrowing:
    """Mixin of facets here: narrows by the condition of its name, and is counted by a question."""

    def narrow(self, rows: QuerySet, values: list[str]) -> QuerySet:
        return rows.filter(CONDITIONS[self.name](values, self.now))

    def question(self, chosen: list[str]) -> Question:
        """How its values are counted, `chosen` among them."""
        raise NotImplementedError


@dataclass(frozen=True)
class Column(Narrowing, Choice):
    now: datetime | None = None

    def question(self, chosen: list[str]) -> Question:
        sql = COLUMN.format(facet=self.name, column=self.lookup)
        return Question(self.name, sql, keys=[self.lookup], is_few=True)


@dataclass(frozen=True)
class Members(Narrowing, Choice):
    """A column of several values."""

    now: datetime | None = None

    def question(self, chosen: list[str]) -> Question:
        sql = MEMBERS.format(facet=self.name, column=self.lookup)
        return Question(self.name, sql, keys=[self.lookup])


@dataclass(frozen=True)
class Bands(Narrowing, Choice):
    """Values that are conditions; one hit may meet several."""

    now: datetime | None = None

    def question(self, chosen: list[str]) -> Question:
        values = [value for value, _label in self.labels]
        sql = BANDS.format(
            facet=self.name,
            values=", ".join(f"'{value}'" for value in values),
            numbers=", ".join(
                f"sum(number) FILTER (WHERE {self.name}_{number})" for number in range(len(values))
            ),
        )
        conditions = [CONDITIONS[self.name]([value], self.now) for value in values]
        return Question(self.name, sql, conditions=conditions, is_few=True)


@dataclass(frozen=True)
class Branches(Narrowing, Tree):
    now: datetime | None = None

    def question(self, chosen: list[str]) -> Question:
        sql = BRANCHES.format(facet=self.name, column=self.path)
        return Question(self.name, sql, keys=[self.path], params=[self.opened(chosen)])


@dataclass(frozen=True)
class Keys(Narrowing, Choice):
    """Rows of another table by slug, the most frequent of them."""

    now: datetime | None = None
    table: str = ""
    is_few: bool = False

    def question(self, chosen: list[str]) -> Question:
        # Rows of a key of its own come grouped already.
        number, grouped = ("sum(number)::bigint", "GROUP BY 1") if self.is_few else ("number", "")
        sql = KEYS.format(
            facet=self.name,
            column=self.path,
            number=number,
            grouped=grouped,
            table=self.table,
            most=MOST_ORGANISATIONS,
        )
        return Question(self.name, sql, keys=[self.path], is_few=self.is_few)

    def named(self, counts: dict[str, int], chosen: list[str]) -> list[tuple[str, Any]]:
        """An address may name what the reader must not know of: only what was found has a name."""
        return super().named(counts, []) + [(slug, slug) for slug in chosen if slug not in counts]


@dataclass(frozen=True)
class Typed(Narrowing, Choice):
    """What can only be typed: shown where it was, to be taken away again."""

    now: datetime | None = None

    def question(self, chosen: list[str]) -> None:
        return None

    def named(self, counts: dict[str, int], chosen: list[str]) -> list[tuple[str, Any]]:
        return [(value, value) for value in chosen]


def facets(portal: Portal, now: datetime) -> list[Choice]:
    offered = [
        Column("kind", _("What"), Kind.choices, now=now),
        Bands("state", _("Answers"), [(OPEN, _("Still open"))], now=now),
        Bands("deadline", _("Deadline"), DEADLINES, now=now),
        Bands("published", _("Published"), PUBLISHED, now=now),
        Column("country", _("Country"), _countries, now=now),
        Branches("region", _("Region"), _regions, path="places", now=now),
        Branches("subject", _("Subject"), _subjects, path="branches", now=now),
        Members("theme", _("Theme"), Theme.choices, path="themes", now=now),
        Bands("value", _("Value"), VALUES, now=now),
        Column("language", _("Language"), _languages, now=now),
        Typed("name", _("Buyer or company, by name"), now=now),
        Keys("buyer", _("Buyer or company"), _organisations, path="organisation_id",
             table=Organisation._meta.db_table, now=now),
    ]  # fmt: skip
    if portal.shows_network:
        offered.append(
            Keys("portal", _("Portal"), _portals, path="portal_id",
                 table=Portal._meta.db_table, now=now, is_few=True)
        )  # fmt: skip
    return offered


DEADLINES = [
    ("week", _("Within a week")),
    ("month", _("Within a month")),
    ("later", _("Later")),
]
PUBLISHED = [
    ("day", _("In the last 24 hours")),
    ("week", _("In the last 7 days")),
    ("month", _("In the last 30 days")),
]
VALUES = [
    ("under-50000", _("under 50,000 €")),
    ("50000-216000", _("50,000 – 216,000 €")),
    ("216000-1000000", _("216,000 – 1,000,000 €")),
    ("from-1000000", _("1,000,000 € and more")),
]


def _countries(codes: Iterable[str]) -> dict[str, str]:
    return {code: country_name(code) for code in codes}


def _languages(codes: Iterable[str]) -> dict[str, str]:
    return {code: language_name(code) for code in codes}


def _regions(codes: Iterable[str]) -> dict[str, str]:
    """Countries in the reader's language, regions in their own; only those that there are."""
    codes = list(codes)
    known = dict(NutsRegion.objects.filter(code__in=codes).values_list("code", "name"))
    return {
        code: country_name(nuts.country(code)) if len(code) == 2 else known[code]
        for code in codes
        if len(code) == 2 or code in known
    }


def _subjects(branches: Sequence[str]) -> dict[str, str]:
    """The labels of branches by their digits; only of codes that there are."""
    whole = {branch.ljust(CPV_LENGTH, "0"): branch for branch in branches}
    known = CpvCode.objects.filter(code__in=whole)
    return {whole[row.code]: row.label for row in known}


def _organisations(slugs: Iterable[str]) -> dict[str, str]:
    """Of slugs that were read off hits, and so are public."""
    known = Organisation.objects.everywhere("names of those who published what was found")
    return dict(known.filter(slug__in=list(slugs)).values_list("slug", "name"))


def _portals(slugs: Iterable[str]) -> dict[str, str]:
    """Nobody learns the name of one that is not open yet."""
    return dict(Portal.objects.open().filter(slug__in=list(slugs)).values_list("slug", "name"))
