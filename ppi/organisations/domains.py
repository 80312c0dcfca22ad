"""Work domains: once the moderators have agreed, anyone @havneby.example comes into Havneby."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ppi.kernel import audit
from ppi.kernel.models import AuditEntry
from ppi.kernel.verdicts import Refused, Verdict, allow_if
from ppi.organisations import events, permissions
from ppi.organisations.choices import RequestState, Role
from ppi.organisations.mail_providers import FOR_EVERYBODY
from ppi.organisations.members import LEFT, admit, locked
from ppi.organisations.models import Domain, Membership, Organisation

MOST_DOMAINS = 20
# Python writes these as IDNA 2003 did, and mails go where IDNA 2008 says (RFC 5891):
# «straße.example» and «strasse.example» may be two bodies', so such a name stands as it is.
OF_TWO_KINDS = frozenset("ßς\u200c\u200d")


def domain_of(email: str) -> str:
    """As it is compared: «@Ærø.example» and its form in ASCII are one."""
    return normalised(email.rpartition("@")[2])


def normalised(name: str) -> str:
    name = name.strip().lstrip("@").rstrip(".").lower()
    if OF_TWO_KINDS & set(name):
        return name
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        return name


@transaction.atomic
def ask(organisation: Organisation, name: str, *, by) -> Domain:
    """Put a domain before the moderators. Announces `events.domain_asked`.

    Raises `Refused` unless the owner has a confirmed address there, and anybody could not get one.
    """
    permissions.may_own(by, organisation).or_refuse()
    permissions.may_write_for(by, organisation).or_refuse()
    organisation, name = locked(organisation), normalised(name)
    _may_be_asked(organisation, name, by).or_refuse()
    rows = Domain.objects.managed_by(organisation)
    known = rows.in_force().filter(name=name).first()
    if known is not None:
        return known
    made = rows.create(organisation=organisation, name=name, asked_by=by)
    audit.record("organisation.domain_asked", organisation, by=by, domain=name)
    events.domain_asked.announce(domain_id=made.pk)
    return made


def _may_be_asked(organisation: Organisation, name: str, by) -> Verdict:
    count = Domain.objects.managed_by(organisation).in_force().count()
    return (
        allow_if(
            name not in FOR_EVERYBODY,
            _("Anybody can have an address @%(domain)s. Give a domain of your own.")
            % {"domain": name},
        )
        and allow_if(
            name in confirmed_domains(by),
            _(
                "Add an address @%(domain)s to your account and confirm it first: so the "
                "moderators see that you work there."
            )
            % {"domain": name},
        )
        and allow_if(count < MOST_DOMAINS, _("An organisation has at most 20 domains."))
    )


def confirmed_domains(person) -> set[str]:
    """Behind the addresses of this person that they have confirmed by mail."""
    rows = EmailAddress.objects.filter(user_id=person.pk, verified=True)
    return {domain_of(email) for email in rows.values_list("email", flat=True)}


@transaction.atomic
def decide(domain: Domain, accept: bool, *, by) -> None:
    """The moderators agree that the domain is the organisation's, or not."""
    permissions.may_verify(by, domain.organisation).or_refuse()
    locked(domain.organisation)
    domain.refresh_from_db(fields=["state"])
    if not domain.is_waiting:
        raise Refused(_("This request has been decided already."))
    state = RequestState.ACCEPTED if accept else RequestState.DECLINED
    _close(domain, state, "organisation.domain_decided", by)


@transaction.atomic
def give_up(domain: Domain, *, by) -> None:
    """Nobody comes in by it any more; who is in stays. Announces `events.domain_given_up`."""
    permissions.may_own(by, domain.organisation).or_refuse()
    locked(domain.organisation)
    domain.refresh_from_db(fields=["state"])
    if domain.state not in (RequestState.WAITING, RequestState.ACCEPTED):
        raise Refused(_("This domain is given up already."))
    _close(domain, RequestState.WITHDRAWN, "organisation.domain_given_up", by)
    events.domain_given_up.announce(domain_id=domain.pk)


def _close(domain: Domain, state: str, action: str, by) -> None:
    domain.state, domain.decided_by, domain.decided_at = state, by, timezone.now()
    domain.save(update_fields=["state", "decided_by", "decided_at"])
    audit.record(action, domain.organisation, by=by, domain=domain.name, state=state)


@transaction.atomic
def come_in(organisation: Organisation, *, by) -> Membership:
    """With a confirmed address at a domain of its own: in at once, as a reader.

    Its owners hear of it.
    """
    organisation = locked(organisation)
    may_come_in(by, organisation).or_refuse()
    membership = admit(organisation, by, Role.READER, by=by)
    entry = audit.record(
        "organisation.came_by_domain", organisation, by=by, domain=_shared(by, organisation)
    )
    owners = Membership.objects.managed_by(organisation).active_owners()
    if ids := list(owners.exclude(user=by).values_list("user_id", flat=True)):
        events.concerned.announce(entry_id=entry.pk, user_ids=ids)
    return membership


def may_come_in(person, organisation: Organisation) -> Verdict:
    return (
        allow_if(
            organisation.is_verified and bool(_shared(person, organisation)),
            _("Only with a confirmed address of %(organisation)s can you come in by yourself.")
            % {"organisation": organisation},
        )
        and allow_if(
            not permissions.is_member(person, organisation), _("You are a member already.")
        )
        and allow_if(
            not endings_of(person).filter(subject_id=organisation.pk).exists(),
            _("Your membership was ended. Ask the owners of %(organisation)s to let you in.")
            % {"organisation": organisation},
        )
    )


def endings_of(person) -> QuerySet[AuditEntry]:
    """Memberships of theirs that somebody else has ended: an address of work that they once
    confirmed outlives the work. Asked by the organisation's id, which has an index."""
    rows = AuditEntry.objects.filter(
        subject_type=Organisation._meta.label_lower, action=LEFT, detail__user=person.pk
    )
    return rows.exclude(actor=person.pk)


def _shared(person, organisation: Organisation) -> str:
    own = Domain.objects.managed_by(organisation).accepted()
    return (
        own.filter(name__in=confirmed_domains(person)).values_list("name", flat=True).first() or ""
    )


def open_to(person) -> QuerySet[Organisation]:
    """Organisations of whose domains this person has an address, and to which they do not belong.

    A few, for whoever shares a domain works together.
    """
    rows = Organisation.objects.everywhere("what their own address opens").verified()
    accepted = Domain.objects.everywhere("what their own address opens").accepted()
    near = accepted.filter(name__in=confirmed_domains(person)).values("organisation")
    own = Membership.objects.of_person(person).values("organisation")
    was_ended = Exists(endings_of(person).filter(subject_id=OuterRef("pk")))
    return rows.filter(~was_ended, pk__in=near).exclude(pk__in=own).order_by("name", "pk")


def is_of(email: str, organisation: Organisation) -> bool:
    """The address is of one of its accepted domains."""
    own = Domain.objects.managed_by(organisation).accepted()
    return own.filter(name=domain_of(email)).exists()


@transaction.atomic
def address_changed(person, was: str, now: str) -> None:
    """A person's mails go to another address. Their memberships stay; where the address was the
    organisation's and the new one is not, its owners hear of it and decide."""
    rows = Membership.objects.of_person(person).select_related("organisation")
    for membership in rows:
        organisation = membership.organisation
        if not is_of(was, organisation) or is_of(now, organisation):
            continue
        entry = audit.record(
            "organisation.address_left", organisation, by=person, domain=domain_of(was)
        )
        owners = Membership.objects.managed_by(organisation).active_owners().exclude(user=person)
        if ids := list(owners.values_list("user_id", flat=True)):
            events.concerned.announce(entry_id=entry.pk, user_ids=ids)
