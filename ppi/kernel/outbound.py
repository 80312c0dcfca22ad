"""The one way out to addresses that people type: to the public internet, and nowhere else.

A name is resolved once, every address that it has is looked at, and the connection goes to an
address that was looked at, so that a name cannot be moved in between. Redirects are not followed,
proxies of the environment are not used, and time and size are bounded. What an operator opens with
`PPI_OUTBOUND_NETWORKS` may be reached too, also without TLS and on any port.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# From the first packet to the last byte read, the look-up of the name not counted.
SECONDS = 10.0
MOST_BYTES = 64 * 1024
LATE = "it took too long"
PORTS = {443, 8443}
# IPv6 networks that carry an IPv4 address, which a translator may reach: NAT64, 6to4, Teredo.
TRANSLATED = [ipaddress.ip_network(one) for one in ("64:ff9b::/96", "64:ff9b:1::/48")]


class Refused(Exception):
    """This address may not be called. The text says why, without saying what it resolved to."""


class Failed(Exception):
    """It was called, and there was no answer that could be understood."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Raises `Refused` before anything was sent, and `Failed` where no answer came."""
    parts = _understood(url)
    address = _allowed_address(parts)
    connection = _Pinned(parts, address)
    watchdog = threading.Timer(SECONDS, connection.cut)
    watchdog.start()
    try:
        answer = _exchange(connection, parts, body, headers)
    except (OSError, http.client.HTTPException, ValueError) as failure:
        raise Failed(LATE if connection.was_cut else type(failure).__name__) from failure
    finally:
        watchdog.cancel()
        connection.close()
    if connection.was_cut:
        raise Failed(LATE)
    return answer


def check(url: str) -> None:
    """Raises `Refused` for an address that could not be called now."""
    _allowed_address(_understood(url))


def _exchange(
    connection: _Pinned, parts: SplitResult, body: bytes, headers: Mapping[str, str]
) -> Answer:
    target = parts.path or "/"
    connection.request("POST", f"{target}?{parts.query}" if parts.query else target, body, headers)
    response = connection.getresponse()
    return Answer(response.status, response.read(MOST_BYTES))


def _understood(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises for what is no port
    except ValueError as failure:
        raise Refused("the address cannot be read") from failure
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refused("the address does not begin with https://")
    if parts.username is not None or parts.password is not None:
        raise Refused("the address holds a user name or password")
    return parts


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _allowed_address(parts: SplitResult) -> Address:
    """One of the host's addresses. All of them must be allowed: a name that leads to the inside as
    well as to the outside is somebody's attempt."""
    found = _resolved(parts.hostname, _port(parts))
    opened = [_is_opened(address) for address in found]
    if all(opened):
        return found[0]
    if any(opened) or not all(is_public(address) for address in found):
        raise Refused("the address does not lead to the public internet")
    if parts.scheme != "https":
        raise Refused("the address does not begin with https://")
    if _port(parts) not in PORTS:
        raise Refused("the address names a port other than 443 and 8443")
    return found[0]


def _resolved(host: str, port: int) -> list[Address]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as failure:
        raise Failed("the name is not known") from failure
    return [ipaddress.ip_address(sockaddr[0].partition("%")[0]) for *_rest, sockaddr in found]


def _is_opened(address: Address) -> bool:
    networks = (ipaddress.ip_network(one) for one in settings.PPI_OUTBOUND_NETWORKS)
    return any(address in network for network in networks)


def is_public(address: Address) -> bool:
    """Whether this is somebody's address in the internet, however it is written."""
    if address.version == 6:
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is not None:
            return address.ipv4_mapped is not None and is_public(inner)
        if any(address in network for network in TRANSLATED) or address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that was looked at; TLS still asks for the name's certificate."""

    def __init__(self, parts: SplitResult, address: Address) -> None:
        super().__init__(parts.hostname, _port(parts), timeout=SECONDS)
        self._address, self._is_secure = address, parts.scheme == "https"
        self.default_port = 443 if self._is_secure else 80
        # What is cut. `sock` is let go of when an answer begins that ends with the connection.
        self._wire: socket.socket | None = None
        self.was_cut = False

    def connect(self) -> None:
        self._hold(socket.create_connection((str(self._address), self.port), self.timeout))
        if self._is_secure:
            self._hold(self._wrapped(self.sock))
            self.sock.do_handshake()

    def _wrapped(self, sock: socket.socket) -> ssl.SSLSocket:
        """Before its handshake, which may take long: from here on only this one can be cut."""
        context = ssl.create_default_context()
        return context.wrap_socket(sock, server_hostname=self.host, do_handshake_on_connect=False)

    def _hold(self, sock: socket.socket) -> None:
        self.sock = self._wire = sock
        if self.was_cut:
            raise TimeoutError(LATE)

    def cut(self) -> None:
        """From another thread: a server that answers drop by drop keeps no worker."""
        self.was_cut = True
        if self._wire is not None:
            with contextlib.suppress(OSError):
                # Not the method of TLS, which would first make it a socket that sends in the clear.
                socket.socket.shutdown(self._wire, socket.SHUT_RDWR)
