"""Companies with public profiles, as many as a test needs."""

from __future__ import annotations

from ppi.accounts.models import User
from ppi.matching import gists
from ppi.organisations.choices import Kind, Role, Status
from ppi.organisations.models import Membership, Organisation
from ppi.portals.models import Portal
from profiles import services
from profiles.models import Product, Profile

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
    """Published, and read as its job would read it a moment later."""
    known = {"portal": organisation.portal, "language": "en"} | LAMPS
    profile = services.keep_profile(organisation, **(known | facts))
    products = Product.objects.shown_with([profile]).values_list("pk", flat=True)
    gists.refresh(Profile, [profile.pk])
    gists.refresh(Product, list(products))
    return profile


def employee(email: str, of: Organisation, role: str = Role.READER, **facts) -> User:
    person = User.objects.create_user(email, name=email.partition("@")[0], **facts)
    Membership.objects.managed_by(of).create(organisation=of, user=person, role=role)
    return person
