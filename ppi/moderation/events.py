from ppi.kernel.events import Event

submitted = Event("moderation.submitted")
decided = Event("moderation.decided")
reported = Event("moderation.reported")
# A report was answered: the content was removed or kept, with a reason.
settled = Event("moderation.settled")
# Content was removed: once, with the report on which the moderator decided.
removed = Event("moderation.removed")
