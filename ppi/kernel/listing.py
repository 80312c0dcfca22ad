"""One component for every list: words, facets with counts, chips, order, paging by key.

    listing = Listing(request.GET, Opportunity.objects.published(portal),
                      facets=[Choice("kind", _("Kind"), Kind.choices)],
                      sorts=[Sort("newest", _("Newest"), "published_at", descending=True)],
                      search=lambda rows, words: rows.matching(words))

Everything stands in the address, so a list can be linked, kept and shared; what is not understood
in an address is ignored, never an error. The number of queries does not depend on the rows:
one for the rows, one for the count, one for each facet.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, DateTimeField, DecimalField, F, Q, QuerySet
from django.db.models.expressions import Combinable
from django.http import QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

PAGE_SIZE = 20
# Beyond this a count is said to be "10,000+": counting on costs time and tells a reader nothing.
COUNT_LIMIT = 10_000
AFTER = "after"
WORDS_LIMIT = 200
# More values of one facet were not ticked by a person, and would stand in every link of the page.
MOST_CHOSEN = 50
LARGEST_AMOUNT = Decimal(10) ** 14


@dataclass(frozen=True)
class Option:
    """`level`: how far below the roots it stands, in a facet that is a tree."""

    value: str
    label: str
    count: int | None
    selected: bool
    level: int = 0


@dataclass(frozen=True)
class Chip:
    label: str
    remove_url: str


@dataclass(frozen=True)
class Choice:
    """A facet: a column, or a path to one, with a fixed or a looked-up set of values.

    `path` is the lookup (default: the name). `labels` is `[(value, label)]`, or a callable that
    names the values found. `radio` allows one value at a time. `under` names the facet on whose
    choice this one depends: where that is chosen anew, this one is gone.
    """

    name: str
    label: str
    labels: Sequence[tuple[str, Any]] | Callable[[Iterable[str]], dict[str, str]] = ()
    path: str = ""
    radio: bool = False
    default: str = ""
    under: str = ""

    @property
    def lookup(self) -> str:
        return self.path or self.name

    def narrow(self, rows: QuerySet, values: list[str]) -> QuerySet:
        return rows.filter(**{f"{self.lookup}__in": values})

    def counts(self, rows: QuerySet) -> dict[str, int]:
        counted = rows.order_by().values_list(self.lookup).annotate(Count("pk", distinct=True))
        return {str(value): number for value, number in counted if value not in (None, "")}

    def named(self, counts: dict[str, int], chosen: list[str]) -> list[tuple[str, str]]:
        """Values to offer with their labels: fixed ones that occur, or those found, most first."""
        if callable(self.labels):
            labels = self.labels([*counts, *chosen])
            return sorted(labels.items(), key=lambda item: -counts.get(item[0], 0))
        return [(v, str(text)) for v, text in self.labels if counts.get(v) or v in chosen]

    def level(self, value: str) -> int:
        return 0


@dataclass(frozen=True)
class Conditions(Choice):
    """A facet whose values are conditions, such as value bands or "still open"."""

    conditions: dict[str, Q] | None = None

    def narrow(self, rows: QuerySet, values: list[str]) -> QuerySet:
        chosen = Q()
        for value in values:
            chosen |= self.conditions.get(value, Q(pk__in=[]))
        return rows.filter(chosen)

    def counts(self, rows: QuerySet) -> dict[str, int]:
        tallies = {
            f"option_{number}": Count("pk", filter=condition, distinct=True)
            for number, condition in enumerate(self.conditions.values())
        }
        found = rows.order_by().aggregate(**tallies)
        return dict(zip(self.conditions, found.values(), strict=True))


@dataclass(frozen=True)
class Sort:
    """An order by one expression that is never null, then by id, so that paging by key is exact."""

    name: str
    label: str
    key: str | Combinable
    descending: bool = False

    def apply(self, rows: QuerySet) -> QuerySet:
        sign = "-" if self.descending else ""
        expression = F(self.key) if isinstance(self.key, str) else self.key
        return rows.annotate(sort_key=expression).order_by(f"{sign}sort_key", f"{sign}pk")

    def after(self, rows: QuerySet, key: Any, pk: int) -> QuerySet:
        further = "lt" if self.descending else "gt"
        beyond = Q(**{f"sort_key__{further}": key}) | Q(**{f"pk__{further}": pk})
        # The first condition is where an index starts to read; alternatives alone tell it nothing.
        return rows.filter(Q(**{f"sort_key__{further}e": key}), beyond)


def cursor_of(row) -> str:
    """Where the next page starts, as one opaque word."""
    key = row.sort_key
    text = key.isoformat() if isinstance(key, datetime) else str(key)
    packed = json.dumps([type(key).__name__, text, row.pk])
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def read_cursor(word: str) -> tuple[Any, int] | None:
    """Key and id of the last row shown; None for a word that is no cursor of ours."""
    try:
        packed = base64.urlsafe_b64decode(word + "=" * (-len(word) % 4))
        kind, text, pk = json.loads(packed)
        text.encode()  # JSON can write half a character, which no database takes.
        key = KEYS.get(kind, _text)(text)
        return (key, int(pk)) if key is not None and 0 < int(pk) < 2**63 else None
    except (ArithmeticError, ValueError, TypeError, AttributeError, RecursionError):
        return None


def _text(text: str) -> str:
    return text.replace("\x00", "")


def _moment(text: str) -> datetime | None:
    """In UTC, so that a moment at the edge of the calendar is refused here, not in the query."""
    moment = parse_datetime(text)
    return moment.astimezone(UTC) if moment and moment.tzinfo else None


def _amount(text: str) -> Decimal | None:
    """What an amount column can hold; a query with more would fail when it is run."""
    amount = Decimal(text)
    return amount if amount.is_finite() and abs(amount) < LARGEST_AMOUNT else None


# How a key is read again, by the type of the sort's expression.
KEYS: dict[str, Callable[[str], Any]] = {"datetime": _moment, "Decimal": _amount}


def bounded(params: QueryDict, facets: Iterable[Choice]) -> QueryDict:
    """The address with at most `MOST_CHOSEN` values of each facet."""
    params = params.copy()
    for facet in facets:
        if facet.name in params:
            params.setlist(facet.name, params.getlist(facet.name)[:MOST_CHOSEN])
    return params


class Listing:
    """What a list page shows. Built from the address; templates hand it to `<c-listing>`."""

    query_name = "q"

    def __init__(
        self,
        params: QueryDict,
        rows: QuerySet,
        *,
        facets: Sequence[Choice],
        sorts: Sequence[Sort],
        search: Callable[[QuerySet, str], QuerySet] | None = None,
        page_size: int = PAGE_SIZE,
    ) -> None:
        self.params, self.everything, self.page_size = bounded(params, facets), rows, page_size
        self._facets, self.sorts = facets, sorts
        self.query = params.get(self.query_name, "").replace("\x00", "").strip()[:WORDS_LIMIT]
        if search and self.query:
            self.everything = search(rows, self.query)
        self.sort = next((s for s in sorts if s.name == params.get("sort")), sorts[0])

    def facet(self, name: str) -> Choice:
        """The facet of this name, which the list must have."""
        return next(facet for facet in self._facets if facet.name == name)

    # What was chosen ---------------------------------------------------------------------------

    def chosen(self, facet: Choice) -> list[str]:
        values = [value.replace("\x00", "")[:80] for value in self.params.getlist(facet.name)]
        if not values and facet.default and facet.name not in self.params:
            return [facet.default]
        return [value for value in dict.fromkeys(values) if value]

    @property
    def stands_as_it_opens(self) -> bool:
        """No words, and in each facet what holds where nothing is chosen: the reader asked for
        nothing, whatever the chips say."""
        usual = ([facet.default] if facet.default else [] for facet in self._facets)
        return not self.query and [self.chosen(facet) for facet in self._facets] == list(usual)

    @cached_property
    def opens_on_nothing(self) -> bool:
        """It stands as it opens and shows nothing, though there is what its defaults leave out."""
        return self.stands_as_it_opens and not self.count and self.everything.exists()

    def narrowed(self, without: Choice | None = None) -> QuerySet:
        """All facets applied, but one when its own values are counted, with what depends on it."""
        rows = self.everything
        for facet in self._facets:
            is_left_out = without is not None and without.name in (facet.name, facet.under)
            if not is_left_out and (values := self.chosen(facet)):
                rows = facet.narrow(rows, values)
        return rows

    # What is shown -----------------------------------------------------------------------------

    @cached_property
    def page(self) -> list:
        """The rows of this page and one more, which says whether there is a next page."""
        rows = self.sort.apply(self.narrowed()).distinct()
        return list(self._after_cursor(rows)[: self.page_size + 1])

    def _after_cursor(self, rows: QuerySet) -> QuerySet:
        found = read_cursor(self.params.get(AFTER, ""))
        try:
            return self.sort.after(rows, *found) if found and self._fits(found[0]) else rows
        except (ValueError, TypeError, ValidationError):
            # A cursor of another order, or one made by hand: start at the beginning.
            return rows

    def _fits(self, key: Any) -> bool:
        """Whether a cursor's key is of the kind that this order compares.

        The type of an expression is what its column would be read as.
        """
        output = self.sort.apply(self.everything).query.annotations["sort_key"].output_field
        if isinstance(output, DateTimeField):
            return isinstance(key, datetime)
        return isinstance(key, Decimal) == isinstance(output, DecimalField)

    @property
    def rows(self) -> list:
        return self.page[: self.page_size]

    @cached_property
    def count(self) -> int:
        return self.narrowed().order_by().distinct()[: COUNT_LIMIT + 1].count()

    def counts_of(self, facet: Choice) -> dict[str, int]:
        """How many rows each value would show, the choices in the other facets kept."""
        return facet.counts(self.narrowed(without=facet))

    @property
    def count_text(self) -> str:
        if self.count > COUNT_LIMIT:
            return _("more than 10,000 found")
        return ngettext("%(n)s found", "%(n)s found", self.count) % {"n": self.count}

    @cached_property
    def facets(self) -> list[dict[str, Any]]:
        """The facets that have something to choose from."""
        offered = ((facet, self._options(facet)) for facet in self._facets)
        return [
            {
                "name": facet.name,
                "label": facet.label,
                "kind": "radio" if facet.radio else "checkbox",
                "has_default": bool(facet.default),
                "options": options,
            }
            for facet, options in offered
            if options
        ]

    def _options(self, facet: Choice) -> list[Option]:
        counts, chosen = self.counts_of(facet), self.chosen(facet)
        return [
            Option(
                value,
                label,
                counts.get(value, 0),
                value in chosen,
                facet.level(value),
            )
            for value, label in facet.named(counts, chosen)
        ]

    @cached_property
    def chips(self) -> list[Chip]:
        return [
            Chip(option.label, self._without(facet["name"], option.value))
            for facet in self.facets
            for option in facet["options"]
            if option.selected
        ]

    @property
    def sort_options(self) -> list[dict[str, Any]]:
        """None where there is but one order: nothing is to be chosen."""
        if len(self.sorts) < 2:
            return []
        return [{"value": s.name, "label": s.label, "selected": s is self.sort} for s in self.sorts]

    # Addresses ---------------------------------------------------------------------------------

    def address(self, **changes: str | list[str] | None) -> str:
        params = self.params.copy()
        params.pop(AFTER, None)
        for name, value in changes.items():
            params.setlist(name, value if isinstance(value, list) else [value] if value else [])
        return "?" + params.urlencode()

    def _without(self, name: str, value: str) -> str:
        facet = self.facet(name)
        rest = [other for other in self.chosen(facet) if other != value]
        # An empty value says "none", where leaving it out would bring the default back.
        return self.address(**{name: rest or ([""] if facet.default else [])})

    @property
    def next_url(self) -> str:
        if len(self.page) <= self.page_size:
            return ""
        return self.address(**{AFTER: cursor_of(self.rows[-1])})

    @property
    def first_url(self) -> str:
        return self.address() if AFTER in self.params else ""

    @property
    def clear_url(self) -> str:
        return "?" + "&".join(f"{f.name}=" for f in self._facets if f.default)
