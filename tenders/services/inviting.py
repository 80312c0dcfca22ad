"""Firms that the buyer tells of a public opportunity by mail, with or without an account."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ppi.kernel import audit
from ppi.kernel.verdicts import Refused
from tenders import events, permissions
from tenders.locking import locked
from tenders.models import InvitedFirm, Opportunity

# Enough for any market that a buyer knows by name, and too few to be used for mass mailing.
MOST_INVITED = 50


@dataclass(frozen=True)
class Firm:
    name: str
    email: str
    language: str


@transaction.atomic
def invite(opportunity: Opportunity, firms: list[Firm], *, by) -> list[InvitedFirm]:
    """Tell these firms, each once; all get the same mail, with a link to the public page.

    From then on they hear of changes and answers as everybody does who starred it, until they
    decline.
    The invitations are kept for the record. A firm that was invited before is not told again.
    Announces `events.firms_invited`. Raises `Refused` beyond `MOST_INVITED` firms.
    """
    opportunity = locked(opportunity)
    permissions.may_invite(by, opportunity).or_refuse()
    present = InvitedFirm.objects.of(opportunity)
    known = {row.email for row in present}
    new = {firm.email.lower(): firm for firm in firms if firm.email.lower() not in known}
    if len(known) + len(new) > MOST_INVITED:
        raise Refused(
            _("At most %(most)s firms can be invited to one call.") % {"most": MOST_INVITED}
        )
    rows = [
        present.create(
            opportunity=opportunity,
            name=firm.name,
            email=email,
            language=firm.language,
            invited_by=by,
        )
        for email, firm in new.items()
    ]
    if rows:
        audit.record("opportunity.firms_invited", opportunity, by=by, number=len(rows))
        events.firms_invited.announce(invited_firm_ids=[row.pk for row in rows])
    return rows


@transaction.atomic
def decline_mails(invited_firm_id: int) -> None:
    """The firm wants no more mails about this opportunity. Doing so twice changes nothing.

    Nobody is asked who they are: whoever holds the signed link of such a mail may say so.
    """
    rows = InvitedFirm.objects.everywhere("the firm that a signed link names")
    rows = rows.select_for_update(of=["self"]).select_related("opportunity")
    firm = rows.filter(pk=invited_firm_id, declined_at=None).first()
    if firm is None:
        return
    firm.declined_at = timezone.now()
    firm.save(update_fields=["declined_at"])
    audit.record("opportunity.firm_declined_mails", firm.opportunity, firm=firm.pk)
