"""Asks a clamd whether a file holds a virus, over its INSTREAM command (`man clamd`)."""

from __future__ import annotations

import socket
import struct
import time
from typing import BinaryIO

from django.conf import settings

CHUNK_BYTES = 64 * 1024
# "stream: <name of the virus> FOUND" is the longest that is expected.
LONGEST_ANSWER = 1024
USUAL_PORT = 3310


class NoAnswer(Exception):
    """The scanner was away, too slow, or said something that is neither yes nor no."""


def is_clean(file: BinaryIO) -> bool:
    """What the scanner at `PPI_CLAMD` says. Raises `NoAnswer` after `PPI_CLAMD_SECONDS`."""
    ends_at = time.monotonic() + settings.PPI_CLAMD_SECONDS
    try:
        with _connected(ends_at) as connection:
            _send(connection, file, ends_at)
            answer = _answer(connection, ends_at)
    except (OSError, ValueError) as failure:
        raise NoAnswer(str(failure)) from failure
    if answer == b"stream: OK":
        return True
    if answer.startswith(b"stream: ") and answer.endswith(b" FOUND"):
        return False
    raise NoAnswer(f"it said {answer!r}")


def _connected(ends_at: float) -> socket.socket:
    place = settings.PPI_CLAMD
    if not place.startswith("/"):
        host, colon, port = place.rpartition(":")
        address = (host.strip("[]"), int(port)) if colon else (place, USUAL_PORT)
        return socket.create_connection(address, timeout=_left(ends_at))
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.settimeout(_left(ends_at))
        connection.connect(place)
    except OSError:
        connection.close()
        raise
    return connection


def _send(connection: socket.socket, file: BinaryIO, ends_at: float) -> None:
    """The file in pieces, each after its length; a piece of length 0 ends it."""
    connection.sendall(b"zINSTREAM\0")
    while True:
        chunk = file.read(CHUNK_BYTES)
        connection.settimeout(_left(ends_at))
        connection.sendall(struct.pack("!L", len(chunk)) + chunk)
        if not chunk:
            return


def _answer(connection: socket.socket, ends_at: float) -> bytes:
    answer = b""
    while not answer.endswith(b"\0"):
        connection.settimeout(_left(ends_at))
        piece = connection.recv(LONGEST_ANSWER)
        if not piece or len(answer) > LONGEST_ANSWER:
            raise NoAnswer(f"it broke off after {answer[:80]!r}")
        answer += piece
    return answer.rstrip(b"\0")


def _left(ends_at: float) -> float:
    """Seconds until the whole conversation must be over, however it is drawn out."""
    left = ends_at - time.monotonic()
    if left <= 0:
        raise TimeoutError("it took too long")
    return left
