"""Who comes in, and with which role; the steps that several verbs share."""

from __future__ import annotations

from django.utils import timezone

from ppi.kernel import audit
from ppi.organisations import events
from ppi.organisations.choices import RequestState, Role
from ppi.organisations.models import JoinRequest, Membership, Organisation

LEFT = "organisation.member_left"
# From the one who may least.
RANKS = (Role.READER, Role.EDITOR, Role.OWNER)


def locked(organisation: Organisation) -> Organisation:
    """The row as it is now, kept from changing until the transaction ends."""
    rows = Organisation.objects.everywhere("the row that the caller holds already")
    return rows.select_for_update(of=("self",)).get(pk=organisation.pk)


def admit(organisation: Organisation, user, role: str, *, by) -> Membership:
    """Make a member of them, or give a member this role where it lets them do more."""
    membership, is_new = Membership.objects.managed_by(organisation).get_or_create(
        organisation=organisation, user=user, defaults={"role": role}
    )
    own = JoinRequest.objects.managed_by(organisation).filter(user=user, is_claim=False)
    own.filter(state=RequestState.WAITING).update(state=RequestState.ACCEPTED, decided_by=by)
    if is_new:
        _claims_are_met(membership, by)
        audit.record("organisation.member_joined", organisation, by=by, user=user.pk, role=role)
    elif RANKS.index(membership.role) < RANKS.index(role):
        give_role(membership, role, by=by)
    return membership


def give_role(membership: Membership, role: str, *, by) -> None:
    """The caller has seen to it that an owner is left."""
    membership.role = Role(role)
    membership.save(update_fields=["role"])
    audit.record(
        "organisation.role_changed",
        membership.organisation,
        by=by,
        user=membership.user_id,
        role=role,
    )
    _claims_are_met(membership, by)


def _claims_are_met(membership: Membership, by) -> None:
    """Whoever has become owner claims nothing any more; as a reader or editor they still do.

    Announces `events.claim_withdrawn`.
    """
    if membership.role != Role.OWNER:
        return
    rows = JoinRequest.objects.managed_by(membership.organisation).claims().waiting()
    for claim in rows.filter(user=membership.user_id):
        claim.state, claim.decided_by, claim.decided_at = RequestState.WITHDRAWN, by, timezone.now()
        claim.save(update_fields=["state", "decided_by", "decided_at"])
        events.claim_withdrawn.announce(join_request_id=claim.pk)
