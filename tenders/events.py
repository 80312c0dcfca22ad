from ppi.kernel.events import Event

# A draft became public, or a new stage arrived with a notice.
published = Event("tenders.published")
# What is public changed: a new version.
changed = Event("tenders.changed")
withdrawn = Event("tenders.withdrawn")
# A draft waits for an owner's approval, or was not approved; carries the reason.
approval_asked = Event("tenders.approval_asked")
approval_declined = Event("tenders.approval_declined")
# A firm was invited by mail.
invited = Event("tenders.invited")
# Twelve months after a result: what came of it?
follow_up_due = Event("tenders.follow_up_due")
