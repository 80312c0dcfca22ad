"""A PostgreSQL that follows another one's log and can be read from."""

from __future__ import annotations

from pathlib import Path

from ppi.embedded.postgres import SUPERUSER, Postgres


class Replica(Postgres):
    """A streaming copy of a running cluster: its databases, roles and passwords."""

    def __init__(self, home: Path, *, primary: Postgres) -> None:
        super().__init__(home, durable=primary.durable)
        self.primary = primary

    def pause(self) -> None:
        """Take the log in, but replay nothing of it until `resume()`."""
        self._tell("SELECT pg_wal_replay_pause()")

    def resume(self) -> None:
        self._tell("SELECT pg_wal_replay_resume()")

    def _tell(self, statement: str) -> None:
        with self.superuser() as connection:
            connection.execute(statement)

    def _fill(self) -> None:
        address = self.primary.url(SUPERUSER)
        copying = ("--checkpoint=fast", "--wal-method=stream", "--write-recovery-conf", "--no-sync")
        self._run("pg_basebackup", *copying, f"--dbname={address}", "--pgdata", self.data)

    def _provision(self) -> None:
        """It has what the primary has."""

    def _passwords(self) -> dict[str, str]:
        return self.primary._passwords()
