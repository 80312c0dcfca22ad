from ppi.kernel.events import Event

# New matches of one opportunity stand in the database.
matched = Event("matching.matched")
# A profile that has just become public fits needs that were open already. Carries `profile_id`.
profile_matched = Event("matching.profile_matched")
# Something satisfies saved searches that did not before. Carries `hit_ids`, some hundred at a time.
found = Event("matching.found")
# A starred thing changed or was taken off. Carries `news_ids`, rows of `StarredNews`.
starred_changed = Event("matching.starred_changed")
# What counts for the companies of one portal was changed. Carries `portal_id`.
weighed = Event("matching.weighed")
