"""What the addresses in the environment mean to Django, Celery and the storage of uploads."""

from __future__ import annotations

from environ import Env

from ppi.kernel.replicas.impatience import ImpatientConnection

# A database that is away costs a page five seconds, not the pool's thirty.
DATABASE_PATIENCE_SECONDS = 5
# Who finds a replica slow has the primary.
REPLICA_PATIENCE_SECONDS = 2
# A broker that hangs must not hang a page, which answers within four seconds all the same.
BROKER_PATIENCE_SECONDS = 2


def databases(primary: str, replicas: list[str], *, connections: int) -> dict[str, dict]:
    """The primary, and each copy that only reads; so many connections of a process to each."""
    named = {"default": database(primary, DATABASE_PATIENCE_SECONDS, max_size=connections)}
    for number, address in enumerate(replicas, start=1):
        pool = {"max_size": connections, "connection_class": ImpatientConnection}
        # A pool that asks ever more rarely would notice late that the replica is back.
        pool["reconnect_timeout"] = REPLICA_PATIENCE_SECONDS
        copy = database(address, REPLICA_PATIENCE_SECONDS, **pool)
        # In tests, the primary under another name.
        named[f"replica_{number}"] = {**copy, "TEST": {"MIRROR": "default"}}
    return named


def database(address: str, patience: int, **pool) -> dict:
    """`patience`: seconds that a page waits for a connection."""
    named = Env.db_url_config(address)
    options = {
        "connect_timeout": patience,
        "pool": {"min_size": 1, "timeout": patience, **pool},
        # What the address asks for, such as `?sslmode=verify-full`.
        **named.get("OPTIONS", {}),
    }
    return {**named, "OPTIONS": options}


def broker_options(address: str) -> dict:
    """What the transport of this broker understands: another's options mean nothing to it."""
    if address.startswith("amqp"):
        # The outbox, not the broker's confirmation, sees that no message is missed.
        return {
            "read_timeout": BROKER_PATIENCE_SECONDS,
            "write_timeout": BROKER_PATIENCE_SECONDS,
            "max_retries": 0,
        }
    return {
        "socket_timeout": BROKER_PATIENCE_SECONDS,
        "socket_connect_timeout": BROKER_PATIENCE_SECONDS,
        "max_retries": 0,
        "visibility_timeout": 300,
        # A worker takes from the first of its queues that holds something.
        "queue_order_strategy": "priority",
    }


def uploads(**bucket: str) -> dict:
    """Where people's files are kept: in a bucket, where one is named, or else in a folder."""
    if not bucket["bucket_name"]:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    options = {name: value or None for name, value in bucket.items()}
    return {"BACKEND": "ppi.documents.bucket.Bucket", "OPTIONS": options}
