"""Sends a file so that no browser runs it: as an attachment, with its own type, from a sandbox."""

from __future__ import annotations

from django.http import FileResponse, Http404

from ppi.documents.models import Document, Scan


def response(document: Document) -> FileResponse:
    """Stream the file. The caller has made sure that the reader may see what it belongs to."""
    if document.scan not in (Scan.CLEAN, Scan.SKIPPED) or document.removed_at:
        raise Http404
    answer = FileResponse(
        document.file.open("rb"),
        as_attachment=True,
        filename=document.name,
        content_type=document.media_type,
    )
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer
