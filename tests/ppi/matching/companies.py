"""Companies with public profiles, as many as a test needs."""

from __future__ import annotations

from ppi.accounts.models import User
from ppi.organisations.choices import Kind, Role, Status
from ppi.organisations.models import Membership, Organisation
from ppi.portals.models import Portal
from profiles import services
from profiles.models import Profile

LAMPS = {
    "headline": "Street lamps with sensors",
    "about": "Our lamps burn only where somebody walks.",
    "cpv": ["34928510"],
    "nuts": ["DK"],
    "languages": ["en"],
}


def company(slug: str, home: Portal, **facts) -> Organisation:
    known = {"kind": Kind.SUPPLIER, "country": "DK", "language": "en", "status": Status.VERIFIED}
    name = slug.replace("-", " ").capitalize()
    return Organisation.objects.create(slug=slug, name=name, portal=home, **(known | facts))


def profiled(organisation: Organisation, **facts) -> Profile:
    return services.keep_profile(
        organisation, **({"portal": organisation.portal, "language": "en"} | LAMPS | facts)
    )


def employee(email: str, of: Organisation, role: str = Role.READER, **facts) -> User:
    person = User.objects.create_user(email, name=email.partition("@")[0], **facts)
    Membership.objects.managed_by(of).create(organisation=of, user=person, role=role)
    return person
