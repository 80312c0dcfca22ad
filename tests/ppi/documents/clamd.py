"""A server that speaks clamd's protocol over TCP or a socket, as well or as badly as it is told."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable

# The test file that every scanner knows; in two pieces, so that none takes this file for it.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD" + rb"-ANTIVIRUS-TEST-FILE!$H+H*"
COMMAND = b"zINSTREAM\0"


class Clamd:
    """`with Clamd() as scanner: settings.PPI_CLAMD = scanner.address`."""

    def __init__(self, answer: Callable | None = None, path: str = "") -> None:
        self.answer = answer or honest
        self.scanned: list[bytes] = []
        family = socket.AF_UNIX if path else socket.AF_INET
        self.listener = socket.socket(family)
        self.listener.bind(path or ("127.0.0.1", 0))
        self.listener.listen()
        self.address = path or f"127.0.0.1:{self.listener.getsockname()[1]}"
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Clamd:
        self.thread.start()
        return self

    def __exit__(self, *exception) -> None:
        self.is_over.set()
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join(timeout=10)

    def _serve(self) -> None:
        while not self.is_over.is_set():
            try:
                connection, _address = self.listener.accept()
            except OSError:
                return
            with connection:
                self.answer(self, connection)

    def receive(self, connection: socket.socket) -> bytes:
        """The file, as it comes in over INSTREAM."""
        reader = connection.makefile("rb")
        assert reader.read(len(COMMAND)) == COMMAND
        content = b""
        while length := struct.unpack("!L", reader.read(4))[0]:
            content += reader.read(length)
        self.scanned.append(content)
        return content


def honest(server: Clamd, connection: socket.socket) -> None:
    found = EICAR in server.receive(connection)
    connection.sendall(b"stream: Eicar-Test-Signature FOUND\0" if found else b"stream: OK\0")


def saying(words: bytes) -> Callable:
    def answer(server: Clamd, connection: socket.socket) -> None:
        server.receive(connection)
        connection.sendall(words)

    return answer


def letter_by_letter(server: Clamd, connection: socket.socket) -> None:
    server.receive(connection)
    for letter in b"stream: OK\0":
        connection.sendall(bytes([letter]))


def hanging(server: Clamd, connection: socket.socket) -> None:
    """Takes the file, and never answers."""
    server.receive(connection)
    server.is_over.wait(timeout=60)


def closing_at_once(server: Clamd, connection: socket.socket) -> None:
    return


def babbling(server: Clamd, connection: socket.socket) -> None:
    """Says more and more, and never comes to an end."""
    server.receive(connection)
    while not server.is_over.is_set():
        try:
            connection.sendall(b"x" * 1000)
        except OSError:
            return
