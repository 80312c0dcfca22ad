from ppi.kernel.events import Event

# A file is kept that the virus scanner has not seen: `document_id`.
attached = Event("documents.attached")
