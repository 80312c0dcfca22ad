from __future__ import annotations

from typing import Self

from django.apps import apps
from django.db.models import Case, Q, Value, When
from django.utils import timezone

from ppi.kernel.scoping import ScopedQuerySet
from ppi.organisations.choices import FOUND_BY_NUMBER, WRITERS, Kind, RequestState, Role, Status
from ppi.organisations.names import NameKey


class OrganisationQuerySet(ScopedQuerySet):
    """Organisations are the network's: a reader of any portal may find any that is verified."""

    def public(self) -> Q:
        return Q(status=Status.VERIFIED)

    def in_sight_of(self, portal) -> Q:
        return Q() if portal.shows_network else Q(portal=portal)

    def of_member(self, user, *roles: str) -> Self:
        """Organisations in which this person has one of the roles (any role when none is named).

        As an editor also those for which an umbrella of theirs acts.
        """
        own = apps.get_model("organisations.Membership").objects.of_person(user)
        mine = (own.filter(role__in=roles) if roles else own).values("organisation")
        if not roles or Role.EDITOR in roles:
            mandates = apps.get_model("organisations.Mandate").objects
            under = mandates.everywhere("those of the person's own umbrellas").under(user)
            mine = mine.union(under.values("organisation"))
        return self.through("of_member").filter(pk__in=mine)

    def managed_by(self, *organisations) -> Self:
        return self.through("managed_by").filter(pk__in=[o.pk for o in organisations])

    def verified(self) -> Self:
        return self.filter(self.public())

    def known_buyers(self) -> Self:
        """Who may stand behind an official notice: verified once, and no company.

        What came with an earlier notice stays its buyer when it is suspended, and what was merged
        is known by its heir. Verified ones first.
        """
        is_known = self.public() | Q(imported=True) | Q(status=Status.MERGED)
        rows = self.filter(is_known).exclude(kind=Kind.SUPPLIER)
        return rows.order_by(Case(When(self.public(), then=0), default=1), "pk")

    def of_number(self, country: str, number: str) -> Self:
        """Those that give this registration number, in any portal; none for no number."""
        rows = self.through("of_number").filter(country=country)
        return rows.filter(registration_number__iexact=number).exclude(registration_number="")

    def others_of_its_number(self, organisation) -> Self:
        rows = self.of_number(organisation.country, organisation.registration_number)
        return rows.exclude(pk=organisation.pk)

    def named(self, name: str) -> Self:
        """Of this name, however it is typed."""
        return self.filter(name_key=NameKey(Value(name)))

    def of_its_name(self, organisation) -> Self:
        """Others of its kind and country that bear its name, and that no number tells from it."""
        rows = self.through("of_its_name").named(organisation.name).exclude(pk=organisation.pk)
        rows = rows.filter(country=organisation.country, kind=organisation.kind)
        if not organisation.registration_number:
            return rows
        return rows.filter(
            Q(registration_number="")
            | Q(registration_number__iexact=organisation.registration_number)
        )

    def known_as(self, typed: str, by) -> list:
        """Verified ones of this number in the country of whoever asks, else of this name: those
        of that country, where there are any."""
        rows = self.through("known_as").verified()
        if found := list(rows.of_number(by.country, "".join(typed.split()))[:2]):
            return found
        named = rows.named(typed)
        return list(named.filter(country=by.country)[:2]) or list(named[:2])

    def duplicates_of(self, organisation, words: str) -> Self:
        """Which of its kind and country may be the same body: by name or number."""
        rows = self.through("duplicates_of").exclude(pk=organisation.pk)
        rows = rows.filter(kind=organisation.kind, country=organisation.country)
        is_named = Q(name__unaccent__icontains=words)
        is_numbered = Q(registration_number__iexact="".join(words.split()))
        return rows.exclude(status=Status.MERGED).filter(is_named | is_numbered)

    def to_join(self, portal, words: str) -> Self:
        """What somebody who works there can find: by name once verified, by its number before."""
        is_shown = self.public() & self.in_sight_of(portal) & Q(name__unaccent__icontains=words)
        number = "".join(words.split())
        is_numbered = Q(registration_number__iexact=number, status__in=FOUND_BY_NUMBER)
        return self.through("to_join").filter(is_shown | is_numbered)


class OwnedByOrganisation(ScopedQuerySet):
    """For what belongs to an organisation and shows through it (memberships, invitations)."""

    def public(self) -> Q:
        return Q(pk__in=[])

    def in_sight_of(self, portal) -> Q:
        return Q(organisation__portal=portal)

    def moderated_by(self, portal) -> Self:
        return self.through("moderated_by").filter(organisation__portal=portal)

    def of_person(self, user) -> Self:
        return self.through("of_person").filter(user=user)


class MembershipQuerySet(OwnedByOrganisation):
    def of_person(self, user) -> Self:
        """What was merged away has no members, though rows of those in both stay behind there."""
        return super().of_person(user).exclude(organisation__status=Status.MERGED)

    def active_owners(self) -> Self:
        return self.filter(role=Role.OWNER, user__is_active=True)


class InvitationQuerySet(OwnedByOrganisation):
    def open(self) -> Self:
        """Neither used nor expired."""
        return self.filter(accepted_at=None, expires_at__gt=timezone.now())

    def to_person(self, user) -> Self:
        """Sent to this person's address."""
        return self.through("to_person").filter(email=user.email.lower())


class JoinRequestQuerySet(OwnedByOrganisation):
    def waiting(self) -> Self:
        return self.filter(state=RequestState.WAITING).order_by("created_at", "pk")

    def claims(self) -> Self:
        return self.filter(is_claim=True)


class DomainQuerySet(OwnedByOrganisation):
    def accepted(self) -> Self:
        return self.filter(state=RequestState.ACCEPTED)

    def in_force(self) -> Self:
        return self.filter(state__in=[RequestState.WAITING, RequestState.ACCEPTED])


class LostFactorQuerySet(OwnedByOrganisation):
    """It belongs to a person, and to the portal that knows them."""

    def moderated_by(self, portal) -> Self:
        return self.through("moderated_by").filter(portal=portal)


class MandateQuerySet(OwnedByOrganisation):
    """A mandate belongs to both: to the one that acts, and to the one that is acted for."""

    def managed_by(self, *organisations) -> Self:
        is_own = Q(organisation__in=organisations) | Q(umbrella__in=organisations)
        return self.through("managed_by").filter(is_own)

    def in_force(self) -> Self:
        return self.filter(state__in=[RequestState.WAITING, RequestState.ACCEPTED])

    def under(self, user) -> Self:
        """Those under which this person may act now."""
        return self.filter(
            state=RequestState.ACCEPTED,
            umbrella__status=Status.VERIFIED,
            umbrella__memberships__user=user,
            umbrella__memberships__role__in=WRITERS,
        )

    def for_person(self, user) -> Self:
        """Under which this person acts, by the name of whom they act for."""
        rows = self.through("for_person").under(user).select_related("organisation", "umbrella")
        return rows.order_by("organisation__name", "pk")


class ActedQuerySet(ScopedQuerySet):
    def public(self) -> Q:
        return Q(pk__in=[])

    def in_sight_of(self, portal) -> Q:
        return Q(mandate__organisation__portal=portal)

    def managed_by(self, *organisations) -> Self:
        """What was done on their behalf."""
        return self.through("managed_by").filter(mandate__organisation__in=organisations)

    def moderated_by(self, portal) -> Self:
        return self.through("moderated_by").filter(mandate__organisation__portal=portal)


class MergeQuerySet(ScopedQuerySet):
    """A merge is the business of the members of both, and of their portals' moderators."""

    def public(self) -> Q:
        return Q(pk__in=[])

    def in_sight_of(self, portal) -> Q:
        return Q(kept__portal=portal)

    def managed_by(self, *organisations) -> Self:
        return self.through("managed_by").filter(kept__in=organisations)

    def moderated_by(self, portal) -> Self:
        return self.through("moderated_by").filter(kept__portal=portal)

    def standing(self) -> Self:
        """Not undone."""
        return self.filter(undone_at=None)


def in_good_standing(path: str = "organisation") -> Q:
    """What nobody's organisation wrote, or one that is verified: not suspended, nor asking again.

    `path` leads to the organisation from another model. A row is judged by
    `models.is_in_good_standing`.
    """
    return Q(**{path: None}) | Q(**{f"{path}__status": Status.VERIFIED})
