"""The second step of the sign-in, lost with a telephone: the portal lets the person in again.

Whoever knows the address and the password asks. All addresses of the account get a mail, and
signing in as ever stops it. After `TIME_TO_OBJECT` a moderator, who has asked
the person or a colleague by another way, takes the second step off the account. All its sessions
end, and the next sign-in needs the password alone.
"""

from __future__ import annotations

from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ppi.kernel import audit, dates
from ppi.kernel.verdicts import Verdict, allow_if
from ppi.organisations import events
from ppi.organisations.choices import RequestState
from ppi.organisations.models import LostFactor, Membership
from ppi.portals.models import Portal
from ppi.portals.permissions import may_moderate

ASKED, DECIDED = "account.second_step_lost", "account.second_step_decided"
TIME_TO_OBJECT = timedelta(days=3)


@transaction.atomic
def ask(person, message: str, *, portal: Portal) -> LostFactor:
    """The caller has checked the password. A second request while one waits changes nothing.

    Announces `events.factor_lost`.
    """
    _may_ask(person).or_refuse()
    if known := waiting_of(person):
        return known
    made = LostFactor.objects.everywhere("one's own request").create(
        user=person,
        portal=_portal_of(person) or portal,
        message=message,
        open_until=timezone.now() + TIME_TO_OBJECT,
    )
    audit.record(ASKED, person, by=person)
    events.factor_lost.announce(lost_factor_id=made.pk)
    return made


def waiting_of(person) -> LostFactor | None:
    rows = LostFactor.objects.everywhere("one's own request")
    return rows.filter(user=person, state=RequestState.WAITING).first()


def _may_ask(person) -> Verdict:
    return allow_if(
        Authenticator.objects.filter(user=person).exists(),
        _("Your account has no second step. Sign in with your password."),
    ) and allow_if(
        not (person.is_staff or person.is_superuser),
        _("Operators ask another operator."),
    )


def _portal_of(person) -> Portal | None:
    """Where the person is known: at the home of the organisation to which they belong longest."""
    rows = Membership.objects.of_person(person).select_related("organisation__portal")
    first = rows.order_by("since", "pk").first()
    return first.organisation.portal if first else None


def addresses_of(person) -> list[str]:
    """All that the person has confirmed: one of them may still be read by its true owner."""
    rows = EmailAddress.objects.filter(user=person, verified=True).order_by("pk")
    return list(rows.values_list("email", flat=True)) or [person.email]


@transaction.atomic
def decide(request: LostFactor, accept: bool, *, by) -> None:
    """Take the second step off, or leave it; moderation tells the person."""
    may_moderate(by, request.portal).or_refuse()
    rows = LostFactor.objects.moderated_by(request.portal).select_for_update(of=("self",))
    request = rows.select_related("user", "portal").get(pk=request.pk)
    _may_be_decided(request, accept, by).or_refuse()
    _close(request, RequestState.ACCEPTED if accept else RequestState.DECLINED, by)
    if accept:
        Authenticator.objects.filter(user=request.user).delete()
        for session in UserSession.objects.filter(user=request.user):
            session.end()
    audit.record(DECIDED, request.user, by=by, accepted=accept)


def _may_be_decided(request: LostFactor, accept: bool, by) -> Verdict:
    until = {"moment": dates.last_moment(request.open_until)}
    return (
        allow_if(request.is_waiting, _("This request has been decided already."))
        and allow_if(by.pk != request.user_id, _("Another moderator decides about you."))
        and allow_if(
            not accept or request.open_until <= timezone.now(),
            _("The account's owner may object until %(moment)s. Accept it after that.") % until,
        )
    )


@transaction.atomic
def signed_in_as_ever(person) -> None:
    """Whoever can still sign in has lost nothing: the request was not theirs, or is not needed.

    Announces `events.factor_found`.
    """
    rows = LostFactor.objects.everywhere("one's own request").filter(user=person)
    for request in rows.filter(state=RequestState.WAITING).select_for_update():
        _close(request, RequestState.WITHDRAWN, person)
        audit.record("account.second_step_found", person, by=person)
        events.factor_found.announce(lost_factor_id=request.pk)


def _close(request: LostFactor, state: str, by) -> None:
    request.state, request.decided_by, request.decided_at = state, by, timezone.now()
    request.save(update_fields=["state", "decided_by", "decided_at"])
