from ppi.kernel.events import Event

# Deliveries of one channel stand in the database and wait to be sent: some hundreds at a time.
promised = Event("notifications.promised")
# Digests stand in the database and wait to be sent: some hundreds at a time.
digests_opened = Event("notifications.digests_opened")
