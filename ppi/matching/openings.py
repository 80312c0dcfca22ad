"""Which companies have opened a need that fits them.

Counted only where the portal has switched it on and the person who opens it has agreed there.
"""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest

from ppi.kernel import audit
from ppi.matching.models import Match, Opening, OpeningConsent
from ppi.portals.models import Portal
from tenders.models import Opportunity
from tenders.opened import notes_openings


def has_agreed(person, portal: Portal) -> bool:
    return OpeningConsent.objects.of_person(person).filter(portal=portal).exists()


@transaction.atomic
def agree(portal: Portal, *, by) -> None:
    """From now on what they open in this portal counts for their companies."""
    own = OpeningConsent.objects.of_person(by)
    consent, is_new = own.get_or_create(person=by, portal=portal)
    if is_new:
        audit.record("openings.agreed", consent, by=by)


@transaction.atomic
def withdraw(portal: Portal, *, by) -> None:
    """Nothing further is counted. What was counted names no person, and stays in the sums."""
    for consent in OpeningConsent.objects.of_person(by).filter(portal=portal):
        audit.record("openings.withdrawn", consent, by=by)
        consent.delete()


@notes_openings
def note(opportunity: Opportunity, request: HttpRequest) -> None:
    """A row for each company of the reader's that the need fits, the first time."""
    if request.method != "GET" or not request.portal.counts_openings:
        return
    if request.user.is_authenticated and has_agreed(request.user, request.portal):
        _write(opportunity, _companies_of(request.user, opportunity))


def _companies_of(person, opportunity: Opportunity) -> set[int]:
    matches = Match.objects.for_person(person).filter(opportunity=opportunity)
    return set(matches.values_list("profile__organisation", flat=True))


def _write(opportunity: Opportunity, companies: set[int]) -> None:
    """What stands already is not written again: a page that only reads stays one."""
    known = Opening.objects.about(opportunity).values_list("organisation", flat=True)
    if new := companies.difference(known.filter(organisation__in=companies)):
        rows = [Opening(opportunity=opportunity, organisation_id=pk) for pk in sorted(new)]
        with transaction.atomic():
            Opening.objects.bulk_create(rows, ignore_conflicts=True)
