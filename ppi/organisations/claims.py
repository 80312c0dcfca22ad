"""Whose word counts for an organisation: claims to speak for it, and the moderators' decision.

One that came with an official notice, or was made by a moderator, has no owner: whoever proves that
they speak for it becomes one. Where it has owners, a claim is made against them: by a member whose
owners are out of reach, or by somebody from outside who says that they are not entitled. Then the
owners hear of it, may object, and are left `TIME_TO_OBJECT` for that. Two claims that wait are a
dispute: they are decided together, with a reason that all of them read.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ppi.kernel import audit, dates
from ppi.kernel.verdicts import Refused
from ppi.organisations import events, limits, permissions
from ppi.organisations.choices import RequestState, Role
from ppi.organisations.members import LEFT, admit, give_role, locked
from ppi.organisations.models import Invitation, JoinRequest, Membership, Organisation

CLAIMED = "organisation.claimed"
CLAIM_DECIDED = "organisation.claim_decided"
TIME_TO_OBJECT = timedelta(days=14)
# Whoever was declined brings something new, and not the same once a day.
NOT_AGAIN = timedelta(days=30)
MOST_CLAIMS_A_DAY = 5


@transaction.atomic
def claim(
    organisation: Organisation, *, by, message: str = "", proof: str = "", proof_url: str = ""
) -> JoinRequest:
    """Ask to speak for it. A second claim while one's own waits changes nothing.

    Announces `events.join_requested`, and tells the owners that it is made against.
    """
    organisation = locked(organisation)
    permissions.may_claim(by, organisation).or_refuse()
    if own := waiting_of(organisation).filter(user=by).first():
        return own
    _refuse_so_soon(organisation, by)
    limits.refuse_too_many(by, CLAIMED, MOST_CLAIMS_A_DAY)
    owners = owners_of(organisation)
    made = _one_request(
        organisation,
        by,
        message=message,
        proof=proof,
        proof_url=proof_url,
        open_until=timezone.now() + TIME_TO_OBJECT if owners else None,
    )
    entry = audit.record(CLAIMED, organisation, by=by, proof=proof, claim=made.pk)
    events.join_requested.announce(join_request_id=made.pk)
    if members := people_of(organisation, but=by):
        events.concerned.announce(entry_id=entry.pk, user_ids=members)
    return made


def _one_request(organisation: Organisation, by, **facts) -> JoinRequest:
    """An ordinary request of the same person that still waits becomes the claim."""
    rows = JoinRequest.objects.managed_by(organisation)
    request, _made = rows.update_or_create(
        organisation=organisation,
        user=by,
        state=RequestState.WAITING,
        defaults={"is_claim": True, **facts},
    )
    return request


def _refuse_so_soon(organisation: Organisation, by) -> None:
    declined = JoinRequest.objects.managed_by(organisation).claims().filter(user=by)
    since = timezone.now() - NOT_AGAIN
    if declined.filter(state=RequestState.DECLINED, decided_at__gt=since).exists():
        raise Refused(
            _("Your claim was declined less than %(days)s days ago. Write to the portal's contact.")
            % {"days": NOT_AGAIN.days}
        )


def waiting_of(organisation: Organisation) -> QuerySet[JoinRequest]:
    """Claims that the moderators have not decided, the first first."""
    return JoinRequest.objects.managed_by(organisation).claims().waiting()


def rivals_of(claim: JoinRequest) -> QuerySet[JoinRequest]:
    """The other claims to the same organisation: with them it is a dispute."""
    return waiting_of(claim.organisation).exclude(pk=claim.pk).select_related("user")


def owners_of(organisation: Organisation) -> list[Membership]:
    """Those who can sign in: an account that is closed owns nothing that it could decide about."""
    rows = Membership.objects.managed_by(organisation).active_owners()
    return list(rows.select_related("user").order_by("pk"))


def people_of(organisation: Organisation, *, but) -> list[int]:
    """All its members except this one."""
    rows = Membership.objects.managed_by(organisation).exclude(user=but)
    return list(rows.order_by("pk").values_list("user_id", flat=True))


def needs_a_reason(claim: JoinRequest) -> bool:
    """Somebody loses by its being accepted, and reads why."""
    return bool(owners_of(claim.organisation)) or rivals_of(claim).exists()


@transaction.atomic
def object_to(claim: JoinRequest, text: str, *, by) -> None:
    """An owner says why the claim is wrong; the moderators need wait no longer."""
    permissions.may_own(by, claim.organisation).or_refuse()
    claim = fresh(claim)
    _refuse_if_decided(claim)
    if claim.user_id == by.pk:
        raise Refused(_("This claim is your own. Withdraw it instead."))
    claim.objection, claim.objected_by = text, by
    claim.save(update_fields=["objection", "objected_by"])
    audit.record("organisation.claim_objected", claim.organisation, by=by, claim=claim.pk)


@transaction.atomic
def take_back(claim: JoinRequest, *, by) -> None:
    """Whoever made it no longer wants it. Announces `events.claim_withdrawn`."""
    claim = fresh(claim)
    if claim.user_id != by.pk:
        raise Refused(_("Only whoever made a claim withdraws it."))
    _refuse_if_decided(claim)
    _close(claim, RequestState.WITHDRAWN, "", by)
    audit.record("organisation.claim_withdrawn", claim.organisation, by=by, claim=claim.pk)
    events.claim_withdrawn.announce(join_request_id=claim.pk)


def fresh(claim: JoinRequest) -> JoinRequest:
    """The claim as it is now, behind its organisation's lock: two decisions come in turn."""
    locked(claim.organisation)
    rows = JoinRequest.objects.managed_by(claim.organisation)
    return rows.select_related("user", "organisation__portal").get(pk=claim.pk)


@transaction.atomic
def decide(claim: JoinRequest, accept: bool, *, by, reason: str = "") -> None:
    """Let the person speak for it, or not. An accepted one ends all others, with its reason.

    Owners against whom it was made lose that role: see `_step_down`. Announces
    `events.join_decided` for each claim, and tells every member.
    """
    permissions.may_verify(by, claim.organisation).or_refuse()
    claim = fresh(claim)
    _refuse_if_decided(claim)
    _refuse_a_party(claim, by)
    # Also those who leave by it hear of it.
    members = people_of(claim.organisation, but=claim.user)
    if accept:
        _refuse_early(claim, reason)
        _hand_over(claim, reason, by)
    else:
        _answer(claim, RequestState.DECLINED, reason, by)
    _tell(members, claim, accept, reason, by)


def _hand_over(claim: JoinRequest, reason: str, by) -> None:
    for rival in rivals_of(claim):
        _answer(rival, RequestState.DECLINED, reason, by)
    _step_down(claim, by)
    _answer(claim, RequestState.ACCEPTED, reason, by)
    admit(claim.organisation, claim.user, Role.OWNER, by=by)


def _refuse_if_decided(claim: JoinRequest) -> None:
    if not claim.is_waiting:
        raise Refused(_("This request has been decided already."))


def _refuse_a_party(claim: JoinRequest, by) -> None:
    parties = waiting_of(claim.organisation).filter(user=by).exists()
    if parties or permissions.has_role(by, claim.organisation, Role.OWNER):
        raise Refused(_("You are a party to this. Another moderator decides."))


def _refuse_early(claim: JoinRequest, reason: str) -> None:
    if needs_a_reason(claim) and not reason.strip():
        sentence = _("Write why. Everybody who loses by this decision reads it.")
        raise Refused(sentence, field="reason")
    if is_too_early(claim):
        raise Refused(
            _("Its owners may object until %(moment)s. Accept it after that.")
            % {"moment": dates.last_moment(claim.open_until)}
        )


def is_too_early(claim: JoinRequest) -> bool:
    """The owners that it is made against have neither answered nor had their time."""
    is_open = claim.open_until is not None and claim.open_until > timezone.now()
    return is_open and not claim.objection and bool(owners_of(claim.organisation))


def _step_down(claim: JoinRequest, by) -> None:
    """Former owners work on as editors for a colleague; for somebody from outside, who proved
    that they had no right to it, they leave, and what they offered goes with them. Announces
    `events.member_left` for each who does."""
    is_colleague = is_of_member(claim)
    if not is_colleague:
        _withdraw_offers(claim.organisation, by)
    for membership in Membership.objects.managed_by(claim.organisation).filter(role=Role.OWNER):
        if membership.user_id == claim.user_id:
            continue
        if is_colleague:
            give_role(membership, Role.EDITOR, by=by)
            continue
        audit.record(LEFT, claim.organisation, by=by, user=membership.user_id)
        ids = {"organisation_id": membership.organisation_id, "person_id": membership.user_id}
        membership.delete()
        events.member_left.announce(**ids)


def _withdraw_offers(organisation: Organisation, by) -> None:
    """Nobody comes back by an invitation that was not theirs to send."""
    for invitation in Invitation.objects.managed_by(organisation).open():
        audit.record("organisation.invitation_withdrawn", organisation, by=by)
        invitation.delete()


def is_of_member(claim: JoinRequest) -> bool:
    return Membership.objects.of_person(claim.user).filter(organisation=claim.organisation).exists()


def _answer(claim: JoinRequest, state: str, reason: str, by) -> None:
    _close(claim, state, reason, by)
    events.join_decided.announce(join_request_id=claim.pk)


def _close(claim: JoinRequest, state: str, reason: str, by) -> None:
    claim.state, claim.reason = state, reason
    claim.decided_by, claim.decided_at = by, timezone.now()
    claim.save(update_fields=["state", "reason", "decided_by", "decided_at"])


def _tell(members: list[int], claim: JoinRequest, accept: bool, reason: str, by) -> None:
    """Those who were in the organisation; whoever claimed it is answered by a mail of their own."""
    entry = audit.record(
        CLAIM_DECIDED,
        claim.organisation,
        by=by,
        claim=claim.pk,
        person=str(claim.user),
        accepted=accept,
        reason=reason,
    )
    if members:
        events.concerned.announce(entry_id=entry.pk, user_ids=members)
