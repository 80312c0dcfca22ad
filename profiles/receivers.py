"""Thin wires: the directory is never behind what it lists."""

from ppi.organisations import events as organisations
from profiles import cards, events

for event in (events.published, events.changed, events.withdrawn):
    event.companion(cards.of_profile)
for event in (
    organisations.verified,
    organisations.changed,
    organisations.suspended,
    organisations.asked_again,
):
    event.companion(cards.of_organisation)
