"""Files as programs write them, and as attackers do."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile

from ppi.documents.choices import DOCX, ODT, XLSX

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
LOCKED_PDF = PDF.replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt 9 0 R")
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504


def upload(name: str, content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def png(width: int = 2, height: int = 2) -> bytes:
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    checked = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    return b"\x89PNG\r\n\x1a\n" + checked + b"\x00\x00\x00\x00IEND\xaeB`\x82"


def segment(mark: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, mark, len(content) + 2) + content


def frame(width: int, height: int, mark: int = 0xC0) -> bytes:
    return segment(mark, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00")


def jpeg(*segments: bytes) -> bytes:
    start = segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")
    return b"\xff\xd8" + start + b"".join(segments) + b"\xff\xd9"


def archive(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as container:
        for name, content in parts.items():
            container.writestr(name, content)
    return made.getvalue()


def content_types(*kinds: str) -> bytes:
    rows = "".join(f'<Override PartName="/p{n}" ContentType="{k}"/>' for n, k in enumerate(kinds))
    namespace = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'<Types xmlns="{namespace}">{rows}</Types>'.encode()


def office(media_type: str, *kinds: str, **options) -> dict[str, bytes]:
    return {
        "[Content_Types].xml": content_types(f"{media_type}.main+xml", *kinds),
        "word/document.xml": b"<document/>",
        **options,
    }


def docx(more: dict[str, bytes] | None = None, *kinds: str) -> bytes:
    return archive(office(DOCX, *kinds) | (more or {}))


def xlsx(more: dict[str, bytes] | None = None) -> bytes:
    return archive(office(XLSX) | (more or {}))


def odt(more: dict[str, bytes] | None = None, mimetype: str = ODT) -> bytes:
    return archive({"mimetype": mimetype.encode(), "content.xml": b"<text/>"} | (more or {}))


def with_directory(content: bytes, offset: int, value: bytes) -> bytes:
    """Some bytes of the last entry of the archive's directory overwritten."""
    at = content.rindex(b"PK\x01\x02") + offset
    return content[:at] + value + content[at + len(value) :]


def with_end(content: bytes, offset: int, value: bytes) -> bytes:
    """Some bytes of the archive's end record overwritten."""
    at = content.rindex(b"PK\x05\x06") + offset
    return content[:at] + value + content[at + len(value) :]


def lying_about_its_size(content: bytes, declared: int) -> bytes:
    """The last part declares a size, and a checksum that fits it, that are not its own."""
    start = content.rindex(b"PK\x01\x02")
    (local,) = struct.unpack_from("<L", content, start + 42)
    crc = struct.pack("<L", zlib.crc32(b"0" * declared))
    size = struct.pack("<L", declared)
    lied = bytearray(content)
    for crc_at, size_at in ((start + 16, start + 24), (local + 14, local + 22)):
        lied[crc_at : crc_at + 4] = crc
        lied[size_at : size_at + 4] = size
    return bytes(lied)
