"""What may be uploaded, and in which words a file is refused."""

from __future__ import annotations

from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(NamedTuple):
    # As it is served.
    media_type: str
    # What the content must look like: a name in `sniffing.LOOKS`.
    content: str


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"

# The type is read from the content and must agree with the ending of the name.
ACCEPTED = {
    ".pdf": Kind("application/pdf", "pdf"),
    ".docx": Kind(DOCX, "office"),
    ".xlsx": Kind(XLSX, "office"),
    ".odt": Kind(ODT, "opendocument"),
    ".ods": Kind(ODS, "opendocument"),
    ".png": Kind("image/png", "png"),
    ".jpg": Kind("image/jpeg", "jpeg"),
    ".jpeg": Kind("image/jpeg", "jpeg"),
    ".txt": Kind("text/plain; charset=utf-8", "text"),
    ".csv": Kind("text/csv; charset=utf-8", "text"),
}
# What a picker of files offers.
ENDINGS = ",".join(ACCEPTED)

# A picture of 40 megapixels fills 160 MB of a reader's memory.
MOST_MEGAPIXELS = 40
# What an office file may unpack to, all its parts together, and how many parts it may have.
UNPACKED_MEGABYTES = 300
MOST_PARTS = 5000


class Flaw(models.TextChoices):
    """What is wrong with the content; the label is the sentence that its uploader reads."""

    NOT_THAT = "not-that", _("«%(name)s» is not what its name says: it is no %(ending)s file.")
    CUT_OFF = "cut-off", _("«%(name)s» is not whole: its end is missing. Save it once more.")
    LOCKED = (
        "locked",
        _(
            "«%(name)s» is protected, or saved in an old format. "
            "Save it as %(ending)s without a password, then upload it again."
        ),
    )
    MACROS = (
        "macros",
        _("«%(name)s» contains macros. Save it without them, then upload it again."),
    )
    NESTED = (
        "nested",
        _("«%(name)s» contains another archive. Take that out, then upload it again."),
    )
    TOO_MANY_PIXELS = (
        "pixels",
        _("«%(name)s» is too large a picture: it may have %(megapixels)s million pixels."),
    )
    UNPACKS_TO_TOO_MUCH = (
        "unpacks",
        _(
            "«%(name)s» unpacks to too much: "
            "it may hold %(unpacked)s MB in %(parts)s parts. Split it."
        ),
    )
    NOT_UTF8 = (
        "not-utf8",
        _("«%(name)s» is not plain text in UTF-8. Save it as UTF-8, then upload it again."),
    )

    def sentence(self, name: str, ending: str) -> str:
        return str(self.label) % {
            "name": name,
            "ending": ending.removeprefix(".").upper(),
            "megapixels": MOST_MEGAPIXELS,
            "unpacked": UNPACKED_MEGABYTES,
            "parts": MOST_PARTS,
        }


class Unfit(Exception):
    """The content of a file cannot be taken. `flaw` says why."""

    def __init__(self, flaw: Flaw = Flaw.NOT_THAT) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


class Scan(models.TextChoices):
    """What the virus scanner said."""

    WAITING = "waiting", _("being checked for viruses")
    CLEAN = "clean", _("no virus found")
    SKIPPED = "skipped", _("not scanned: no scanner is set up")
    INFECTED = "infected", _("a virus was found: it cannot be downloaded")


# What readers get.
DELIVERED = (Scan.CLEAN, Scan.SKIPPED)
