"""Buyers named in official notices become organisations that nobody has claimed yet."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Length

from ppi.kernel import audit
from ppi.organisations import numbers
from ppi.organisations.choices import Kind, Status
from ppi.organisations.models import Organisation
from ppi.organisations.services import free_slug


@transaction.atomic
def from_notice(*, name: str, country: str, registration_number: str = "", **facts) -> Organisation:
    """The organisation of this number, or of this name in this country; made where there is none.

    An organisation that stands here already is not changed: its members know it better.
    """
    registration_number = numbers.tidied(country, registration_number)
    known = _find(name, country, registration_number)
    if known is not None:
        return known
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
    rows = Organisation.objects.everywhere("a body is the same in every portal")
    if registration_number:
        numbered = rows.filter(registration_number__iexact=registration_number, country=country)
        if found := numbered.first():
            return found
        rows = rows.annotate(digits=Length("registration_number")).filter(digits=0)
    return rows.filter(name__iexact=name, country=country, kind=Kind.BUYER).first()
