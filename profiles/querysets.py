from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from django.db.models import F, Q

from ppi.kernel.scoping import ScopedQuerySet
from ppi.organisations.choices import Kind
from ppi.organisations.choices import Status as OrganisationStatus
from profiles.choices import Status


class ProfileQuerySet(ScopedQuerySet):
    def public(self) -> Q:
        """A company that was suspended takes its profile with it."""
        return Q(status=Status.PUBLISHED, organisation__status=OrganisationStatus.VERIFIED)

    def that_could_deliver(self) -> Self:
        """A buyer's profile says what it buys, not what it sells."""
        return self.exclude(organisation__kind=Kind.BUYER)


class OfProfileQuerySet(ScopedQuerySet):
    """What belongs to a profile is as public as the profile, and in the same portals."""

    def public(self) -> Q:
        return Q(
            profile__status=Status.PUBLISHED,
            profile__organisation__status=OrganisationStatus.VERIFIED,
        )

    def in_sight_of(self, portal) -> Q:
        own = Q(profile__portal=portal)
        return own | Q(profile__is_shared=True) if portal.shows_network else own

    def managed_by(self, *organisations) -> Self:
        return self.through("managed_by").filter(profile__organisation__in=organisations)

    def moderated_by(self, portal) -> Self:
        return self.through("moderated_by").filter(profile__portal=portal)

    def of(self, *profiles) -> Self:
        """All of profiles that the reader may see."""
        return self.through("of profiles the reader may see").filter(profile__in=profiles)


class ProductQuerySet(OfProfileQuerySet):
    def public(self) -> Q:
        return super().public() & Q(status=Status.PUBLISHED)

    def of(self, *profiles) -> Self:
        """In the profile's own order."""
        return super().of(*profiles).order_by("position", "pk")

    def shown_with(self, profiles) -> Self:
        """The products that stand on these profiles' pages, were the profiles public."""
        return self.of(*profiles).filter(status=Status.PUBLISHED)


class RevisionQuerySet(OfProfileQuerySet):
    """Nothing here is public: members see their organisation's, moderators their portal's."""

    def public(self) -> Q:
        return Q(pk__in=[])

    def open_of(self, subject) -> Self:
        """The one that is not public yet, of a profile or product that the reader may write."""
        rows = self.through("of what the reader may write").exclude(status=Status.PUBLISHED)
        if subject._meta.model_name == "product":
            return rows.filter(product=subject)
        return rows.filter(profile=subject, product=None)

    def all_open_of(self, profile) -> Self:
        """Those of a profile and of all its products."""
        rows = self.through("of what the reader may write").exclude(status=Status.PUBLISHED)
        return rows.filter(profile=profile)


class ContactQuerySet(ScopedQuerySet):
    """People who agreed, on the profile of the organisation whose members they are."""

    def public(self) -> Q:
        """An account that was closed is shown nowhere, and nobody where they did not agree to."""
        return Q(
            membership__user__is_active=True,
            membership__organisation=F("agreed_for"),
            membership__organisation__status=OrganisationStatus.VERIFIED,
            membership__organisation__profile__status=Status.PUBLISHED,
        )

    def in_sight_of(self, portal) -> Q:
        own = Q(membership__organisation__profile__portal=portal)
        shared = Q(membership__organisation__profile__is_shared=True)
        return own | shared if portal.shows_network else own

    def managed_by(self, *organisations) -> Self:
        return self.through("managed_by").filter(membership__organisation__in=organisations)

    def moderated_by(self, portal) -> Self:
        rows = self.through("moderated_by")
        return rows.filter(membership__organisation__profile__portal=portal)

    def of_person(self, user) -> Self:
        return self.through("of_person").filter(membership__user=user)

    def shown_with(self, profile) -> Self:
        """Those on this profile's page, were it public; whoever agreed first stands first."""
        rows = self.through("of a profile the reader may see")
        own = profile.organisation_id
        rows = rows.filter(membership__organisation=own, agreed_for=own)
        return rows.filter(membership__user__is_active=True).order_by("agreed_at", "pk")


class CardQuerySet(ScopedQuerySet):
    def public(self) -> Q:
        """Only what is public has a card."""
        return Q()

    def of(self, *profiles) -> Self:
        return self.through("of profiles the reader may see").filter(profile__in=profiles)

    def with_one_of(self, keys: Iterable[str]) -> Self:
        return self.filter(keys__overlap=list(keys))
