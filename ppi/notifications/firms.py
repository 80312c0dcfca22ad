"""Firms that a buyer invited by mail: they hear what everybody who starred it hears."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from ppi.accounts.models import User
from ppi.matching.interests import stars
from ppi.notifications.services import Recipient
from tenders.models import InvitedFirm, Opportunity


def invited_to(
    opportunity: Opportunity, *, since: datetime, but: int | None = None
) -> list[Recipient]:
    """Those that were invited by then and have not declined, each at its address.

    Not where an account with that address hears of it anyway: it starred the opportunity, or
    (`but`) made the news itself.
    """
    rows = InvitedFirm.objects.of(opportunity).filter(invited_at__lte=since, declined_at=None)
    firms = {firm.email.lower(): firm for firm in rows}
    at_account = _addresses_that_hear(opportunity, since, but).filter(address__in=firms)
    known = set(at_account.values_list("address", flat=True))
    return [
        Recipient(firm.email, firm.language, opportunity.portal, because=firm)
        for address, firm in firms.items()
        if address not in known
    ]


def _addresses_that_hear(
    opportunity: Opportunity, since: datetime, but: int | None
) -> QuerySet[User]:
    starred = stars.of(opportunity).filter(since__lte=since).values("person")
    people = User.objects.filter(Q(pk__in=starred) | Q(pk=but), is_active=True)
    return people.annotate(address=Lower("email"))
