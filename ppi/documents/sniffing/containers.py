"""Office files: archives whose parts are read to their real end, whatever they declare."""

from __future__ import annotations

import os
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import BinaryIO

from lxml import etree

from ppi.documents.choices import DOCX, MOST_PARTS, UNPACKED_MEGABYTES, XLSX, Flaw, Unfit

MEGABYTE = 1024 * 1024
CHUNK_BYTES = 64 * 1024
ARCHIVE, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The end record may be followed by a comment of 64 KB.
END, END_BYTES, LONGEST_COMMENT = b"PK\x05\x06", 22, 65535
LARGE_END = b"PK\x06\x07"
# The directory is read at once, before parts can be counted: 46 bytes and a name for each.
LARGEST_DIRECTORY = 2 * MEGABYTE
# What is read to learn what the file is; each of them is small.
CONTENT_TYPES, MIMETYPE, MANIFEST = "[Content_Types].xml", "mimetype", "META-INF/manifest.xml"
TELLING = {CONTENT_TYPES, MIMETYPE, MANIFEST}
LARGEST_TELLING = MEGABYTE
# A chart carries its numbers as a workbook of its own.
EMBEDDED = re.compile(r"(^|/)embeddings/[^/]+$", re.IGNORECASE)
MACRO_PARTS = re.compile(r"(^|/)vbaProject[^/]*\.bin$|^(Basic|Scripts)/", re.IGNORECASE)
MACRO_TYPES = ("macroenabled", "vbaproject", "activex")
MAIN_TYPES = {
    DOCX: f"{DOCX}.main+xml",
    XLSX: f"{XLSX}.main+xml",
}
# What `zipfile` raises for archives that are broken, or were made to break it.
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    etree.XMLSyntaxError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
    EOFError,
)


@dataclass
class Allowance:
    """What is left to unpack, over the whole file and what is embedded in it."""

    bytes: int = UNPACKED_MEGABYTES * MEGABYTE
    parts: int = MOST_PARTS

    def take(self, size: int = 0, parts: int = 0) -> None:
        self.bytes -= size
        self.parts -= parts
        if self.bytes < 0 or self.parts < 0:
            raise Unfit(Flaw.UNPACKS_TO_TOO_MUCH)


@dataclass
class Archive:
    """One archive, walked through once. `told` keeps the parts that say what it is."""

    file: BinaryIO
    allowance: Allowance
    is_embedded: bool = False
    told: dict[str, bytes] = field(default_factory=dict)

    def walk(self) -> None:
        """Unpack every part. Raises `Unfit`, or one of `UNREADABLE`."""
        size = _size_if_readable(self.file)
        with zipfile.ZipFile(self.file) as container:
            members = container.infolist()
            self.allowance.take(parts=len(members))
            _refuse_misleading(members, size)
            for member in members:
                self._unpack(container, member)
        _refuse_macros(self.content_types())

    def _unpack(self, container: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
        declared = member.file_size
        pieces = _contents(container, member, self.allowance)
        first = next(pieces, b"")
        if first.startswith((ARCHIVE, OLD_OFFICE)):
            size = self._keep_embedded(member.filename, first, pieces)
        elif member.filename in TELLING:
            self.told[member.filename] = first + b"".join(pieces)
            size = len(self.told[member.filename])
        else:
            size = len(first) + sum(len(piece) for piece in pieces)
        if size != declared:
            raise Unfit

    def _keep_embedded(self, name: str, first: bytes, pieces: Iterator[bytes]) -> int:
        """An archive inside: only where office programs put one, and only one storey deep."""
        if not EMBEDDED.search(name):
            raise Unfit(Flaw.NESTED if first.startswith(ARCHIVE) else Flaw.MACROS)
        if self.is_embedded:
            raise Unfit(Flaw.NESTED)
        with SpooledTemporaryFile(MEGABYTE) as inner:
            inner.write(first)
            for piece in pieces:
                inner.write(piece)
            if first.startswith(ARCHIVE):
                Archive(inner, self.allowance, is_embedded=True).walk()
            return inner.seek(0, os.SEEK_END)

    def content_types(self) -> set[str]:
        """As an office program reads them: parsed, not searched for."""
        if CONTENT_TYPES not in self.told:
            return set()
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        root = etree.fromstring(self.told[CONTENT_TYPES], parser)
        if root.getroottree().docinfo.doctype:
            raise Unfit
        return {element.get("ContentType", "") for element in root.iter(etree.Element)}


def check_office(file: BinaryIO, media_type: str) -> None:
    _check(file, lambda archive: MAIN_TYPES[media_type] in archive.content_types())


def check_opendocument(file: BinaryIO, media_type: str) -> None:
    def is_that(archive: Archive) -> bool:
        if b"encryption-data" in archive.told.get(MANIFEST, b""):
            raise Unfit(Flaw.LOCKED)
        return archive.told.get(MIMETYPE, b"").strip() == media_type.encode()

    _check(file, is_that)


def _check(file: BinaryIO, is_that: Callable[[Archive], bool]) -> None:
    start = file.read(len(OLD_OFFICE))
    if start == OLD_OFFICE:
        raise Unfit(Flaw.LOCKED)
    if not start.startswith(ARCHIVE):
        raise Unfit
    archive = Archive(file, Allowance())
    try:
        archive.walk()
        fits = is_that(archive)
    except UNREADABLE as unreadable:
        raise Unfit from unreadable
    if not fits:
        raise Unfit


def _size_if_readable(file: BinaryIO) -> int:
    """The file's size. Refuses a directory that would fill the memory before it can be counted."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - END_BYTES - LONGEST_COMMENT))
    tail = file.read()
    (directory,) = struct.unpack_from("<L", tail, tail.rindex(END) + 12)
    if LARGE_END in tail or directory > LARGEST_DIRECTORY:
        raise Unfit(Flaw.UNPACKS_TO_TOO_MUCH)
    return size


def _refuse_misleading(members: list[zipfile.ZipInfo], size: int) -> None:
    """Names that lead elsewhere or stand twice; parts that share their bytes or are locked."""
    names = [member.orig_filename for member in members]
    if any(_leads_elsewhere(name) for name in names):
        raise Unfit
    if len({name.casefold() for name in names}) < len(names):
        raise Unfit
    if sum(member.compress_size for member in members) > size:
        raise Unfit(Flaw.UNPACKS_TO_TOO_MUCH)
    if any(member.flag_bits & 1 for member in members):
        raise Unfit(Flaw.LOCKED)
    if any(MACRO_PARTS.search(name) for name in names):
        raise Unfit(Flaw.MACROS)


def _leads_elsewhere(name: str) -> bool:
    parts = name.split("/")
    return "" in parts[:-1] or ".." in parts or "\\" in name or ":" in name or "\x00" in name


def _contents(
    container: zipfile.ZipFile, member: zipfile.ZipInfo, allowance: Allowance
) -> Iterator[bytes]:
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unfit
    limit = LARGEST_TELLING if member.filename in TELLING else allowance.bytes
    # `zipfile` stops at the declared size, and other programs do not: so it is told none.
    member.file_size = limit + 1
    del member.CRC
    with container.open(member) as stream:
        read = 0
        while chunk := stream.read(CHUNK_BYTES):
            read += len(chunk)
            allowance.take(size=len(chunk))
            if read > limit:
                raise Unfit(Flaw.UNPACKS_TO_TOO_MUCH)
            yield chunk


def _refuse_macros(content_types: set[str]) -> None:
    if any(word in kind.lower() for kind in content_types for word in MACRO_TYPES):
        raise Unfit(Flaw.MACROS)
