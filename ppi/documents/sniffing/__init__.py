"""Is a file what its name says? Read from its content, never from what the browser claims."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from ppi.documents.choices import ACCEPTED, Unfit
from ppi.documents.naming import ending_of, safe_name
from ppi.documents.sniffing import containers, pictures, printed, texts
from ppi.kernel.verdicts import Refused

# Each reads the file from its beginning, and raises `Unfit` for a file that cannot be taken.
LOOKS: dict[str, Callable[[BinaryIO, str], None]] = {
    "pdf": printed.check_pdf,
    "png": pictures.check_png,
    "jpeg": pictures.check_jpeg,
    "office": containers.check_office,
    "opendocument": containers.check_opendocument,
    "text": texts.check_text,
}


def media_type(upload: UploadedFile) -> str:
    """The media type to serve the file as. Raises `Refused`, with a sentence that says why not."""
    ending = ending_of(upload.name)
    if ending not in ACCEPTED:
        raise Refused(
            _("«%(name)s» cannot be taken: use PDF, DOCX, XLSX, ODT, ODS, PNG, JPG, TXT or CSV.")
            % {"name": safe_name(upload.name)}
        )
    kind = ACCEPTED[ending]
    upload.seek(0)
    try:
        LOOKS[kind.content](upload.file, kind.media_type)
    except Unfit as unfit:
        raise Refused(unfit.flaw.sentence(safe_name(upload.name), ending)) from unfit
    finally:
        upload.seek(0)
    return kind.media_type
