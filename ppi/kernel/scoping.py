"""Whose data is this? The one place where a row's owner is asked for.

A queryset of an owned model fails closed: its SQL query refuses to compile until it has passed a
door. The guard sits in the query class, not in the queryset's methods, so that a method written
later is safe too.

Doors of every owned model: `published(portal)`, `managed_by(organisation)`, `moderated_by(portal)`,
`everywhere(reason)`. Blind spots, banned by `tests/house/test_doors.py`: `raw()`,
`_base_manager`, and joins that start at an unowned model.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, Self

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models import Q, sql


class NoDoor(RuntimeError):
    """A queryset of an owned model reached the database without saying on whose behalf."""


# The model whose uniqueness is being validated by the present thread.
_validated: ContextVar[type[models.Model] | None] = ContextVar("validated", default=None)


class _Guard:
    door: str | None = None

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        if self.door is None and _validated.get() is not self.model:
            raise NoDoor(
                f"{self.model.__name__}: pass a door first: published(portal), "
                "managed_by(organisation), moderated_by(portal) or everywhere(reason)."
            )
        return super().get_compiler(*args, **kwargs)

    def chain(self, klass: type[sql.Query] | None = None) -> Any:
        # `update()` and aggregation swap the class of the query: keep the guard on the new one.
        return super().chain(klass and guarded(klass))


@cache
def guarded(klass: type[sql.Query]) -> type[sql.Query]:
    """The same SQL query class behind the guard."""
    if issubclass(klass, _Guard):
        return klass
    return type(f"Scoped{klass.__name__}", (_Guard, klass), {})


class ScopedQuerySet(models.QuerySet):
    """The vocabulary that every owned model shares.

    Subclasses say what the public may see with `public()`, and may narrow the other doors.
    """

    def __init__(self, model=None, query=None, using=None, hints=None) -> None:
        super().__init__(model, query or guarded(sql.Query)(model), using, hints)

    def _raw_delete(self, using: str) -> int:
        # Django swaps the class here without `chain()`, which would lose the guard.
        self.query.get_compiler(using)
        return super()._raw_delete(using)

    def through(self, door: str) -> Self:
        """A copy that may reach the database; only doors call this."""
        clone = self._chain()
        clone.query.door = door
        return clone

    def public(self) -> Q:
        """Which rows anybody may read, were they in the reader's portal."""
        raise ImproperlyConfigured(f"{type(self).__name__} must say what is public.")

    def in_sight_of(self, portal) -> Q:
        """The portal's own rows, and those shared with the network where the portal shows them."""
        own = Q(portal=portal)
        return own | Q(is_shared=True) if portal.shows_network else own

    def published(self, portal) -> Self:
        """What a visitor of this portal may read."""
        return self.through("published").filter(self.public(), self.in_sight_of(portal))

    def published_anywhere(self) -> Self:
        """What a visitor of any portal may read: for the index, the API and the sitemap."""
        return self.through("published").filter(self.public())

    def managed_by(self, *organisations) -> Self:
        """Everything of these organisations, drafts included, for their own members."""
        return self.through("managed_by").filter(organisation__in=organisations)

    def moderated_by(self, portal) -> Self:
        """Everything that belongs to this portal, for its moderators."""
        return self.through("moderated_by").filter(portal=portal)

    def everywhere(self, reason: str) -> Self:
        """All rows of all portals. `reason` tells a reader of the code why that is right."""
        if not reason:
            raise ValueError("Say why every portal's rows are needed.")
        return self.through(f"everywhere: {reason}")


class Scoped(models.Model):
    """Mixin of owned models: validation of uniqueness may look at every row of the model.

    Django asks the default manager there, which knows no door.
    """

    class Meta:
        abstract = True

    def _perform_unique_checks(self, unique_checks):
        with _uniqueness_of(type(self)):
            return super()._perform_unique_checks(unique_checks)

    def validate_constraints(self, exclude=None) -> None:
        with _uniqueness_of(type(self)):
            super().validate_constraints(exclude)


@contextmanager
def _uniqueness_of(model: type[models.Model]) -> Iterator[None]:
    """Until the block ends, this thread's queries of the model count as `everywhere`."""
    token = _validated.set(model)
    try:
        yield
    finally:
        _validated.reset(token)
