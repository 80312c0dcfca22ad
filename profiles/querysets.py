from __future__ import annotations

from typing import Self

from django.apps import apps
from django.db.models import Q

from ppi.kernel.scoping import ScopedQuerySet
from ppi.organisations.choices import Status as OrganisationStatus
from profiles.choices import Status


class ProfileQuerySet(ScopedQuerySet):
    def public(self) -> Q:
        """A company that was suspended takes its profile with it."""
        return Q(status=Status.PUBLISHED, organisation__status=OrganisationStatus.VERIFIED)

    def matching(self, words: str) -> Self:
        """Every word stands in the company's name, its texts, or a product's name."""
        rows = self
        for word in words.split()[:8]:
            products = public_products().filter(
                Q(name__icontains=word) | Q(problem__icontains=word)
            )
            rows = rows.filter(
                Q(organisation__name__icontains=word)
                | Q(headline__icontains=word)
                | Q(about__icontains=word)
                | Q(pk__in=products.values("profile"))
            )
        return rows


def serving(code: str) -> Q:
    """Delivers in this region: in all of it, in a part of it, or in a wider one."""
    wider = [code[:length] for length in range(2, len(code))]
    return Q(areas__contains=[code]) | Q(nuts__overlap=wider)


def seeking_first_buyer() -> Q:
    seeking = public_products().filter(seeking_first_buyer=True)
    return Q(pk__in=seeking.values("profile"))


def public_products():
    """Asked of the registry, because models stand above querysets."""
    return apps.get_model("profiles.Product").objects.published_anywhere()


class ProductQuerySet(ScopedQuerySet):
    """Products belong to a portal, and are shared or not, through their profile."""

    def public(self) -> Q:
        return Q(
            status=Status.PUBLISHED,
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

    def of(self, profile) -> Self:
        """All products of a profile that the reader may see, in its own order."""
        own = self.through("of a profile the reader may see")
        return own.filter(profile=profile).order_by("position", "pk")

    def shown_with(self, profiles) -> Self:
        """The products that stand on these profiles' pages, were the profiles public."""
        rows = self.through("of profiles the reader may see")
        return rows.filter(profile__in=profiles, status=Status.PUBLISHED).order_by("position", "pk")


class RevisionQuerySet(ScopedQuerySet):
    """Nothing here is public: members see their organisation's, moderators their portal's."""

    def public(self) -> Q:
        return Q(pk__in=[])

    def in_sight_of(self, portal) -> Q:
        return Q(profile__portal=portal)

    def managed_by(self, *organisations) -> Self:
        return self.through("managed_by").filter(profile__organisation__in=organisations)

    def moderated_by(self, portal) -> Self:
        return self.through("moderated_by").filter(profile__portal=portal)

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
