"""A connection that does not wait for a server which has stopped answering."""

from __future__ import annotations

from typing import Any

import psycopg

# A page may be made again from the primary; whoever waits longer than this waits for nothing.
PATIENCE_SECONDS = 3


class ImpatientConnection(psycopg.Connection):
    """Raises an `OperationalError` when the server is silent on one command for that long.

    libpq knows no such limit: a machine that hangs still confirms what its network card received,
    so neither keepalives nor `tcp_user_timeout` would end the wait.
    """

    def wait(self, gen: Any, *args: Any, **options: Any) -> Any:
        if options.get("timeout") is None:
            options["timeout"] = PATIENCE_SECONDS
        return super().wait(gen, *args, **options)
