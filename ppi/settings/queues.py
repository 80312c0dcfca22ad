"""A queue for each kind of work, and what waits in it: the one place that says so."""

# A worker of several empties them in this order.
QUEUES = ["pulse", "interactive", "match", "mail", "index", "import", "calls"]
# What is not named below waits here.
DEFAULT_QUEUE = "interactive"
# How the name of a task or job begins → its queue. None of these begins another.
QUEUE_OF = {
    # What keeps the house going waits for no job but the one that is being run.
    "ppi.kernel.tasks.sweep": "pulse",
    "ppi.matching.": "match",
    # Who is matched, and who finds: thousands, when a year of notices is imported.
    "ppi.notifications.tasks.tell_matched": "match",
    "ppi.notifications.tasks.tell_who_searched": "match",
    "ppi.notifications.tasks.send": "mail",
    # To servers of strangers, which may let us wait: behind all that they could hold up.
    "ppi.notifications.tasks.call_webhooks": "calls",
    "ppi.notifications.tasks.push_messages": "calls",
    "ppi.portals.mails.": "mail",
    "ppi.search.": "index",
    # What comes from outside and may take long, and what nobody waits for.
    "tenders.importing.": "import",
    "ppi.documents.": "import",
    "ppi.kernel.tasks.forget_": "import",
    "tenders.tasks.forget_": "import",
}
