"""What is asked of registers elsewhere, while nobody waits for it."""

from __future__ import annotations

from ppi.kernel.jobs import job
from ppi.organisations import lookups
from ppi.organisations.models import Organisation, RegisterEntry


@job
def look_up(organisation_id: int) -> None:
    """Keep what the register says. While it does not answer, the job is tried again."""
    rows = Organisation.objects.everywhere("the event's own organisation")
    organisation = rows.filter(pk=organisation_id).first()
    ask = lookups.lookup_for(organisation.country) if organisation else None
    if ask is None or not organisation.registration_number:
        return
    known = ask(organisation.country, organisation.registration_number)
    said = {"is_known": known is not None, "number": organisation.registration_number}
    said |= {"name": known.name, "address": known.address} if known else {"name": "", "address": ""}
    entries = RegisterEntry.objects.managed_by(organisation)
    entries.update_or_create(organisation=organisation, defaults=said)
