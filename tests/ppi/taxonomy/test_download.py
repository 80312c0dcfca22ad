from __future__ import annotations

import io
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from ppi.taxonomy import download


class Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/release":
            self.respond(200, b"a release")
        elif self.path == "/moved":
            self.respond(302, b"", Location="/release")
        elif self.path == "/inside":
            self.respond(302, b"", Location="https://10.0.0.1/secret")
        elif self.path == "/plain":
            self.respond(302, b"", Location="http://localhost/release")
        elif self.path == "/round":
            self.respond(302, b"", Location="/round")
        else:
            self.respond(404, b"nothing")

    def respond(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        pass


@dataclass(frozen=True)
class Server:
    url: str
    context: ssl.SSLContext

    def fetch(self, path: str, bytes_at_most: int = 1000, **options) -> bytes:
        """As if this machine were public, and its certificate known."""
        target = io.BytesIO()
        options = {"may_reach": is_this_machine, "seconds": 20, **options}
        download.fetch(
            self.url + path, target, bytes_at_most=bytes_at_most, context=self.context, **options
        )
        return target.getvalue()

    def refusal(self, path: str, **options) -> str:
        with pytest.raises(download.Refused) as refused:
            self.fetch(path, **options)
        return str(refused.value).replace(self.url, "")


def is_this_machine(address: str) -> bool:
    return address in ("127.0.0.1", "::1")


def certificate(folder: Path) -> Path:
    """A certificate for `localhost`, made for this run."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    path = certificate(tmp_path_factory.mktemp("tls"))
    serving = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    serving.load_cert_chain(path)
    listener = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    listener.socket = serving.wrap_socket(listener.socket, server_side=True)
    thread = threading.Thread(target=listener.serve_forever, daemon=True)
    thread.start()
    trusting = ssl.create_default_context(cafile=str(path))
    yield Server(f"https://localhost:{listener.server_port}", trusting)
    listener.shutdown()
    listener.server_close()
    thread.join()


def test_a_file_is_fetched_and_redirects_are_followed(server: Server):
    assert server.fetch("/release") == b"a release"
    assert server.fetch("/moved") == b"a release"


def test_this_machine_is_refused_when_addresses_must_be_public(server: Server):
    assert server.refusal("/release", may_reach=download.is_public) == (
        "localhost is not a public address."
    )


def test_a_redirect_to_a_private_address_is_refused(server: Server):
    assert server.refusal("/inside") == "10.0.0.1 is not a public address."


def test_a_redirect_away_from_https_is_refused(server: Server):
    assert server.refusal("/plain") == "http://localhost/release is not an https address."


def test_redirects_without_end_are_refused(server: Server):
    assert server.refusal("/round") == "/round leads from one address to the next without end."


def test_what_is_not_there_is_refused_with_its_status(server: Server):
    assert server.refusal("/other") == "/other answered with status 404."


def test_a_file_that_is_too_large_is_refused(server: Server):
    assert server.refusal("/release", bytes_at_most=8) == "/release is larger than 8 bytes."


def test_a_file_that_takes_too_long_is_refused(server: Server):
    assert server.refusal("/release", seconds=-1) == "/release took too long."


def test_a_certificate_nobody_vouches_for_is_refused(server: Server):
    unknowing = Server(server.url, ssl.create_default_context())

    assert "could not be fetched" in unknowing.refusal("/release")


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "ftp://example.org/",
        "https://",
        "https://user:secret@example.org/",
        "https://example.org:99999/",
        "https://[::1/",
    ],
)
def test_what_is_no_https_address_is_refused(url: str):
    with pytest.raises(download.Refused, match="is not an https address"):
        download.fetch(url, io.BytesIO(), bytes_at_most=1, seconds=1)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
    ],
)
def test_only_public_addresses_are_public(address: str, public: bool):
    assert download.is_public(address) is public
