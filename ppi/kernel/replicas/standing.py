"""Which replicas can be read from, as this process last saw it: a circuit breaker for each."""

from __future__ import annotations

import logging
import random
import threading
import time

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS as PRIMARY
from django.db import Error, connections

from ppi.kernel.replicas.impatience import ImpatientConnection

logger = logging.getLogger(__name__)

STANDING = "SELECT pg_is_in_recovery(), pg_last_wal_replay_lsn() >= %s::pg_lsn"
# Everything that was committed until now stands before this place in the primary's log.
WRITTEN = "SELECT pg_current_wal_lsn()::text"
# Before everything.
NOTHING = "0/0"


class Replica:
    """Looked at every `PPI_REPLICA_LAG_SECONDS`, by a connection of its own.

    It is passed over while it does not answer, and while it lacks what the primary held at the
    last look. The look is the only wait: two seconds at most, for one reader at a time.
    """

    def __init__(self, alias: str) -> None:
        self.alias = alias
        self.trouble = "was not asked yet"
        self._looking = threading.Lock()
        self._looked_at: float | None = None
        self._held_by_primary: str | None = None

    def is_usable(self) -> bool:
        """As of the last look; whoever comes when the next one is due takes it."""
        if self._is_due() and self._looking.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._looking.release()
        return not self.trouble

    def has_replayed(self, place: str) -> bool:
        """Whether it holds everything that stands before this place in the primary's log.

        Afterwards this thread has a connection to it.
        """
        try:
            if place == NOTHING:
                connections[self.alias].ensure_connection()
                return True
            with connections[self.alias].cursor() as cursor:
                cursor.execute(STANDING, [place])
                return bool(cursor.fetchone()[1])
        except Error:
            self.suspect()
            return False

    def suspect(self) -> None:
        """A query failed: look at once whether it was the replica's fault."""
        connections[self.alias].close()
        began = time.monotonic()
        with self._looking:
            if self._looked_at is None or self._looked_at < began:
                self._look()

    def _is_due(self) -> bool:
        interval = settings.PPI_REPLICA_LAG_SECONDS
        return self._looked_at is None or time.monotonic() - self._looked_at >= interval

    def _look(self) -> None:
        held = written()
        before, self.trouble = self.trouble, self._found(self._held_by_primary or held)
        self._looked_at = time.monotonic()
        self._held_by_primary = held
        if self.trouble and self.trouble != before:
            logger.warning("%s is passed over: it %s", self.alias, self.trouble)
        if before and not self.trouble:
            logger.warning("%s is read from", self.alias)
            # What was opened before may be broken. The pool stays: others are about to ask it.
            connections[self.alias].pool.drain()

    def _found(self, expected: str | None) -> str:
        """What is wrong with it, an empty text for nothing."""
        parameters = connections[self.alias].get_connection_params()
        try:
            with ImpatientConnection.connect(**parameters) as connection:
                row = connection.execute(STANDING, [expected or NOTHING]).fetchone()
        except ImpatientConnection.OperationalError as failure:
            logger.info("%s: %s", self.alias, failure)
            return "does not answer"
        follows, has_all = row
        if not follows:
            return "follows no primary"
        return "" if has_all else "is behind"


def written() -> str | None:
    """How far the primary's log has been written; None while it does not say."""
    try:
        with connections[PRIMARY].cursor() as cursor:
            cursor.execute(WRITTEN)
            return cursor.fetchone()[0]
    except Error:
        return None


replicas = [Replica(alias) for alias in settings.DATABASES if alias != PRIMARY]


def usable(place: str = NOTHING) -> Replica | None:
    """One of the replicas that hold what stands before this place; None where there is none."""
    for replica in random.sample(replicas, len(replicas)):
        if replica.is_usable() and replica.has_replayed(place):
            return replica
    return None
