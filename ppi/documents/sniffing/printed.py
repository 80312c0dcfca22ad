"""PDF: begins and ends as one, and everybody may open it."""

from __future__ import annotations

import os
import re
from typing import BinaryIO

from ppi.documents.choices import Flaw, Unfit

# Readers look for the end mark in so many last bytes (ISO 32000-1, annex H.3.18).
TAIL_BYTES = 1024
CHUNK_BYTES = 1024 * 1024
# The trailer names the dictionary of encryption. It is never itself compressed.
ENCRYPTED = re.compile(rb"/Encrypt[\s\x00]*(\d{1,10}\s+\d{1,5}\s+R|<<)")
OVERLAP_BYTES = 64


def check_pdf(file: BinaryIO, media_type: str) -> None:
    if file.read(5) != b"%PDF-":
        raise Unfit
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - TAIL_BYTES))
    if b"%%EOF" not in file.read():
        raise Unfit(Flaw.CUT_OFF)
    file.seek(0)
    _refuse_encrypted(file)


def _refuse_encrypted(file: BinaryIO) -> None:
    """A protected file is closed to the virus scanner, and to people who read by machine."""
    before = b""
    while chunk := file.read(CHUNK_BYTES):
        if ENCRYPTED.search(before + chunk):
            raise Unfit(Flaw.LOCKED)
        before = chunk[-OVERLAP_BYTES:]
