"""What a scanner says, and what is made of one that says nothing: a real server plays clamd."""

from __future__ import annotations

import io
import socket

import pytest

from ppi.documents import scanning
from tests.ppi.documents import clamd
from tests.ppi.documents.clamd import EICAR, Clamd

LARGE = b"0123456789" * 30_000


@pytest.fixture(autouse=True)
def _little_patience(settings) -> None:
    settings.PPI_CLAMD_SECONDS = 5


def ask(settings, server: Clamd, content: bytes = b"a file") -> bool:
    settings.PPI_CLAMD = server.address
    return scanning.is_clean(io.BytesIO(content))


@pytest.mark.parametrize(
    ("content", "is_clean"), [(b"a file", True), (LARGE, True), (EICAR, False), (b"", True)]
)
def test_the_scanner_sees_the_whole_file_and_decides(settings, content, is_clean) -> None:
    with Clamd() as server:
        assert ask(settings, server, content) is is_clean

    assert server.scanned == [content]


def test_it_may_listen_on_a_socket_of_the_file_system(settings, tmp_path) -> None:
    with Clamd(path=str(tmp_path / "clamd.sock")) as server:
        assert ask(settings, server) is True
        assert ask(settings, server, EICAR) is False


def test_an_answer_may_come_in_pieces(settings) -> None:
    with Clamd(clamd.letter_by_letter) as server:
        assert ask(settings, server) is True


@pytest.mark.parametrize(
    "answer",
    [
        clamd.closing_at_once,
        clamd.babbling,
        clamd.saying(b""),
        clamd.saying(b"stream: O"),
        clamd.saying(b"INSTREAM size limit exceeded. ERROR\0"),
        clamd.saying(b"stream: OK FOUND IT\0"),
        clamd.saying(b"HTTP/1.1 200 OK\r\n\r\n\0"),
        clamd.saying(b"\xff\xfe\0"),
        clamd.saying(b"\0"),
    ],
)
def test_what_is_neither_yes_nor_no_is_no_answer(settings, answer) -> None:
    with Clamd(answer) as server, pytest.raises(scanning.NoAnswer):
        ask(settings, server, LARGE)


@pytest.mark.parametrize("seconds", [0.2, 0])
def test_a_scanner_that_hangs_is_left(settings, seconds) -> None:
    settings.PPI_CLAMD_SECONDS = seconds

    with Clamd(clamd.hanging) as server, pytest.raises(scanning.NoAnswer, match="time|too long"):
        ask(settings, server)


def unused_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.mark.parametrize(
    "place", ["127.0.0.1:{port}", "[::1]:{port}", "localhost:{port}", "/nowhere/clamd.sock", "a:b"]
)
def test_a_scanner_that_is_away_gives_no_answer(settings, place) -> None:
    settings.PPI_CLAMD = place.format(port=unused_port())

    with pytest.raises(scanning.NoAnswer):
        scanning.is_clean(io.BytesIO(b"a file"))


def test_without_a_port_it_is_the_usual_one(settings, monkeypatch) -> None:
    with Clamd() as server:
        host, _colon, port = server.address.partition(":")
        monkeypatch.setattr(scanning, "USUAL_PORT", int(port))
        settings.PPI_CLAMD = host

        assert scanning.is_clean(io.BytesIO(b"a file")) is True
