"""Pages with rows: any number of lots, criteria or awards, added and removed without JavaScript.

The fields of a row are named `<group>-<number>-<field>`. The numbers say nothing but which fields
belong together, so a row can be left out or added at will: `add=<group>` and `remove=<group>-<n>`
are submit buttons, whose page comes back with all that was typed and without judgement.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.forms.utils import ErrorDict, ErrorList
from django.utils.translation import gettext as _

from ppi.kernel.plain_text import PlainModelForm
from ppi.taxonomy.forms import as_typed
from tenders.forms.page import Page
from tenders.models import Opportunity
from tenders.snapshots import PARTS

ADD, REMOVE = "add", "remove"
MOST_ROWS = 50


class Row(PlainModelForm):
    """One lot, criterion or award. `telling` are the fields that make it more than an empty row."""

    telling: tuple[str, ...] = ()

    def __init__(self, *args, opportunity: Opportunity, number: int, **kwargs) -> None:
        self.opportunity, self.number = opportunity, number
        super().__init__(*args, empty_permitted=True, use_required_attribute=False, **kwargs)

    def has_changed(self) -> bool:
        """An empty row is no row: whatever stands in its lists of choices."""
        typed = (self.data.get(self.add_prefix(name), "") for name in self.telling)
        return any(str(text).strip() for text in typed)


class Group:
    """Rows of one kind on a page."""

    name = ""
    row: type[Row]
    part: type[models.Model]

    def __init__(self, opportunity: Opportunity, data=None) -> None:
        self.opportunity, self.data = opportunity, data
        self.refusals = ErrorList()
        present = self.present() if data is None else []
        self.rows = [
            self.row(
                None if number == self._added else data,
                prefix=f"{self.name}-{number}",
                initial=present[number] if number < len(present) else self.blank(number),
                opportunity=opportunity,
                number=number,
            )
            for number in self._numbers(len(present))
        ]

    def _numbers(self, present: int) -> Iterable[int]:
        """Which rows there are: those kept, else those typed, as the buttons left them."""
        if self.data is None:
            return range(present or 1)
        if removed := re.fullmatch(rf"{self.name}-(\d{{1,6}})", self.data.get(REMOVE, "")):
            return sorted(self._typed - {int(removed[1])})
        return sorted(self._typed | ({self._added} - {None}))

    @cached_property
    def _typed(self) -> set[int]:
        own = re.compile(rf"{self.name}-(\d{{1,6}})-")
        return {int(found[1]) for name in self.data or () if (found := own.match(name))}

    @cached_property
    def _added(self) -> int | None:
        """The number of the row that the button has just added: nothing was typed in it."""
        is_added = self.data is not None and self.data.get(ADD) == self.name
        return max(self._typed, default=-1) + 1 if is_added else None

    def present(self) -> list[dict[str, Any]]:
        """The rows as they are kept, in their order."""
        parts = self.part.objects.of(self.opportunity)
        return [{name: getattr(part, name) for name in self.columns()} for part in parts]

    def columns(self) -> tuple[str, ...]:
        return PARTS[self.part]

    def blank(self, number: int) -> dict[str, Any]:
        """What stands in a new row."""
        return {}

    @property
    def can_grow(self) -> bool:
        return len(self.rows) < MOST_ROWS

    @property
    def filled(self) -> list[Row]:
        return [row for row in self.rows if row.has_changed()]

    def is_valid(self) -> bool:
        are_valid = [row.is_valid() for row in self.rows if row.is_bound]
        self.refusals = ErrorList()
        if len(self.filled) > MOST_ROWS:
            self.refusals.append(_("There are too many: at most %(most)s.") % {"most": MOST_ROWS})
        elif all(are_valid):
            self.clean()
        return all(are_valid) and not self.refusals

    def clean(self) -> None:
        """What must hold between the rows: adds a sentence to `refusals` where it does not."""

    def kept_rows(self) -> list[dict[str, Any]]:
        """Columns of the part for each filled row, in their order."""
        return [dict(row.cleaned_data) for row in self.filled]

    def as_typed(self) -> None:
        self.refusals = ErrorList()
        for row in self.rows:
            as_typed(row)


class RowsPage:
    """A page of rows, with columns of the opportunity above them where `head` names a page.

    It offers what a `Page` does: `is_valid`, `errors`, `facts`, `parts`, `uploads`, `remarks`,
    `as_typed`.
    """

    head: type[Page] | None = None
    groups: tuple[type[Group], ...] = ()
    answers: ClassVar[tuple[str, ...]] = ()
    is_multipart = False

    def __init__(self, data=None, files=None, *, instance: Opportunity) -> None:
        self.is_bound, self.data, self.instance = data is not None, data or {}, instance
        self.above = self.head(data, files, instance=instance) if self.head else None
        self.shown = [group(instance, data) for group in type(self).groups]
        self.refused = ErrorList()
        self.is_judged = self.is_bound

    @property
    def is_asking(self) -> bool:
        return ADD in self.data or REMOVE in self.data

    def is_valid(self) -> bool:
        if not self.is_bound:
            return False
        are_valid = [page.is_valid() for page in (self.above, *self.shown) if page]
        return all(are_valid) and not self.refused

    @property
    def errors(self) -> ErrorDict:
        """By the field's name, and by the group's for what concerns its rows together."""
        found = ErrorDict()
        if self.is_judged:
            self.is_valid()
            for field in self:
                if field.errors:
                    found[field.html_name] = field.errors
            found |= {group.name: group.refusals for group in self.shown if group.refusals}
            if self.refused:
                found[forms.forms.NON_FIELD_ERRORS] = self.refused
        return found

    def __iter__(self) -> Iterator[forms.BoundField]:
        rows = chain.from_iterable(group.rows for group in self.shown)
        return chain.from_iterable(form for form in (self.above, *rows) if form is not None)

    def hidden_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.is_hidden]

    def non_field_errors(self) -> ErrorList:
        return ErrorList([*chain.from_iterable(g.refusals for g in self.shown), *self.refused])

    def add_error(self, field: str | None, sentence: str) -> None:
        """A service's refusal; it stands above the rows."""
        self.refused.append(sentence)

    @property
    def cleaned_data(self) -> dict[str, Any]:
        return self.facts()

    def facts(self) -> dict[str, Any]:
        return self.above.facts() if self.above else {}

    def parts(self) -> dict[type[models.Model], list[dict[str, Any]]]:
        """Rows of several groups that are the same kind of part stand one after the other."""
        found: dict[type[models.Model], list[dict[str, Any]]] = {}
        for group in self.shown:
            found.setdefault(group.part, []).extend(group.kept_rows())
        return found

    def uploads(self) -> list:
        return []

    @property
    def remarks(self) -> list[str]:
        return self.above.remarks if self.above else []

    def as_typed(self) -> RowsPage:
        self.is_judged = False
        for page in (self.above, *self.shown):
            if page:
                page.as_typed()
        return self
