from ppi.kernel.events import Event

# A draft became public, or a new stage arrived with a notice.
published = Event("tenders.published")
# What is public changed: a new version.
changed = Event("tenders.changed")
withdrawn = Event("tenders.withdrawn")
