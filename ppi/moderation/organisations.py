"""Organisations come through the same queue: a new one waits until a moderator has verified it,
a verified one that wants another name keeps its own meanwhile.

So does whoever claims an organisation: one that nobody owns yet, or one whose owners are out of
reach or not entitled.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ppi.moderation import services
from ppi.moderation.registry import moderatable
from ppi.organisations import changes, claiming, claims, domains, events
from ppi.organisations import services as organisations
from ppi.organisations.choices import RequestState, Role
from ppi.organisations.members import locked
from ppi.organisations.models import (
    ChangeRequest,
    Domain,
    JoinRequest,
    Membership,
    Organisation,
    RegisterEntry,
)
from ppi.organisations.pages import facts_of


class OrganisationModeration:
    label = _("Organisation")
    publish_label = _("Verify")
    preview_template = "organisations/preview.html"

    def get(self, pk: int) -> Organisation | None:
        rows = Organisation.objects.everywhere("moderation checked the portal")
        return rows.select_related("portal").filter(pk=pk).first()

    def preview(self, subject: Organisation, request) -> dict:
        members = Membership.objects.managed_by(subject).select_related("user").order_by("pk")
        others = Organisation.objects.others_of_its_number(subject)
        return {
            **facts_of(subject),
            "memberships": members,
            "register_entry": RegisterEntry.objects.managed_by(subject).first(),
            "same_number": others.select_related("portal").order_by("name"),
        }

    def address(self, subject: Organisation) -> tuple[str, list]:
        return "organisations:board", [subject.slug]

    def publish(self, subject: Organisation, *, by) -> None:
        organisations.verify(subject, by=by)

    def send_back(self, subject: Organisation, reason: str, *, by) -> None:
        organisations.reject(subject, reason, by=by)

    def remove(self, subject: Organisation, reason: str, *, by) -> None:
        organisations.reject(subject, reason, by=by)

    def authors(self, subject: Organisation) -> list:
        return owners_of(subject)


def owners_of(organisation: Organisation) -> list:
    owners = Membership.objects.managed_by(organisation).filter(role=Role.OWNER)
    return [membership.user for membership in owners.select_related("user")]


class BehindItsOrganisation:
    """The room's own verbs lock the organisation first: so do the moderators, or two would wait
    for each other without end."""

    def hold(self, pk: int) -> None:
        if subject := self.get(pk):
            locked(subject.organisation)


class ChangeModeration(BehindItsOrganisation):
    """A verified organisation's new name shows once a moderator has agreed."""

    label = _("Change of name")
    publish_label = _("Accept the change")
    preview_template = "organisations/change_preview.html"

    def get(self, pk: int) -> ChangeRequest | None:
        rows = ChangeRequest.objects.everywhere("moderation checked the portal")
        return rows.select_related("organisation__portal", "asked_by").filter(pk=pk).first()

    def preview(self, subject: ChangeRequest, request) -> dict:
        return {**facts_of(subject.organisation), "change": subject}

    def address(self, subject: ChangeRequest) -> tuple[str, list]:
        return "organisations:board", [subject.organisation.slug]

    def publish(self, subject: ChangeRequest, *, by) -> None:
        changes.decide(subject, True, by=by)

    def send_back(self, subject: ChangeRequest, reason: str, *, by) -> None:
        changes.decide(subject, False, by=by)

    def remove(self, subject: ChangeRequest, reason: str, *, by) -> None:
        raise NotImplementedError("A change is never public before it is made.")

    def authors(self, subject: ChangeRequest) -> list:
        return owners_of(subject.organisation)


class ClaimModeration(BehindItsOrganisation):
    """Whose word counts for an organisation; two claims that wait are decided together."""

    label = _("Claim to an organisation")
    publish_label = _("Accept this claim")
    preview_template = "organisations/claim_preview.html"

    def get(self, pk: int) -> JoinRequest | None:
        rows = JoinRequest.objects.everywhere("moderation checked the portal")
        return rows.select_related("organisation__portal", "user").filter(pk=pk).first()

    def preview(self, subject: JoinRequest, request) -> dict:
        return claiming.dispute_about(subject)

    def address(self, subject: JoinRequest) -> tuple[str, list]:
        return "organisations:detail", [subject.organisation.slug]

    def publish(self, subject: JoinRequest, *, by) -> None:
        self.publish_because(subject, "", by=by)

    def publish_because(self, subject: JoinRequest, reason: str, *, by) -> None:
        """The others are answered by the room, with the same reason; here they leave the queue."""
        rivals = list(claims.rivals_of(subject))
        claims.decide(subject, True, by=by, reason=reason)
        for rival in rivals:
            services.take_back(rival, by=by)

    def send_back(self, subject: JoinRequest, reason: str, *, by) -> None:
        claims.decide(subject, False, by=by, reason=reason)

    def remove(self, subject: JoinRequest, reason: str, *, by) -> None:
        raise NotImplementedError("A claim is never public, so nobody reports one.")

    def authors(self, subject: JoinRequest) -> list:
        return [subject.user]


moderatable.register(Organisation, OrganisationModeration())


class DomainModeration(BehindItsOrganisation):
    """Is a mail domain the organisation's own? Whoever has an address there may then come in."""

    label = _("Work domain")
    publish_label = _("Accept this domain")
    preview_template = "organisations/domain_preview.html"

    def get(self, pk: int) -> Domain | None:
        rows = Domain.objects.everywhere("moderation checked the portal of its own row")
        return rows.select_related("organisation__portal", "asked_by").filter(pk=pk).first()

    def preview(self, subject: Domain, request) -> dict:
        others = Domain.objects.everywhere("who else has it").accepted().filter(name=subject.name)
        return {
            **facts_of(subject.organisation),
            "domain": subject,
            "others": others.exclude(pk=subject.pk).select_related("organisation"),
        }

    def address(self, subject: Domain) -> tuple[str, list]:
        return "organisations:domains", [subject.organisation.slug]

    def publish(self, subject: Domain, *, by) -> None:
        domains.decide(subject, True, by=by)

    def send_back(self, subject: Domain, reason: str, *, by) -> None:
        domains.decide(subject, False, by=by)

    def remove(self, subject: Domain, reason: str, *, by) -> None:
        raise NotImplementedError("A domain is never public, so nobody reports one.")

    def authors(self, subject: Domain) -> list:
        return [subject.asked_by] if subject.asked_by else []


moderatable.register(Domain, DomainModeration())
moderatable.register(JoinRequest, ClaimModeration())
moderatable.register(ChangeRequest, ChangeModeration())


@events.founded.receiver
@events.asked_again.receiver
def ask_for_verification(organisation_id: int) -> None:
    rows = Organisation.objects.everywhere("the event's own organisation")
    services.submit(rows.get(pk=organisation_id), by=None)


@events.join_requested.receiver
def ask_who_speaks(join_request_id: int) -> None:
    rows = JoinRequest.objects.everywhere("the event's own request").select_related("organisation")
    request = rows.get(pk=join_request_id)
    if request.is_claim and request.is_waiting:
        services.submit(request, by=request.user)


@events.claim_withdrawn.receiver
def ask_who_speaks_no_more(join_request_id: int) -> None:
    rows = JoinRequest.objects.everywhere("the event's own request")
    request = rows.select_related("organisation__portal", "user").get(pk=join_request_id)
    services.take_back(request, by=request.user)


@events.change_requested.receiver
def ask_for_the_change(change_request_id: int) -> None:
    request = _change(change_request_id)
    if request.state == RequestState.WAITING:
        services.submit(request, by=request.asked_by)


@events.change_withdrawn.receiver
def ask_no_more(change_request_id: int) -> None:
    request = _change(change_request_id)
    services.take_back(request, by=request.decided_by)


def _change(pk: int) -> ChangeRequest:
    rows = ChangeRequest.objects.everywhere("the event's own request")
    return rows.select_related("organisation__portal", "asked_by", "decided_by").get(pk=pk)


@events.domain_asked.receiver
def ask_for_the_domain(domain_id: int) -> None:
    domain = moderatable.of(Domain).get(domain_id)
    if domain.is_waiting:
        services.submit(domain, by=domain.asked_by)


@events.domain_given_up.receiver
def ask_for_the_domain_no_more(domain_id: int) -> None:
    domain = moderatable.of(Domain).get(domain_id)
    services.take_back(domain, by=domain.decided_by)
