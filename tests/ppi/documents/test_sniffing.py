"""Is a file what its name says? Broken and crafted containers are refused with a sentence."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ppi.documents.sniffing import media_type, safe_name
from ppi.kernel.verdicts import Refused


def container(*members: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for member in members:
            archive.writestr(member, "<document/>")
    return made.getvalue()


DOCX = container("[Content_Types].xml", "word/document.xml")


def patched(content: bytes, offset: int, value: bytes) -> bytes:
    """The container with some bytes of its central directory overwritten."""
    at = content.rindex(b"PK\x01\x02") + offset
    return content[:at] + value + content[at + len(value) :]


@pytest.mark.parametrize(
    ("name", "content", "served_as"),
    [
        ("plan.pdf", b"%PDF-1.7\n", "application/pdf"),
        ("map.PNG", b"\x89PNG\r\n\x1a\n...", "image/png"),
        ("list.csv", "navn;værdi\n".encode(), "text/csv; charset=utf-8"),
        (
            "note.docx",
            DOCX,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    ],
)
def test_a_file_that_is_what_it_says_is_served_as_that(name, content, served_as) -> None:
    assert media_type(SimpleUploadedFile(name, content)) == served_as


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.pdf", b"GIF89a"),
        ("page.html", b"<script>alert(1)</script>"),
        ("run.exe", b"MZ"),
        ("note.docx", b"PK\x03\x04 and nothing else"),
        ("note.docx", container("xl/workbook.xml")),
        # A version of the format, and a name's encoding, that `zipfile` will not read.
        ("note.docx", patched(DOCX, 6, b"\x63\x00")),
        ("note.docx", patched(patched(DOCX, 8, b"\x00\x08"), 46, b"\xff\xfe")),
        ("text.txt", b"\x00\x01\x02"),
        ("no-ending", b"%PDF-1.7"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(name, content) -> None:
    with pytest.raises(Refused):
        media_type(SimpleUploadedFile(name, content))


def test_a_bomb_is_refused_by_what_it_would_unpack_to() -> None:
    huge = (600 * 1024 * 1024).to_bytes(4, "little")
    with pytest.raises(Refused):
        media_type(SimpleUploadedFile("bomb.docx", patched(DOCX, 24, huge)))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\files\\plan.pdf", "plan.pdf"),
        ("a\x00b\u202ecod.exe.pdf", "abcod.exe.pdf"),
        ("x" * 500 + ".pdf", "x" * 110 + ".pdf"),
        ("", "file"),
    ],
)
def test_a_name_loses_what_could_mislead(given, kept) -> None:
    assert safe_name(given) == kept
