from ppi.kernel.events import Event

# Each carries `profile_id`. A profile became public.
published = Event("profiles.published")
# What is public changed: texts, codes, or a product added, changed, hidden or taken off.
changed = Event("profiles.changed")
# The company hid it, or a moderator removed it.
withdrawn = Event("profiles.withdrawn")
# Carries `product_id`: the row is gone by the time a receiver hears of it.
product_deleted = Event("profiles.product_deleted")
