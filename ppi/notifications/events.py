from ppi.kernel.events import Event

# Deliveries stand in the database and wait to be sent.
promised = Event("notifications.promised")
