"""Finds the translation files of an eForms SDK release in a folder, an archive or at a URL.

Nothing is ever unpacked to disk: members are read one by one, within limits, so that neither a
path that leaves its folder nor a bomb can do harm. Such archives are refused all the same.
"""

from __future__ import annotations

import gzip
import re
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from ppi.taxonomy import download

MEGABYTE = 1024 * 1024
LARGEST_FILE = 32 * MEGABYTE
LARGEST_ARCHIVE = 400 * MEGABYTE
LARGEST_CONTENT = 4096 * MEGABYTE
MOST_MEMBERS = 100_000
LONGEST_DOWNLOAD_SECONDS = 300
WANTED = re.compile(r"(?:.*/)?translations/code_([a-z]{2})\.xml")
ZIP_MAGIC, GZIP_MAGIC = b"PK\x03\x04", b"\x1f\x8b"


class SourceRefused(Exception):
    """A source that cannot be used; the message is a sentence for the operator."""


def translation_files(source: str, languages: list[str]) -> dict[str, bytes]:
    """The content of `translations/code_xx.xml` by language; English must be there."""
    found = {
        language: content for language, content in found_in(source).items() if language in languages
    }
    if "en" not in found:
        raise SourceRefused(
            f"{source} is not an eForms SDK release: it has no translations/code_en.xml."
        )
    return found


def found_in(source: str) -> dict[str, bytes]:
    if "://" in source:
        return from_url(source)
    path = Path(source)
    if path.is_dir():
        return from_folder(path)
    if path.is_file():
        return from_archive(path)
    raise SourceRefused(f"There is no folder or file {source}.")


def from_url(url: str) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "release"
        try:
            with path.open("wb") as file:
                download.fetch(
                    url, file, bytes_at_most=LARGEST_ARCHIVE, seconds=LONGEST_DOWNLOAD_SECONDS
                )
        except download.Refused as refusal:
            raise SourceRefused(str(refusal)) from None
        return from_archive(path, name=url)


def from_folder(folder: Path) -> dict[str, bytes]:
    """From the release itself, or from the one folder that holds it."""
    for root in (folder, *sorted(child for child in folder.iterdir() if child.is_dir())):
        files = sorted((root / "translations").glob("code_??.xml"))
        if files:
            return {file.stem.removeprefix("code_"): content_of(file) for file in files}
    return {}


def content_of(file: Path) -> bytes:
    with file.open("rb") as stream:
        return limited(stream, file.name)


def from_archive(path: Path, name: str = "") -> dict[str, bytes]:
    name = name or str(path)
    with path.open("rb") as stream:
        magic = stream.read(4)
    try:
        if magic == ZIP_MAGIC:
            return nearest(zip_members(path))
        if magic[:2] == GZIP_MAGIC:
            return nearest(tar_members(path))
    except (zipfile.BadZipFile, tarfile.TarError, OSError, EOFError, zlib.error) as failure:
        raise SourceRefused(f"{name} is a damaged archive: {failure}") from None
    raise SourceRefused(f"{name} is neither a folder nor a .tar.gz or .zip archive.")


def nearest(members: Iterator[tuple[str, bytes]]) -> dict[str, bytes]:
    """Where a release nests another, the files nearest to the top count."""
    found: dict[str, tuple[int, bytes]] = {}
    for name, content in members:
        language, depth = WANTED.fullmatch(name)[1], name.count("/")
        if language not in found or depth < found[language][0]:
            found[language] = (depth, content)
    return {language: content for language, (_depth, content) in found.items()}


def zip_members(path: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        infos = archive.infolist()
        check_number(len(infos))
        for info in infos:
            check_name(info.filename)
            if WANTED.fullmatch(info.filename):
                if info.flag_bits & 1:
                    raise SourceRefused(f"{info.filename} is encrypted.")
                with archive.open(info) as stream:
                    yield info.filename, limited(stream, info.filename)


def tar_members(path: Path) -> Iterator[tuple[str, bytes]]:
    """Read as a stream: links are never followed, and what is unpacked is counted."""
    with (
        gzip.open(path) as unpacked,
        tarfile.open(fileobj=Counted(unpacked), mode="r|") as archive,
    ):
        for number, member in enumerate(archive, start=1):
            check_number(number)
            check_name(member.name)
            if member.isreg() and WANTED.fullmatch(member.name):
                yield member.name, limited(archive.extractfile(member), member.name)


class Counted:
    """A stream that refuses to go on past `LARGEST_CONTENT` bytes."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.taken = 0

    def read(self, size: int = -1) -> bytes:
        block = self.stream.read(size)
        self.taken += len(block)
        if self.taken > LARGEST_CONTENT:
            raise SourceRefused(f"The archive unpacks to more than {LARGEST_CONTENT:,} bytes.")
        return block


def limited(stream: IO[bytes], name: str) -> bytes:
    content = stream.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise SourceRefused(f"{name} is larger than {LARGEST_FILE:,} bytes.")
    return content


def check_number(members: int) -> None:
    if members > MOST_MEMBERS:
        raise SourceRefused(f"The archive holds more than {MOST_MEMBERS:,} files.")


def check_name(name: str) -> None:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or re.match(r"[A-Za-z]:", name):
        raise SourceRefused(f"The archive holds a file that would leave its folder: {name}")
