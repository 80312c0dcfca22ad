from ppi.kernel.events import Event

published = Event("library.published")
# What is public changed.
changed = Event("library.changed")
withdrawn = Event("library.withdrawn")
