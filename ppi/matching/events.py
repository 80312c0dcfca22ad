from ppi.kernel.events import Event

# New matches of one opportunity stand in the database.
matched = Event("matching.matched")
