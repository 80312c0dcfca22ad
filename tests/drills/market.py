"""A market in which many companies wait for the same need: written straight into the tables."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from ppi.accounts.models import User
from ppi.matching import gists
from ppi.moderation.models import Submission
from ppi.organisations.choices import Kind, Role, Status
from ppi.organisations.models import Membership, Organisation
from ppi.portals.models import Portal
from profiles.choices import Status as ProfileStatus
from profiles.models import Profile
from tenders import services
from tenders.models import Opportunity

LIGHTING = "34993000"
NEED = {
    "kind": "call",
    "title": "Light only where somebody walks",
    "language": "da",
    "need": "The lamps burn all night although nobody walks there.",
    "cpv": [LIGHTING],
    "contract": "supplies",
    "strategic": ["inn-pur"],
    "value": 90_000,
}


def companies(home: Portal, number: int) -> list[User]:
    """So many companies of one person each, all of which make what the need asks for."""
    people = User.objects.bulk_create(
        User(email=f"seller-{n}@company.example", name=f"Seller {n}", password="!")
        for n in range(number)
    )
    made = Organisation.objects.everywhere("a drill").bulk_create(
        Organisation(
            slug=f"company-{n}",
            name=f"Company {n}",
            kind=Kind.SUPPLIER,
            country="DK",
            portal=home,
            status=Status.VERIFIED,
        )
        for n in range(number)
    )
    Membership.objects.everywhere("a drill").bulk_create(
        Membership(organisation=company, user=person, role=Role.OWNER)
        for company, person in zip(made, people, strict=True)
    )
    _profiles(home, made)
    return people


def _profiles(home: Portal, made: list[Organisation]) -> None:
    rows = Profile.objects.everywhere("a drill").bulk_create(
        Profile(
            organisation=company,
            portal=home,
            status=ProfileStatus.PUBLISHED,
            published_at=timezone.now(),
            language="en",
            headline="Lamps that burn only where somebody walks",
            about="We make lamps.",
            cpv=[LIGHTING],
            divisions=[LIGHTING[:2]],
            nuts=["DK"],
            areas=["DK"],
            languages=["en"],
        )
        for company in made
    )
    gists.refresh(Profile, [row.pk for row in rows])


def submitted(buyer: User, organisation: Organisation, **facts) -> Submission:
    """A need that waits for the moderators of its portal."""
    deadline = timezone.now() + timedelta(days=30)
    opportunity = services.start(organisation, by=buyer, **(NEED | {"deadline": deadline} | facts))
    services.submit(opportunity, by=buyer)
    return Submission.objects.moderated_by(organisation.portal).about(opportunity).get()


def status_of(submission: Submission) -> str:
    rows = Opportunity.objects.everywhere("a drill looks")
    return rows.values_list("status", flat=True).get(pk=submission.object_id)
