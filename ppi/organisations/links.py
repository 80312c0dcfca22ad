"""What leads to an organisation, from every room, and what becomes of it when two are merged.

A room says so of each of its columns in `AppConfig.ready()`; `tests/house/test_merging.py` fails
for a column of which nobody has said anything. A link is named as `app.Model.column`, a generic
one by its foreign key (`matching.Star.thing`) or, where it has none, by its column of types.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from ppi.kernel.scoping import Scoped

# New values of the row's columns under which it fits beside what is there already.
Clearing = Callable[[models.Model, int], dict[str, object]]
# What else changes of which rows, as they go from one thing to the other: (row, column, value).
Entering = Callable[[models.Model, models.Model], list[tuple[models.Model, str, object]]]


class Way(Enum):
    # The rows go along; one that the other has already, by a unique constraint, stays behind.
    MOVES = auto()
    # As above, and what hangs on a row that stays behind goes to the one in its place.
    FOLDS = auto()
    STAYS = auto()


@dataclass(frozen=True)
class Link:
    path: str
    way: Way
    # Why it stays.
    because: str = ""
    clearing: Clearing | None = None
    entering: Entering | None = None

    @property
    def model(self) -> type[models.Model]:
        return apps.get_model(self.path.rpartition(".")[0])

    @property
    def column(self) -> str:
        """The column that holds the id of what it leads to."""
        key = self._generic
        return key.fk_field if key else self.path.rpartition(".")[2]

    @property
    def _generic(self) -> GenericForeignKey | None:
        name = self.path.rpartition(".")[2]
        keys = (key for key in self.model._meta.private_fields if key.name == name)
        return next(keys, None)

    def leads_to(self, model: type[models.Model]) -> bool:
        """A generic link leads everywhere."""
        key = self._generic
        return key is not None or self.model._meta.get_field(self.column).related_model is model

    def rows(self) -> models.QuerySet:
        return every(self.model)

    def rows_about(self, thing: models.Model) -> models.QuerySet:
        key = self._generic
        of_type = {key.ct_field: ContentType.objects.get_for_model(thing)} if key else {}
        return self.rows().filter(**of_type, **{self.column: thing.pk})


_links: dict[str, Link] = {}


def moves(*paths: str, clearing: Clearing | None = None, entering: Entering | None = None) -> None:
    for path in paths:
        _declare(Link(path, Way.MOVES, clearing=clearing, entering=entering))


def folds(*paths: str) -> None:
    """For what an organisation has one of: then a link to that one is declared, too."""
    for path in paths:
        _declare(Link(path, Way.FOLDS))


def stays(*paths: str, because: str) -> None:
    for path in paths:
        _declare(Link(path, Way.STAYS, because))


def _declare(link: Link) -> None:
    if link.path in _links:
        raise ValueError(f"{link.path} is declared already.")
    _links[link.path] = link


def declared() -> Iterator[Link]:
    return iter(_links.values())


def that_go_along(model: type[models.Model]) -> list[Link]:
    """The links to rows of this model that do not stay."""
    return [link for link in declared() if link.way is not Way.STAYS and link.leads_to(model)]


def every(model: type[models.Model]) -> models.QuerySet:
    """Its rows, whoever they belong to."""
    rows = model._default_manager.all()
    return (
        rows.everywhere("links follow the row they lead to") if issubclass(model, Scoped) else rows
    )
