"""Calls to addresses that members typed reach the public internet, and nothing on the inside."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ppi.kernel import outbound

HERE = "127.0.0.0/8"


@dataclass
class Sink:
    """A web server that answers as it is told, and keeps what it was sent."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"{}"
    calls: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    # What it begins its answer with, and then adds for three seconds.
    drips: tuple[bytes, bytes] = (b"", b"")
    port: int = 0
    scheme: str = "http"

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}/hook?a=b"


@pytest.fixture
def sink() -> Iterator[Sink]:
    """Listens on this machine, where only an operator's setting lets anybody through."""
    with listening() as kept:
        yield kept


@contextlib.contextmanager
def listening(tls: ssl.SSLContext | None = None) -> Iterator[Sink]:
    kept, ended = Sink(scheme="https" if tls else "http"), threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"]))
            kept.calls.append((self.path, dict(self.headers), sent))
            beginning, drop = kept.drips
            if drop:
                with contextlib.suppress(OSError):
                    self.wfile.write(beginning)
                    for _drop in range(60):
                        self.wfile.write(drop)
                        ended.wait(0.05)
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
    if tls:
        server.socket = tls.wrap_socket(server.socket, True, do_handshake_on_connect=False)
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


@pytest.mark.parametrize(
    "drips",
    [
        (b"HTTP/1.1 200 OK\r\n", b"X-Drop: 1\r\n"),
        (b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", b"x"),
    ],
    ids=["head", "body"],
)
def test_a_server_that_answers_drop_by_drop_is_left(sink, settings, monkeypatch, drips) -> None:
    settings.PPI_OUTBOUND_NETWORKS = [HERE]
    sink.drips = drips
    monkeypatch.setattr(outbound, "SECONDS", 0.3)
    # It would drip for three.
    assert seconds_until_left(sink.url) < 2


def seconds_until_left(url: str) -> float:
    began = time.monotonic()
    with pytest.raises(outbound.Failed, match="too long"):
        outbound.post(url, b"x", {})
    return time.monotonic() - began


@pytest.fixture
def tls(tmp_path, monkeypatch) -> ssl.SSLContext:
    """Of a server with a certificate for this machine, that this process trusts."""
    key, here = ec.generate_private_key(ec.SECP256R1()), ipaddress.ip_address("127.0.0.1")
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "here")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(here)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file: Path = tmp_path / "here.pem"
    file.write_bytes(certificate.public_bytes(pem) + key.private_bytes(pem, *plain))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def test_over_tls_the_certificate_is_looked_at(tls, settings, monkeypatch) -> None:
    settings.PPI_OUTBOUND_NETWORKS = [HERE]
    with listening(tls) as sink:
        assert outbound.post(sink.url, b"news", {}).is_success
        monkeypatch.delenv("SSL_CERT_FILE")
        with pytest.raises(outbound.Failed, match="SSLCertVerificationError"):
            outbound.post(sink.url, b"news", {})
    assert [body for _path, _headers, body in sink.calls] == [b"news"]


def test_a_server_that_is_reached_late_and_then_drips_is_left(tls, settings, monkeypatch) -> None:
    """The way there is longer here than a test has: the time is over amid the handshake, which
    comes to its end."""
    settings.PPI_OUTBOUND_NETWORKS = [HERE]
    monkeypatch.setattr(outbound, "SECONDS", 0.5)
    near = socket.create_connection

    def far(*address_and_timeout):
        time.sleep(0.3)
        return near(*address_and_timeout)

    with listening(tls) as sink, slow(sink.port, 0.3) as port:
        sink.drips = (b"HTTP/1.1 200 OK\r\n", b"X-Drop: 1\r\n")
        monkeypatch.setattr(socket, "create_connection", far)
        assert seconds_until_left(f"https://127.0.0.1:{port}/") < 2
    assert sink.calls == []


@contextlib.contextmanager
def slow(port: int, pause: float) -> Iterator[int]:
    """Another port that leads to this one, and hesitates so long before its first answer."""

    def forward(source: socket.socket, to: socket.socket, pause: float) -> None:
        with contextlib.suppress(OSError), source, to:
            time.sleep(pause)
            while piece := source.recv(4096):
                to.sendall(piece)
            to.shutdown(socket.SHUT_RDWR)

    def lead() -> None:
        client, _address = door.accept()
        server = socket.socket()
        server.connect(("127.0.0.1", port))
        threading.Thread(target=forward, args=(client, server, 0), daemon=True).start()
        forward(server, client, pause)

    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=lead, daemon=True).start()
        yield door.getsockname()[1]


def test_a_server_that_is_away_is_a_failure(settings) -> None:
    settings.PPI_OUTBOUND_NETWORKS = [HERE]
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with pytest.raises(outbound.Failed, match="ConnectionRefusedError"):
        outbound.post(f"http://127.0.0.1:{port}/", b"x", {})
