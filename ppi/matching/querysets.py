from __future__ import annotations

from datetime import datetime
from typing import Self

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from ppi.kernel.scoping import ScopedQuerySet
from ppi.matching.choices import NOT_FOR_US, USUAL_BAR
from tenders.querysets import answerable

# An imported need was published elsewhere, perhaps long ago: here it is as new as its row.
CAME_LATER = Q(opportunity__published_at__gte=F("profile__published_at")) | Q(
    opportunity__created_at__gte=F("profile__published_at")
)


def set_aside() -> Q:
    """Matches of which the company has said that the need is not for it."""
    said = apps.get_model("matching.Feedback").objects.everywhere("a match's own company answered")
    own = said.filter(
        opportunity=OuterRef("opportunity"),
        organisation=OuterRef("profile__organisation"),
        answer__in=NOT_FOR_US,
    )
    return Q(Exists(own))


class MatchQuerySet(ScopedQuerySet):
    """A match is seen by the matched company alone."""

    def public(self) -> Q:
        return Q(pk__in=[])

    def in_sight_of(self, portal) -> Q:
        return Q(opportunity__portal=portal)

    def managed_by(self, *organisations) -> Self:
        return self.through("managed_by").filter(profile__organisation__in=organisations)

    def moderated_by(self, portal) -> Self:
        return self.through("moderated_by").filter(opportunity__portal=portal)

    def about(self, opportunity) -> Self:
        """All companies that one need was matched with: for jobs, and for sums."""
        return self.through("all companies matched").filter(opportunity=opportunity)

    def of_profile(self, profile) -> Self:
        """All needs that one company was matched with."""
        return self.through("all needs matched").filter(profile=profile)

    def for_person(self, user) -> Self:
        """Matches of the companies in which this person is a member, while both are public."""
        own = self.through("for_person").select_related("product")
        return own.filter(profile__organisation__memberships__user=user).of_public_things()

    def wanted(self) -> Self:
        """Those that the company has not set aside."""
        return self.exclude(set_aside())

    def of_public_things(self) -> Self:
        """Neither side was withdrawn, or suspended, since they were matched."""
        return self.filter(
            opportunity__in=opportunities().published_anywhere(),
            profile__in=apps.get_model("profiles.Profile").objects.published_anywhere(),
        )

    def worth_telling(self) -> Self:
        """With the score that the company's own portal asks for before it sends a message."""
        weights = apps.get_model("matching.Weights").objects.everywhere("a company's own portal's")
        own = weights.filter(portal=OuterRef("profile__portal")).values("told_from")
        return self.filter(score__gte=Coalesce(Subquery(own), USUAL_BAR))

    def of_needs_that_came_later(self) -> Self:
        """The need was published, or imported, when the company was here already: it is news."""
        return self.filter(CAME_LATER)

    def of_needs_that_stood_open(self, now: datetime) -> Self:
        """The need was here before the company, and can still be answered."""
        return self.exclude(CAME_LATER).filter(answerable(now, "opportunity__"))

    def shown_in(self, portal) -> Self:
        """Those whose need can be read in this portal."""
        return self.filter(opportunity__in=opportunities().published(portal))


class OfEntryQuerySet(ScopedQuerySet):
    """What belongs to an entry of the index is compared by jobs, and shown nowhere."""

    def public(self) -> Q:
        return Q(pk__in=[])

    def in_sight_of(self, portal) -> Q:
        return Q(pk__in=[])


class LinkQuerySet(ScopedQuerySet):
    """A link is as public as the two things that it joins, and those are in the index."""

    def public(self) -> Q:
        return Q()

    def in_sight_of(self, portal) -> Q:
        entries = apps.get_model("search.Entry").objects
        return Q(other__in=entries.published(portal).values("pk"))

    def beside(self, subject) -> Self:
        """Those of one published object, the best first."""
        of_model = ContentType.objects.get_for_model(subject)
        rows = self.filter(entry__content_type=of_model, entry__object_id=subject.pk)
        return rows.order_by("-score", "-other__published_at", "pk")

    def for_person(self, user) -> Self:
        """Those of what this person's organisations have published, to what is others'."""
        rows = apps.get_model("organisations.Membership").objects.of_person(user)
        own = rows.values("organisation")
        return self.filter(entry__organisation__in=own).exclude(other__organisation__in=own)

    def best_of_each(self) -> Self:
        """Of several links to one thing the best."""
        best = self.order_by("other", "-score", "pk").distinct("other")
        return self.filter(pk__in=best.values("pk"))


class OfPortalQuerySet(ScopedQuerySet):
    """Settings of a portal: its moderators' business."""

    def public(self) -> Q:
        return Q(pk__in=[])


class FeedbackQuerySet(ScopedQuerySet):
    """What a company answers is known to the company alone; others learn sums."""

    def public(self) -> Q:
        return Q(pk__in=[])

    def in_sight_of(self, portal) -> Q:
        return Q(opportunity__portal=portal)

    def moderated_by(self, portal) -> Self:
        return self.through("moderated_by").filter(organisation__portal=portal)

    def for_person(self, user) -> Self:
        """Answers of the companies in which this person is a member."""
        return self.through("for_person").filter(organisation__memberships__user=user)

    def about(self, opportunity) -> Self:
        """Those to one need, for its buyer's sums."""
        return self.through("summed up for the buyer").filter(opportunity=opportunity)


def opportunities():
    """Asked of the registry, because models stand above querysets."""
    return apps.get_model("tenders.Opportunity").objects


class OwnQuerySet(ScopedQuerySet):
    """What a person wants to hear of is known to that person only."""

    def public(self) -> Q:
        return Q(pk__in=[])

    def managed_by(self, *organisations) -> Self:
        """None: it is a person's, whoever else works there."""
        return self.through("managed_by").none()

    def moderated_by(self, portal) -> Self:
        """None: what people look for is not the moderators' business."""
        return self.through("moderated_by").none()

    def in_sight_of(self, portal) -> Q:
        return Q()

    def of_person(self, person) -> Self:
        return self.through("one's own").filter(person=person)


class OpeningQuerySet(ScopedQuerySet):
    """Which company opened what is shown nowhere; the buyer learns a sum."""

    def public(self) -> Q:
        return Q(pk__in=[])

    def in_sight_of(self, portal) -> Q:
        return Q(opportunity__portal=portal)

    def moderated_by(self, portal) -> Self:
        """None: what companies read is not the moderators' business."""
        return self.through("moderated_by").none()

    def about(self, opportunity) -> Self:
        """Those of one need, for its buyer's sum."""
        return self.through("summed up for the buyer").filter(opportunity=opportunity)


class HitQuerySet(OwnQuerySet):
    def of_person(self, person) -> Self:
        return self.through("one's own").filter(search__person=person)


class CalendarQuerySet(OwnQuerySet):
    def opened_by(self, token: str) -> Self:
        """The address that this token is."""
        return self.through("the token is the permission").filter(token=token)
