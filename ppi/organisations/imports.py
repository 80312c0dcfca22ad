"""Buyers named in official notices become organisations that nobody has claimed yet."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Length

from ppi.kernel import audit
from ppi.organisations import numbers
from ppi.organisations.addresses import free_slug
from ppi.organisations.choices import Kind, Status
from ppi.organisations.merging import heir_of
from ppi.organisations.models import Organisation


@transaction.atomic
def from_notice(*, name: str, country: str, registration_number: str = "", **facts) -> Organisation:
    """The buyer of this number, or of this name in this country; made where there is none.

    A buyer that stands here already is not changed: its members know it better. What the
    moderators have not verified, and a company, is not taken for the buyer, whatever it calls
    itself.
    """
    registration_number = numbers.tidied(country, registration_number)
    if _belongs_to_a_company(country, registration_number):
        registration_number = ""
    known = _find(name, country, registration_number)
    if known is not None:
        return heir_of(known)
    organisation = Organisation.objects.create(
        slug=free_slug(name),
        name=name,
        kind=Kind.BUYER,
        country=country,
        registration_number=registration_number,
        status=Status.VERIFIED,
        imported=True,
        **facts,
    )
    audit.record("organisation.imported", organisation)
    return organisation


def _find(name: str, country: str, registration_number: str) -> Organisation | None:
    rows = Organisation.objects.everywhere("a body is the same in every portal").known_buyers()
    if registration_number:
        if found := rows.of_number(country, registration_number).first():
            return found
        rows = rows.annotate(digits=Length("registration_number")).filter(digits=0)
    return rows.named(name).filter(country=country, kind=Kind.BUYER).first()


def _belongs_to_a_company(country: str, registration_number: str) -> bool:
    """A number stands with one verified organisation: the same body may sell, too."""
    numbered = Organisation.objects.of_number(country, registration_number)
    return numbered.verified().filter(kind=Kind.SUPPLIER).exists()
