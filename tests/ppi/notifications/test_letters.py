"""What goes over the wire: readable by every mail program, whatever people typed."""

from __future__ import annotations

import email
from email.policy import default

import pytest

from ppi.notifications import mails
from ppi.notifications.letters import Letter
from ppi.notifications.stopping import Stop

STOP = f"https://ppi.example/p/dk/da/notifications/stop/{Stop(12345, 'found', (45, 67890)).token}/"
FIXED = "<0123456789abcdef@ppi.example>"


def letter(**facts) -> Letter:
    usual = {"subject": "1 thing is new", "body": "A line\n", "to": ["anna@lamps.example"]}
    return Letter(**usual | facts)


def wire(**facts) -> bytes:
    return letter(**facts).message().as_bytes()


def read(raw: bytes) -> email.message.EmailMessage:
    return email.message_from_bytes(raw, policy=default)


def test_the_address_that_ends_it_stands_in_one_line_and_is_not_encoded() -> None:
    raw = wire(headers=mails.headers(FIXED, STOP))
    assert f"\r\nList-Unsubscribe: <{STOP}>\r\n".encode() in raw
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw
    assert f"\r\nMessage-ID: {FIXED}\r\n".encode() in raw


@pytest.mark.parametrize(
    "subject",
    [
        "1 thing is new for you",
        "Jauni pasūtījumi — ļoti žēl",
        "Lys på stien " * 12,
        "=?utf-8?q?x?=",
    ],
)
def test_a_subject_is_read_as_it_was_written(subject) -> None:
    raw = wire(subject=subject.strip())
    assert read(raw)["Subject"] == subject.strip()
    assert max(len(line) for line in raw.splitlines()) <= 78
    assert raw.isascii()


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("Før\nefter = alt\n", "Før\nefter = alt\n"),
        ("Ends in\r\nany\rway", "Ends in\nany\nway\n"),
        (f"A long one: {STOP}\n", f"A long one: {STOP}\n"),
        ("a\x0cb\u2028c \n.\nFrom here\n\n", "a\x0cb\u2028c \n.\nFrom here\n\n"),
    ],
)
def test_a_text_is_read_as_it_was_written(typed, read_as) -> None:
    raw = wire(body=typed)
    assert read(raw).get_content().replace("\r\n", "\n") == read_as
    assert b"\n" not in raw.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    "facts",
    [
        {"subject": "New\r\nBcc: all@lamps.example"},
        {"to": ["anna@lamps.example\nBcc: all@lamps.example"]},
        {"headers": {"List-Unsubscribe": "<x>\nBcc: all@lamps.example"}},
    ],
)
def test_nothing_that_was_typed_begins_another_header(facts) -> None:
    with pytest.raises(ValueError, match="more than one line"):
        wire(**facts)


def test_addresses_and_names_beyond_ascii_are_written_as_django_writes_them() -> None:
    facts = {"from_email": "Indkøb <no-reply@ppi.example>", "to": ["anna@lysgården.example"]}
    found, usual = read(wire(**facts)), super(Letter, letter(**facts)).message()
    for name in ("From", "To", "Subject", "Content-Type"):
        assert found[name] == usual[name]
    assert found.keys().sort() == usual.keys().sort()
