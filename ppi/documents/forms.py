"""The field with which a page asks for a file; what may be sent is said here once."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.functional import lazystr
from django.utils.translation import gettext as _

from ppi.documents.choices import ENDINGS


class DocumentField(forms.FileField):
    """An optional file, empty ones too: `documents.services.attach` decides what can be taken,
    and says of which file it speaks."""

    def __init__(self, **options) -> None:
        options = {
            "required": False,
            "allow_empty_file": True,
            "help_text": lazystr(Accepted()),
            "widget": forms.ClearableFileInput(attrs={"accept": ENDINGS}),
        } | options
        super().__init__(**options)


class Accepted:
    def __str__(self) -> str:
        return _("PDF, DOCX, XLSX, ODT, ODS, PNG, JPG, TXT or CSV, at most %(limit)s MB.") % {
            "limit": settings.PPI_UPLOAD_LIMIT_MB
        }
