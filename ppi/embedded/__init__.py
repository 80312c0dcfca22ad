"""Real servers for development, the demonstration and the tests, from Python packages alone.

    servers = embedded.start("dev")
    servers.database_url, servers.owner_database_url, servers.redis_url
    servers.stop()

Each purpose ("demo", "dev", "test", "bench") has a database and a broker of its own. Where
`DATABASE_URL` or `REDIS_URL` is set, that server is used and none is started in its place.
"""

from __future__ import annotations

import os

from ppi.embedded import places
from ppi.embedded.servers import PURPOSES, Servers, servers_for

__all__ = ["PURPOSES", "Servers", "environment_of_running", "servers_for", "start"]


def start(purpose: str, *, broker: str = "valkey") -> Servers:
    """Start the servers of a purpose, or join those that run already."""
    servers = servers_for(purpose, broker=broker)
    servers.start()
    return servers


def environment_of_running(*purposes: str) -> dict[str, str]:
    """The addresses of the first of these whose servers run; none where a server is given."""
    if "DATABASE_URL" in os.environ or "REDIS_URL" in os.environ:
        return {}
    for purpose in purposes:
        # Asking must not make the folders of a purpose that nobody has started.
        if (places.VAR / purpose).is_dir() and (servers := servers_for(purpose)).run:
            return servers.environment()
    return {}
