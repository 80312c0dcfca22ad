"""Fetches a file from the public Internet, and from nowhere else.

Every address a host name stands for must be public, and the connection goes to an address that was
checked, so that a name cannot point elsewhere a moment later. Redirects are checked likewise.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from typing import IO
from urllib.parse import SplitResult, urljoin, urlsplit

MOST_REDIRECTS = 5
BLOCK = 64 * 1024
PATIENCE_SECONDS = 20
REDIRECTS = {301, 302, 303, 307, 308}


class Refused(Exception):
    """The download was refused or failed; the message is a sentence."""


def is_public(address: str) -> bool:
    """Not private, local, reserved or multicast; an IPv4 address in IPv6 clothes counts as IPv4."""
    ip = ipaddress.ip_address(address)
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return ip.is_global and not ip.is_multicast


def fetch(
    url: str,
    target: IO[bytes],
    *,
    bytes_at_most: int,
    seconds: float,
    may_reach: Callable[[str], bool] = is_public,
    context: ssl.SSLContext | None = None,
) -> None:
    """Write what an https URL answers to `target`. Raises `Refused` with a sentence.

    `may_reach` judges each numeric address; `context` may trust certificates of one's own.
    """
    deadline = time.monotonic() + seconds
    context = context or ssl.create_default_context()
    for _attempt in range(MOST_REDIRECTS + 1):
        connection = connection_to(checked(url), may_reach, context)
        try:
            response = answer(connection, urlsplit(url))
            if response.status not in REDIRECTS:
                return copy(response, target, url, bytes_at_most, deadline)
            url = urljoin(url, response.getheader("Location") or "")
        except (OSError, http.client.HTTPException) as failure:
            raise Refused(f"{url} could not be fetched: {failure}") from None
        finally:
            connection.close()
    raise Refused(f"{url} leads from one address to the next without end.")


def checked(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        usable = parts.scheme == "https" and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or parts.username is not None:
        raise Refused(f"{url} is not an https address.")
    return parts


def connection_to(
    parts: SplitResult, may_reach: Callable[[str], bool], context: ssl.SSLContext
) -> http.client.HTTPSConnection:
    port = parts.port or 443
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Refused(f"There is no host {parts.hostname}.") from None
    addresses = [entry[4][0] for entry in found]
    if not all(may_reach(address) for address in addresses):
        raise Refused(f"{parts.hostname} is not a public address.")
    return PinnedConnection(
        parts.hostname, port, address=addresses[0], timeout=PATIENCE_SECONDS, context=context
    )


class PinnedConnection(http.client.HTTPSConnection):
    """Connects to the address that was checked, and proves the host name as usual."""

    def __init__(self, host: str, port: int, *, address: str, **options) -> None:
        super().__init__(host, port, **options)
        self.address = address

    def connect(self) -> None:
        plain = socket.create_connection((self.address, self.port), self.timeout)
        self.sock = self._context.wrap_socket(plain, server_hostname=self.host)


def answer(connection: http.client.HTTPSConnection, parts: SplitResult):
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection.request("GET", path, headers={"User-Agent": "ppi", "Accept": "*/*"})
    return connection.getresponse()


def copy(
    response: http.client.HTTPResponse,
    target: IO[bytes],
    url: str,
    bytes_at_most: int,
    deadline: float,
) -> None:
    if response.status != 200:
        raise Refused(f"{url} answered with status {response.status}.")
    taken = 0
    while block := response.read1(BLOCK):
        taken += len(block)
        if taken > bytes_at_most:
            raise Refused(f"{url} is larger than {bytes_at_most:,} bytes.")
        if time.monotonic() > deadline:
            raise Refused(f"{url} took too long.")
        target.write(block)
