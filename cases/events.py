from ppi.kernel.events import Event

published = Event("cases.published")
# What is public changed.
changed = Event("cases.changed")
withdrawn = Event("cases.withdrawn")
