"""The verbs of organisations: found, change, invite, join, verify."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ppi.kernel import audit
from ppi.kernel.verdicts import Refused
from ppi.organisations import changes, claims, domains, events, merging, permissions
from ppi.organisations.addresses import free_slug, move
from ppi.organisations.choices import Kind, RequestState, Role, Status
from ppi.organisations.limits import refuse_too_many
from ppi.organisations.members import LEFT, admit, give_role, locked
from ppi.organisations.models import (
    ONE_A_NAME,
    ONE_A_NUMBER,
    Invitation,
    JoinRequest,
    Membership,
    Organisation,
)

INVITATION_LASTS = timedelta(days=14)
INVITED = "organisation.invited"
FOUNDED, JOIN_REQUESTED = "organisation.founded", "organisation.join_requested"
LEFT_ALONE = "organisation.last_owner_left"
REJECTED, SUSPENDED = "organisation.rejected", "organisation.suspended"
# Enough for any body, and too few to send the network's mails to strangers.
MOST_OPEN_INVITATIONS = 50
# To addresses of a domain that is its own.
MOST_OPEN_AT_HOME = 1_000
# Until the moderators know the body, when anybody may stand behind it.
MOST_OPEN_UNVERIFIED = 3
# By one person, for however many organisations.
MOST_INVITATIONS_A_DAY = 20
# Founded or asked to join by one person within a day: enough for anybody, and no flood of mails.
MOST_FOUNDED_A_DAY = 10
MOST_REQUESTS_A_DAY = 10
# What moderators have verified is not changed behind their backs; see also `changes`.
NUMBERED_BY = frozenset({"country", "registration_number"})
FIXED_ONCE_VERIFIED = NUMBERED_BY | {"kind"}


@transaction.atomic
def found(*, by, **facts) -> Organisation:
    """A new organisation, its founder as owner, waiting for the portal's moderators.

    `facts` are the model's own columns. Announces `events.founded`.
    """
    refuse_too_many(by, FOUNDED, MOST_FOUNDED_A_DAY)
    organisation = Organisation(slug=free_slug(facts["name"]), **facts)
    if organisation.kind != Kind.BUYER:
        organisation.buyer_type = ""
    _refuse_a_taken_number(organisation)
    organisation.save()
    Membership.objects.managed_by(organisation).create(
        organisation=organisation, user=by, role=Role.OWNER
    )
    audit.record(FOUNDED, organisation, by=by)
    events.founded.announce(organisation_id=organisation.pk)
    return organisation


def _refuse_a_taken_number(organisation: Organisation) -> None:
    """A number is reserved once the moderators have verified whose it is, and not before: nobody
    keeps the real body out by being first. So is a name, where no number tells two bodies apart."""
    _refuse_a_taken_name(organisation)
    if Organisation.objects.others_of_its_number(organisation).verified().exists():
        sentence = _("An organisation with this number is here already. Ask it to let you in.")
        raise Refused(sentence, field="registration_number")


def _refuse_a_taken_name(organisation: Organisation) -> None:
    if Organisation.objects.of_its_name(organisation).verified().exists():
        sentence = _(
            "An organisation of this name is here already. Ask it to let you in; or give your "
            "registration number, if you are another one."
        )
        raise Refused(sentence, field="name")


@transaction.atomic
def update(organisation: Organisation, *, by, **facts) -> Organisation:
    """Change facts; a new name gives a new address, and the old one redirects.

    What a verified one is called waits for the moderators: see `changes`. Announces
    `events.changed`.
    """
    permissions.may_own(by, organisation).or_refuse()
    organisation = locked(organisation)
    changed = {name for name, value in facts.items() if getattr(organisation, name) != value}
    if organisation.is_verified and changed & FIXED_ONCE_VERIFIED:
        raise Refused(_("What the moderators have verified cannot be changed. Write to them."))
    if organisation.is_verified and (asked := changed & changes.CHECKED_ONCE_VERIFIED):
        changes.ask(organisation, by=by, **{name: facts[name] for name in asked})
        changed -= asked
    if not changed:
        return organisation
    for name in changed:
        setattr(organisation, name, facts[name])
    if "name" in changed:
        move(organisation)
    if changed & (NUMBERED_BY | {"name"}):
        _refuse_a_taken_number(organisation)
    organisation.save()
    audit.record("organisation.changed", organisation, by=by, fields=sorted(changed))
    events.changed.announce(organisation_id=organisation.pk)
    return organisation


@transaction.atomic
def invite(organisation: Organisation, email: str, role: str, *, by) -> Invitation:
    """Offer membership by mail for 14 days. An unused offer to this address gives way to a new
    one with a mail of its own; the link in the earlier mail opens nothing any more.

    Announces `events.invited`.
    """
    permissions.may_own(by, organisation).or_refuse()
    organisation = locked(organisation)
    permissions.may_write_for(by, organisation).or_refuse()
    _refuse_to_invite(organisation, email, by)
    rows = Invitation.objects.managed_by(organisation)
    rows.filter(email=email.lower(), accepted_at=None).delete()
    invitation = rows.create(
        organisation=organisation,
        email=email.lower(),
        role=Role(role),
        invited_by=by,
        expires_at=timezone.now() + INVITATION_LASTS,
    )
    audit.record(INVITED, organisation, by=by, role=role)
    events.invited.announce(invitation_id=invitation.pk)
    return invitation


def _refuse_to_invite(organisation: Organisation, email: str, by) -> None:
    members = Membership.objects.managed_by(organisation)
    if members.filter(user__email__iexact=email).exists():
        raise Refused(_("This person is a member already."), field="email")
    _refuse_too_many_open(organisation, email)
    if domains.is_of(email, organisation):
        return
    refuse_too_many(by, INVITED, MOST_INVITATIONS_A_DAY, field="email")


def _refuse_too_many_open(organisation: Organisation, email: str) -> None:
    waiting = Invitation.objects.managed_by(organisation).open().exclude(email=email.lower())
    count = waiting.count()
    most = MOST_OPEN_AT_HOME if domains.is_of(email, organisation) else MOST_OPEN_INVITATIONS
    if count >= most:
        sentence = _("%(number)s invitations wait for an answer. Withdraw some first.")
        raise Refused(sentence % {"number": most}, field="email")
    if not organisation.is_verified and count >= MOST_OPEN_UNVERIFIED:
        sentence = _(
            "At most %(number)s invitations can be open until the moderators have verified "
            "the organisation."
        )
        raise Refused(sentence % {"number": MOST_OPEN_UNVERIFIED}, field="email")


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by) -> None:
    """The link in the mail no longer opens anything."""
    permissions.may_own(by, invitation.organisation).or_refuse()
    audit.record("organisation.invitation_withdrawn", invitation.organisation, by=by)
    invitation.delete()


def invitation_of(token: str) -> Invitation | None:
    """The open invitation that a mailed link stands for."""
    rows = Invitation.objects.everywhere("the token is the permission").open()
    return (
        rows.select_related("organisation", "invited_by").filter(pk=Invitation.pk_of(token)).first()
    )


@transaction.atomic
def accept_invitation(token: str, *, by) -> Membership:
    """Become a member, of one that it was merged into where it was. Raises `Refused` for a used,
    expired or foreign invitation."""
    rows = Invitation.objects.everywhere("the token is the permission").open()
    invitation = rows.select_for_update(of=("self",)).filter(pk=Invitation.pk_of(token)).first()
    if invitation is None:
        raise Refused(_("This invitation has been used or is too old. Ask for a new one."))
    if invitation.email != by.email.lower():
        raise Refused(_("This invitation was sent to another e-mail address."))
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    return admit(merging.heir_of(invitation.organisation), by, invitation.role, by=by)


@transaction.atomic
def request_to_join(organisation: Organisation, message: str, *, by) -> JoinRequest:
    """Ask for membership. A second request while one waits changes nothing.

    Its owners decide; where it has none, it is a claim: see `claims`. Announces
    `events.join_requested`.
    """
    if permissions.is_member(by, organisation):
        raise Refused(_("You are a member already."))
    if not permissions.has_owner(organisation):
        return claims.claim(organisation, by=by, message=message)
    refuse_too_many(by, JOIN_REQUESTED, MOST_REQUESTS_A_DAY)
    request, is_new = JoinRequest.objects.everywhere("one's own request").get_or_create(
        organisation=organisation,
        user=by,
        state=RequestState.WAITING,
        defaults={"message": message},
    )
    if is_new:
        audit.record(JOIN_REQUESTED, organisation, by=by)
        events.join_requested.announce(join_request_id=request.pk)
    return request


@transaction.atomic
def decide_join_request(request: JoinRequest, accept: bool, *, by) -> None:
    """Let the person in as a reader, or decline. Announces `events.join_decided`."""
    if request.is_claim:
        return claims.decide(request, accept, by=by)
    permissions.may_own(by, request.organisation).or_refuse()
    locked(request.organisation)
    rows = JoinRequest.objects.managed_by(request.organisation).select_for_update(of=("self",))
    request = rows.get(pk=request.pk)
    if not request.is_waiting:
        raise Refused(_("This request has been decided already."))
    request.state = RequestState.ACCEPTED if accept else RequestState.DECLINED
    request.decided_by, request.decided_at = by, timezone.now()
    request.save(update_fields=["state", "decided_by", "decided_at"])
    if accept:
        admit(request.organisation, request.user, Role.READER, by=by)
    events.join_decided.announce(join_request_id=request.pk)
    return None


@transaction.atomic
def change_role(membership: Membership, role: str, *, by) -> None:
    """Give a member another role. The last owner stays owner."""
    permissions.may_own(by, membership.organisation).or_refuse()
    locked(membership.organisation)
    if role != Role.OWNER and not _has_other_owners(membership):
        raise Refused(_("An organisation needs an owner. Make somebody else owner first."))
    give_role(membership, role, by=by)


@transaction.atomic
def leave(membership: Membership, *, by, even_as_last: bool = False) -> None:
    """End a membership: one's own, or as an owner another's. What was made stays.

    The last owner leaves only where they say so: then the others hear of it, and one of them asks
    the moderators to become owner, as `claims` has it. Announces `events.member_left`.
    """
    is_own = membership.user_id == by.pk
    if not is_own:
        permissions.may_own(by, membership.organisation).or_refuse()
    organisation = locked(membership.organisation)
    is_last = not _has_other_owners(membership)
    if is_last and not (is_own and even_as_last):
        raise Refused(_("An organisation needs an owner. Make somebody else owner first."))
    entry = audit.record(
        LEFT_ALONE if is_last else LEFT, organisation, by=by, user=membership.user_id
    )
    ids = {"organisation_id": membership.organisation_id, "person_id": membership.user_id}
    membership.delete()
    events.member_left.announce(**ids)
    if is_last and (others := claims.people_of(organisation, but=by)):
        events.concerned.announce(entry_id=entry.pk, user_ids=others)


def is_last_owner(membership: Membership) -> bool:
    """Nobody owns the organisation without them."""
    return not _has_other_owners(membership)


def _has_other_owners(membership: Membership) -> bool:
    """Also true for whoever owns nothing. The caller holds the organisation's row, so that two
    who leave at once come one after the other."""
    owners = Membership.objects.managed_by(membership.organisation).filter(role=Role.OWNER)
    is_owner = owners.filter(pk=membership.pk).exists()
    return not is_owner or owners.exclude(pk=membership.pk).exists()


@transaction.atomic
def verify(organisation: Organisation, *, by) -> None:
    """The portal vouches that the body exists and that its members speak for it.

    Announces `events.verified`, and `events.restored` where it was suspended before.
    """
    permissions.may_verify(by, organisation).or_refuse()
    was_suspended = audit.trail(organisation).filter(action=SUSPENDED).exists()
    organisation.move_to(Status.VERIFIED)
    _save_as_the_only_one(organisation)
    audit.record("organisation.verified", organisation, by=by)
    events.verified.announce(organisation_id=organisation.pk)
    if was_suspended:
        events.restored.announce(organisation_id=organisation.pk)


def _save_as_the_only_one(organisation: Organisation) -> None:
    try:
        with transaction.atomic():
            organisation.save(update_fields=["status"])
    except IntegrityError as failure:
        if ONE_A_NUMBER not in str(failure) and ONE_A_NAME not in str(failure):
            raise
        raise _refusal_of_another(organisation, ONE_A_NUMBER in str(failure)) from None


def _refusal_of_another(organisation: Organisation, is_numbered: bool) -> Refused:
    rows = Organisation.objects
    others = rows.others_of_its_number if is_numbered else rows.of_its_name
    sentence = (
        _(
            "«%(name)s» is verified with this registration number already. Return this one with "
            "that reason, or suspend the other first."
        )
        if is_numbered
        else _(
            "«%(name)s» is verified already, and no registration number tells the two apart. "
            "Return this one with that reason, or merge the two."
        )
    )
    return Refused(sentence % {"name": others(organisation).verified().first()})


@transaction.atomic
def reject(organisation: Organisation, reason: str, *, by) -> None:
    """Do not accept, or suspend a verified one, always with a reason for its members.

    Announces `events.suspended`, or `events.changed` where it was not verified.
    """
    permissions.may_verify(by, organisation).or_refuse()
    is_suspension = organisation.is_verified
    organisation.move_to(Status.SUSPENDED if is_suspension else Status.REJECTED)
    organisation.save(update_fields=["status"])
    audit.record(SUSPENDED if is_suspension else REJECTED, organisation, by=by, reason=reason)
    event = events.suspended if is_suspension else events.changed
    event.announce(organisation_id=organisation.pk)


@transaction.atomic
def ask_again(organisation: Organisation, *, by) -> None:
    """Put a rejected or suspended one before the moderators once more, after putting it right.

    Announces `events.asked_again`.
    """
    permissions.may_own(by, organisation).or_refuse()
    organisation = locked(organisation)
    organisation.move_to(Status.PENDING)
    organisation.save(update_fields=["status"])
    audit.record("organisation.asked_again", organisation, by=by)
    events.asked_again.announce(organisation_id=organisation.pk)
