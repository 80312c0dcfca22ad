from ppi.kernel.events import Event

# A draft became public, or a new stage arrived with a notice.
published = Event("tenders.published")
# What is public changed: a new version.
changed = Event("tenders.changed")
withdrawn = Event("tenders.withdrawn")
# A draft waits for an owner's approval, or was not approved. They carry the audit entry that says
# so, because the same draft may be asked for and declined several times.
APPROVAL_ASKED, APPROVAL_DECLINED = "opportunity.approval_asked", "opportunity.approval_declined"
approval_asked = Event("tenders.approval_asked")
approval_declined = Event("tenders.approval_declined")
# Firms were invited by mail; carries their rows' ids.
firms_invited = Event("tenders.firms_invited")
# Twelve months after a result: what came of it?
follow_up_due = Event("tenders.follow_up_due")
# A colleague put something on a company's desk into somebody's hands, or sent it on to them.
handed_over = Event("tenders.handed_over")
