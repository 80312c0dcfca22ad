from ppi.kernel.events import Event

# What the public finds is another than before. Carries `model` ("tenders.Opportunity") and ids of
# objects: `new` ones came into the index, `changed` ones read otherwise than before, `translated`
# ones can merely be read in other languages; `removed`: [id, title] of those that left it. And
# `at`, when that was so (ISO 8601).
indexed = Event("search.indexed")
