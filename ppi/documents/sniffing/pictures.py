"""PNG and JPEG: the size in pixels stands in the header, and nothing is decoded to read it."""

from __future__ import annotations

import os
import struct
from typing import BinaryIO

from ppi.documents.choices import MOST_MEGAPIXELS, Flaw, Unfit

# The signature, then the header chunk, which is always the first and 13 bytes long.
PNG_START = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"
JPEG_START = b"\xff\xd8"
# A frame starts with C0 to CF; but C4 and CC are tables, and C8 is reserved.
FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# Marks without a length: temporary, and restarts.
BARE = {0x01, *range(0xD0, 0xD8)}
SCAN_OR_END = {0xD9, 0xDA}
# Segments before the frame: metadata, colour profile, preview. Each may hold 64 KB.
MOST_SEGMENTS = 1000
MOST_FILL_BYTES = 16


def check_png(file: BinaryIO, media_type: str) -> None:
    _check_size(*png_size(file))


def check_jpeg(file: BinaryIO, media_type: str) -> None:
    _check_size(*jpeg_size(file))


def png_size(file: BinaryIO) -> tuple[int, int]:
    """Width and height in pixels, read from the header. Raises `Unfit`."""
    if file.read(len(PNG_START)) != PNG_START:
        raise Unfit
    return _unpacked(">II", file)


def jpeg_size(file: BinaryIO) -> tuple[int, int]:
    """Width and height in pixels, read from the first frame. Raises `Unfit`."""
    if file.read(2) != JPEG_START:
        raise Unfit
    for _segment in range(MOST_SEGMENTS):
        mark = _next_mark(file)
        if mark in FRAMES:
            _length, _precision, height, width = _unpacked(">HBHH", file)
            return width, height
        if mark in SCAN_OR_END:
            raise Unfit
        if mark not in BARE:
            _skip_segment(file)
    raise Unfit


def _next_mark(file: BinaryIO) -> int:
    """The byte after 0xFF; more than one 0xFF is allowed as filling."""
    if file.read(1) != b"\xff":
        raise Unfit
    for _fill in range(MOST_FILL_BYTES):
        (mark,) = _unpacked("B", file)
        if mark != 0xFF:
            return mark
    raise Unfit


def _skip_segment(file: BinaryIO) -> None:
    (length,) = _unpacked(">H", file)
    # The length counts itself.
    if length < 2:
        raise Unfit
    file.seek(length - 2, os.SEEK_CUR)


def _unpacked(layout: str, file: BinaryIO) -> tuple[int, ...]:
    content = file.read(struct.calcsize(layout))
    if len(content) < struct.calcsize(layout):
        raise Unfit(Flaw.CUT_OFF)
    return struct.unpack(layout, content)


def _check_size(width: int, height: int) -> None:
    if not width or not height:
        raise Unfit
    if width * height > MOST_MEGAPIXELS * 1_000_000:
        raise Unfit(Flaw.TOO_MANY_PIXELS)
