"""Which database a query goes to: what `ppi.kernel.replicas` promises, as Django's router."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from functools import cache

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS as PRIMARY
from django.db import InterfaceError, OperationalError, connections, models

from ppi.kernel.replicas import standing

_reading: ContextVar[Reading | None] = ContextVar("reading", default=None)


class Reading:
    """Where one request reads. The replica is chosen when the first row is asked for."""

    def __init__(self, *, from_replica: bool, after: str = standing.NOTHING) -> None:
        self.from_replica = from_replica
        self.after = after
        self.wrote = self.failed = False
        self._replica: standing.Replica | None = None
        self._watch = ExitStack()

    def database(self) -> str:
        if self.wrote or self.failed or not self.from_replica:
            return PRIMARY
        if self._replica is None:
            self._choose()
        return self._replica.alias if self._replica else PRIMARY

    def close(self) -> None:
        """Stop watching; a replica whose query failed is looked at."""
        self._watch.close()
        if self.failed:
            self._replica.suspect()

    def _choose(self) -> None:
        self._replica = standing.usable(self.after)
        self.from_replica = self._replica is not None
        if self._replica:
            wrapper = connections[self._replica.alias].execute_wrapper(self._noticing)
            self._watch.enter_context(wrapper)

    def _noticing(self, execute, sql, params, many, context):
        try:
            return execute(sql, params, many, context)
        except (OperationalError, InterfaceError):
            self.failed = True
            raise


@contextmanager
def reading(how: Reading) -> Iterator[None]:
    """Until the block ends, this thread reads like that; outside of any, from the primary."""
    token = _reading.set(how)
    try:
        yield
    finally:
        _reading.reset(token)
        how.close()


class Router:
    def db_for_read(self, model: type[models.Model], **hints) -> str:
        how = _reading.get()
        if how is None or is_kept_on_primary(model) or connections[PRIMARY].in_atomic_block:
            return PRIMARY
        return how.database()

    def db_for_write(self, model: type[models.Model], **hints) -> str:
        """Also of `select_for_update()`, and of reading what is about to be changed."""
        if how := _reading.get():
            how.wrote = True
        return PRIMARY

    def allow_relation(self, one: models.Model, other: models.Model, **hints) -> bool:
        """All are copies of one database."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints) -> bool | None:
        return None if db == PRIMARY else False


@cache
def is_kept_on_primary(model: type[models.Model]) -> bool:
    meta = model._meta
    return not {meta.app_label, meta.label_lower}.isdisjoint(settings.REPLICA_NEVER)
