"""TXT and CSV: UTF-8 from the first byte to the last, without control characters."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO

from ppi.documents.choices import Flaw, Unfit

CHUNK_BYTES = 1024 * 1024
# All but tab, line feed and carriage return.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def check_text(file: BinaryIO, media_type: str) -> None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(CHUNK_BYTES):
            _refuse_control(decoder.decode(chunk))
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as broken:
        raise Unfit(Flaw.NOT_UTF8) from broken


def _refuse_control(text: str) -> None:
    if CONTROL.search(text):
        raise Unfit(Flaw.NOT_UTF8)
