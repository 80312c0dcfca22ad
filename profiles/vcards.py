"""A profile for an address book: vCard 4.0 (RFC 6350), the organisation first, then its people."""

from __future__ import annotations

from collections.abc import Iterable

from icalendar import vText
from icalendar.cal import Component

from ppi.kernel.characters import one_line
from ppi.taxonomy.countries import country_name
from profiles.models import Contact, Profile

MEDIA_TYPE = "text/vcard; charset=utf-8"


class Card(Component):
    """Lines are escaped and folded as in iCalendar, whose form vCard shares."""

    name = "VCARD"

    def __init__(self, kind: str, said: str, url: str) -> None:
        super().__init__()
        # The first line of all (RFC 6350, section 6.7.9).
        self.say("version", "4.0")
        self.say("kind", kind)
        self.say("fn", said)
        self.add("source", url)

    def say(self, name: str, text: str) -> None:
        if text:
            self.add(name, vText(one_line(text)))


def cards(profile: Profile, contacts: Iterable[Contact], url: str) -> bytes:
    """`contacts`: those who agreed to be shown. `url`: the profile's page."""
    made = [_of_organisation(profile, url), *(_of_person(each, url) for each in contacts)]
    return b"".join(card.to_ical(sorted=False) for card in made)


def _of_organisation(profile: Profile, url: str) -> Card:
    organisation = profile.organisation
    card = Card("org", organisation.name, url)
    card.say("org", organisation.name)
    card.say("note", profile.headline)
    card.add("url", organisation.website or url)
    card.say("lang", profile.language)
    card.say("x-country", country_name(organisation.country, "en"))
    return card


def _of_person(contact: Contact, url: str) -> Card:
    card = Card("individual", contact.name, url)
    card.say("org", contact.organisation.name)
    card.say("title", contact.position)
    card.say("email", contact.email)
    card.say("tel", contact.phone)
    return card
