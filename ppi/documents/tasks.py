from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from ppi.documents import services
from ppi.kernel.jobs import job

# A scanner that is away is asked again for as long as the file waits.
SCAN_AGAIN = timedelta(minutes=5)


@job
def scan_document(document_id: int) -> None:
    """Release the file, or block it for good, as the scanner says."""
    if not services.scan(document_id):
        scan_document.later(document_id=document_id, due_at=timezone.now() + SCAN_AGAIN)
