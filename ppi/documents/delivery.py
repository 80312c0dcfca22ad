"""Sends a file so that no browser runs it: as an attachment, with its own type, from a sandbox."""

from __future__ import annotations

import logging
import unicodedata
from urllib.parse import quote

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from ppi.documents.models import Document

logger = logging.getLogger(__name__)

# What RFC 5987 lets stand in an extended value without encoding it.
UNENCODED = "!#$&+-.^_`|~"


def response(document: Document, request: HttpRequest) -> HttpResponseBase:
    """Stream the file, or say that the reader's copy is still good (304).

    The caller has made sure that the reader may see what it belongs to. A file that is blocked or
    removed is not found.
    """
    if not document.is_delivered:
        raise Http404
    uploaded_at = int(document.uploaded_at.timestamp())
    unchanged = get_conditional_response(request, f'"{document.sha256}"', uploaded_at)
    answer = unchanged or _stream(document)
    answer["Last-Modified"] = http_date(uploaded_at)
    answer["ETag"] = f'"{document.sha256}"'
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = _kept_how(request)
    return answer


def _stream(document: Document) -> FileResponse:
    try:
        content = document.file.open("rb")
    except FileNotFoundError as missing:
        logger.error("The file of document %s is missing: %s", document.pk, document.file.name)
        raise Http404 from missing
    answer = FileResponse(content, content_type=document.media_type)
    answer["Content-Length"] = document.bytes
    answer["Content-Disposition"] = disposition(document.name)
    return answer


def _kept_how(request: HttpRequest) -> str:
    """A visitor sees only what is public; even that may be withdrawn, so the copy is asked about.

    What somebody signed in reads may be private: their browser keeps no copy at all.
    """
    return "private, no-store" if request.user.is_authenticated else "no-cache"


def disposition(name: str) -> str:
    """RFC 6266: a name in ASCII for old programs, the true one where it has other letters."""
    letters = (c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    plain = "".join(c if " " <= c <= "~" and c not in '"\\%' else "_" for c in letters)
    attachment = f'attachment; filename="{plain}"'
    if plain == name:
        return attachment
    return f"{attachment}; filename*=UTF-8''{quote(name, safe=UNENCODED)}"
