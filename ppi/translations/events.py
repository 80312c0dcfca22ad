from ppi.kernel.events import Event

# A translation of one of its fields was stored, replaced or reviewed. Carries the object as
# `model`, its label such as "tenders.opportunity", and `object_id`.
kept = Event("translations.kept")
