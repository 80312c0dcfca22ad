from ppi.kernel.events import Event

published = Event("network.published")
# What is public changed.
changed = Event("network.changed")
withdrawn = Event("network.withdrawn")
