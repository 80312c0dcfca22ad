"""Is a file what its name says? Read from the first bytes and, for containers, their members."""

from __future__ import annotations

import struct
import unicodedata
import zipfile
from pathlib import PurePosixPath

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from ppi.documents.choices import ACCEPTED, ZIP_MEMBERS
from ppi.kernel.verdicts import Refused

MAGIC = {
    "pdf": b"%PDF-",
    "png": b"\x89PNG\r\n\x1a\n",
    "jpeg": b"\xff\xd8\xff",
    "zip": b"PK\x03\x04",
}
# An office file that unpacks to more than this is a bomb.
UNPACKED_LIMIT_BYTES = 500 * 1024 * 1024
HEAD_BYTES = 8192
# What `zipfile` raises for containers that are broken, or were made to break it.
UNREADABLE_CONTAINER = (
    zipfile.BadZipFile,
    NotImplementedError,
    ValueError,
    OSError,
    struct.error,
    EOFError,
)


def media_type(upload: UploadedFile) -> str:
    """The media type to serve the file as. Raises `Refused` when it is not what its name says."""
    ending = ending_of(upload.name)
    if ending not in ACCEPTED:
        raise Refused(
            _(
                "Files of this kind cannot be taken: "
                "use PDF, DOCX, XLSX, ODT, ODS, PNG, JPG, TXT or CSV."
            )
        )
    served_as, content = ACCEPTED[ending]
    if not _looks_like(content, upload) or not _holds_its_members(ending, upload):
        raise Refused(
            _("«%(name)s» is not what its name says: it is no %(ending)s file.")
            % {"name": safe_name(upload.name), "ending": ending[1:].upper()}
        )
    return served_as


def ending_of(name: str) -> str:
    return PurePosixPath(safe_name(name)).suffix.lower()


def safe_name(name: str) -> str:
    """The name without path, control and direction-changing characters, at most 120 long."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in base if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"})
    stem, dot, ending = kept.strip(" .").rpartition(".")
    return f"{stem[:110]}{dot}{ending[:8]}" or "file"


def _head(upload: UploadedFile) -> bytes:
    upload.seek(0)
    head = upload.read(HEAD_BYTES)
    upload.seek(0)
    return head


def _looks_like(content: str, upload: UploadedFile) -> bool:
    head = _head(upload)
    if content != "text":
        return head.startswith(MAGIC[content])
    # A multi-byte character may be cut in two at the end of the head.
    text = head.decode("utf-8", errors="ignore")
    return b"\x00" not in head and len(text.encode()) >= len(head) - 3


def _holds_its_members(ending: str, upload: UploadedFile) -> bool:
    if ending not in ZIP_MEMBERS:
        return True
    try:
        with zipfile.ZipFile(upload) as container:
            members = container.infolist()
            small = sum(member.file_size for member in members) <= UNPACKED_LIMIT_BYTES
            return small and ZIP_MEMBERS[ending] in {member.filename for member in members}
    except UNREADABLE_CONTAINER:
        return False
    finally:
        upload.seek(0)
