from ppi.kernel.events import Event

asked = Event("assistant.asked")
