"""Calls to addresses that members typed reach the public internet, and nothing on the inside."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ppi.kernel import outbound

HERE = "127.0.0.0/8"


@dataclass
class Sink:
    """A web server that answers as it is told, and keeps what it was sent."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"{}"
    calls: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    drips: bool = False
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?a=b"


@pytest.fixture
def sink() -> Iterator[Sink]:
    """Listens on this machine, where only an operator's setting lets anybody through."""
    kept, ended = Sink(), threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"]))
            kept.calls.append((self.path, dict(self.headers), sent))
            if kept.drips:
                with contextlib.suppress(OSError):
                    self.wfile.write(b"HTTP/1.1 200 OK\r\n")
                    while not ended.wait(0.05):
                        self.wfile.write(b"X-Drop: 1\r\n")
                return
            self.send_response(kept.status)
            for name, value in {"Content-Length": str(len(kept.body)), **kept.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(kept.body)

        def log_message(self, *arguments) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    kept.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield kept
    ended.set()
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "192.0.0.8", "198.18.0.1", "203.0.113.9", "224.0.0.1",
        "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fc00::1", "fd00:ec2::254",
        "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1",
        "2001:0:0:0:0:0:80ff:fffe", "2001:db8::1", "100::1",
    ],
)  # fmt: skip
def test_an_address_of_the_inside_is_not_public_however_it_is_written(address: str) -> None:
    assert not outbound.is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "2a00:1450:400f:80d::200e", "::ffff:8.8.8.8"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert outbound.is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f.0.0.1/",
        "https://localhost/", "https://[::1]/", "https://[::ffff:127.0.0.1]/",
        "https://169.254.169.254/latest/meta-data/", "https://[fe80::1%25lo]/",
        # Public, and yet not to be called.
        "http://8.8.8.8/", "https://8.8.8.8:22/", "https://8.8.8.8:80/",
        "ftp://8.8.8.8/", "file:///etc/passwd", "https://", "https://8.8.8.8:99999/",
        "https://user:secret@8.8.8.8/", "gopher://8.8.8.8/", "//8.8.8.8/", "https://[8.8.8.8/",
    ],
)  # fmt: skip
def test_what_leads_inside_or_is_no_plain_https_is_refused(url: str, sink: Sink) -> None:
    with pytest.raises((outbound.Refused, outbound.Failed)):
        outbound.post(url, b"{}", {})
    assert sink.calls == []


def test_nothing_is_sent_to_this_machine_unless_an_operator_opened_it(sink, settings) -> None:
    with pytest.raises(outbound.Refused, match="public internet"):
        outbound.post(sink.url, b"secret", {})
    assert sink.calls == []

    settings.PPI_OUTBOUND_NETWORKS = [HERE]
    answer = outbound.post(sink.url, b"news", {"X-Own": "1"})
    assert (answer.status, answer.body, answer.is_success) == (200, b"{}", True)
    [(path, headers, body)] = sink.calls
    assert (path, headers["X-Own"], headers["Host"], body) == (
        "/hook?a=b", "1", f"127.0.0.1:{sink.port}", b"news",
    )  # fmt: skip


def test_a_name_that_leads_inside_and_outside_is_refused(sink, settings, monkeypatch) -> None:
    """The resolver is the world outside: what it answers here, an attacker's server could."""
    both = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))
        for address in ("8.8.8.8", "10.0.0.1")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *arguments, **options: both)
    with pytest.raises(outbound.Refused):
        outbound.check("https://rebinding.example/")


def test_a_name_is_resolved_once_and_the_address_that_was_looked_at_is_called(
    sink, settings, monkeypatch
) -> None:
    answers, asked = ["127.0.0.1", "127.0.0.2"], []

    def resolve(host, port, *arguments, **options):
        asked.append(host)
        address = answers[min(len(asked), 2) - 1] if host == "moving.example" else host
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    settings.PPI_OUTBOUND_NETWORKS = [HERE]
    outbound.post(f"http://moving.example:{sink.port}/", b"x", {})

    assert asked.count("moving.example") == 1
    assert sink.calls[0][1]["Host"] == f"moving.example:{sink.port}"


def test_a_redirect_is_an_answer_and_is_not_followed(sink, settings) -> None:
    settings.PPI_OUTBOUND_NETWORKS = [HERE]
    sink.status, sink.headers = 302, {"Location": sink.url}
    answer = outbound.post(sink.url, b"x", {})
    assert (answer.status, answer.is_success, len(sink.calls)) == (302, False, 1)


def test_of_a_long_answer_no_more_is_read_than_is_needed(sink, settings) -> None:
    settings.PPI_OUTBOUND_NETWORKS = [HERE]
    sink.body = b"x" * 1_000_000
    assert len(outbound.post(sink.url, b"x", {}).body) == outbound.MOST_BYTES


def test_a_server_that_answers_drop_by_drop_is_left(sink, settings, monkeypatch) -> None:
    settings.PPI_OUTBOUND_NETWORKS = [HERE]
    sink.drips = True
    monkeypatch.setattr(outbound, "SECONDS", 0.3)
    with pytest.raises(outbound.Failed, match="too long"):
        outbound.post(sink.url, b"x", {})


def test_a_server_that_is_away_is_a_failure(settings) -> None:
    settings.PPI_OUTBOUND_NETWORKS = [HERE]
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with pytest.raises(outbound.Failed, match="ConnectionRefusedError"):
        outbound.post(f"http://127.0.0.1:{port}/", b"x", {})
