"""Umbrella organisations: one body acts on behalf of others, and what it does is recorded.

The organisation gives the mandate, or the umbrella asks for it; either ends it at any time. While
it stands, the umbrella's owners and editors work as the organisation's editors: they are no
members, decide nothing about members, and every entry that they make in the trail is kept beside
the mandate under which they made it.
"""

from __future__ import annotations

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ppi.kernel import audit
from ppi.kernel.models import AuditEntry
from ppi.kernel.verdicts import Refused, Verdict, allow_if
from ppi.organisations import events, permissions
from ppi.organisations.choices import WRITERS, Kind, RequestState, Role
from ppi.organisations.limits import refuse_too_many
from ppi.organisations.members import locked
from ppi.organisations.models import Acted, Mandate, Membership, Organisation

GIVEN, ASKED = "organisation.mandate_given", "organisation.mandate_asked"
DECLINED, ENDED = "organisation.mandate_declined", "organisation.mandate_ended"
MOST_ASKED = 500
MOST_ASKED_A_DAY = 100


@transaction.atomic
def give(organisation: Organisation, umbrella: Organisation, *, by) -> Mandate:
    """Let the umbrella act from now on; what it had asked for is granted. Its owners hear of it."""
    permissions.may_own(by, organisation).or_refuse()
    may_stand(organisation, umbrella).or_refuse()
    locked(organisation)
    mandate = between(organisation, umbrella) or Mandate(
        organisation=organisation, umbrella=umbrella, asked_by=by
    )
    if mandate.state == RequestState.ACCEPTED and mandate.pk:
        return mandate
    mandate.state, mandate.decided_by = RequestState.ACCEPTED, by
    mandate.decided_at = timezone.now()
    mandate.save()
    _tell(mandate, GIVEN, umbrella, by)
    return mandate


@transaction.atomic
def ask(umbrella: Organisation, organisation: Organisation, *, by) -> Mandate:
    """The umbrella asks to act; the organisation's owners hear of it and decide."""
    permissions.may_own(by, umbrella).or_refuse()
    may_stand(organisation, umbrella).or_refuse()
    locked(organisation)
    if known := between(organisation, umbrella):
        return known
    refuse_too_many(by, ASKED, MOST_ASKED_A_DAY)
    held = Mandate.objects.managed_by(umbrella).in_force().filter(umbrella=umbrella)
    allow_if(held.count() < MOST_ASKED, _("An umbrella acts for at most 500.")).or_refuse()
    mandate = Mandate.objects.managed_by(organisation).create(
        organisation=organisation, umbrella=umbrella, asked_by=by
    )
    _tell(mandate, ASKED, organisation, by)
    return mandate


def may_stand(organisation: Organisation, umbrella: Organisation) -> Verdict:
    """Public buyers are acted for, by a buyer or an intermediary; both are verified."""
    return (
        allow_if(organisation.pk != umbrella.pk, _("Choose another organisation than your own."))
        and allow_if(
            organisation.is_verified and umbrella.is_verified,
            _("Both organisations must be verified first."),
        )
        and allow_if(
            organisation.kind == Kind.BUYER and umbrella.kind != Kind.SUPPLIER,
            _("Only a buyer or an intermediary acts for others, and only for public buyers."),
        )
    )


def between(organisation: Organisation, umbrella: Organisation) -> Mandate | None:
    """The mandate that stands or waits."""
    rows = Mandate.objects.managed_by(organisation).in_force()
    return rows.select_related("organisation", "umbrella").filter(umbrella=umbrella).first()


@transaction.atomic
def decline(mandate: Mandate, *, by) -> None:
    """The organisation does not want it."""
    permissions.may_own(by, mandate.organisation).or_refuse()
    mandate = _fresh(mandate)
    if not mandate.is_waiting:
        raise Refused(_("This request has been decided already."))
    _close(mandate, RequestState.DECLINED, by)
    _tell(mandate, DECLINED, mandate.umbrella, by)


@transaction.atomic
def end(mandate: Mandate, *, by) -> None:
    """Either side ends it, at once; what was done stays, with its record."""
    is_own = permissions.may_own(by, mandate.organisation)
    (is_own or permissions.may_own(by, mandate.umbrella)).or_refuse()
    mandate = _fresh(mandate)
    if mandate.state not in (RequestState.WAITING, RequestState.ACCEPTED):
        raise Refused(_("This mandate has ended already."))
    mandate.ended_at = timezone.now()
    _close(mandate, RequestState.WITHDRAWN, by)
    _tell(mandate, ENDED, mandate.umbrella if is_own else mandate.organisation, by)


def _fresh(mandate: Mandate) -> Mandate:
    locked(mandate.organisation)
    rows = Mandate.objects.managed_by(mandate.organisation)
    return rows.select_related("organisation", "umbrella").get(pk=mandate.pk)


def _close(mandate: Mandate, state: str, by) -> None:
    mandate.state, mandate.decided_by = state, by
    mandate.decided_at = mandate.decided_at or timezone.now()
    mandate.save(update_fields=["state", "decided_by", "decided_at", "ended_at"])


def _tell(mandate: Mandate, action: str, to: Organisation, by) -> None:
    """In the trail of the one that is acted for; the other side's owners hear of it."""
    entry = audit.record(
        action, mandate.organisation, by=by, umbrella=str(mandate.umbrella), mandate=mandate.pk
    )
    owners = Membership.objects.managed_by(to).filter(role=Role.OWNER).exclude(user=by)
    if ids := list(owners.order_by("pk").values_list("user_id", flat=True)):
        events.concerned.announce(entry_id=entry.pk, user_ids=ids)


def keep_what_was_done(entry: AuditEntry, subject: models.Model, by) -> None:
    """Beside each entry of the trail that somebody makes for a body that they do not write for.

    What is done to another's thing says in its detail for whom (`for_`).
    """
    organisation_id = entry.detail.get("for_") or _organisation_of(subject)
    if by is None or by.pk is None or organisation_id is None:
        return
    rows = Mandate.objects.everywhere("what its own actor does").under(by)
    own = Membership.objects.of_person(by).filter(organisation=organisation_id, role__in=WRITERS)
    mandate = rows.filter(organisation=organisation_id).first()
    if mandate is not None and not own.exists():
        Acted.objects.everywhere("the record of it").create(mandate=mandate, entry=entry)


def _organisation_of(subject: models.Model) -> int | None:
    if isinstance(subject, Organisation):
        return subject.pk
    if (key := getattr(subject, "organisation_id", None)) is not None:
        return key
    return getattr(getattr(subject, "organisation", None), "pk", None)
