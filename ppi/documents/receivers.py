from ppi.documents import events, tasks


@events.attached.receiver
def scan_what_was_attached(document_id: int) -> None:
    tasks.scan_document.later(document_id=document_id)
