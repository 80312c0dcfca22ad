from ppi.kernel.events import Event

# What the public finds is another than before. Carries `model` ("tenders.Opportunity"), `new` and
# `changed`: ids of objects that came into the index, or read otherwise than before, and `removed`:
# [id, title] of those that left it.
indexed = Event("search.indexed")
