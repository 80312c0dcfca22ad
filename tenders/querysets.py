from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Self

from django.db.models import DateField, DurationField, Exists, F, Func, OuterRef, Q
from django.db.models.functions import Cast
from django.utils import timezone

from ppi.kernel.scoping import ScopedQuerySet
from ppi.kernel.words import every_word
from ppi.organisations.choices import Status as Organisations
from ppi.taxonomy.choices import ContractKind
from ppi.taxonomy.thresholds import ABOVE
from tenders.choices import (
    BEFORE_SENDING,
    EDITABLE,
    KINDS,
    KINDS_WITH_PROCEDURE,
    TAKEN_OFF,
    UNDER_WAY,
    Kind,
    Phase,
    Source,
    Status,
    Technique,
)


class MonthsOf(Func):
    """So many calendar months as an interval of the database."""

    function = "make_interval"
    template = "%(function)s(months => %(expressions)s)"
    output_field = DurationField()


class OpportunityQuerySet(ScopedQuerySet):
    def public(self) -> Q:
        return is_public()

    def open_at(self, now: datetime) -> Self:
        """What can still be answered, or is announced for later."""
        return self.filter(answerable(now))

    def to_work_on(self) -> Self:
        """Drafts, returned ones too, and those that wait for approval."""
        return self.filter(status__in=(*EDITABLE, Status.IN_APPROVAL))

    def not_taken_off(self) -> Self:
        """On its way to the public, or there: neither withdrawn nor removed."""
        return self.exclude(status__in=TAKEN_OFF)

    def concluding(self, call) -> Self:
        """The results that its buyer told of a call, in whatever state."""
        return self.through("results of a call that the caller holds").filter(concludes=call)

    def without_result(self, now: datetime) -> Self:
        """Calls whose answers are in, and of which nobody has told how they ended."""
        over = Q(ended=Phase.CLOSED) | Q(ended="", deadline__lte=now)
        public = self.filter(over, status=Status.PUBLISHED, source=Source.MEMBER)
        public = public.exclude(_admitting(now, ""))
        return public.filter(kind__in=KINDS_WITH_PROCEDURE)

    def expiring(self, today: date, within: timedelta) -> Self:
        """Framework agreements and dynamic purchasing systems that end soon."""
        ends = Q(runs_until__range=(today, today + within))
        public = self.filter(ends, status=Status.PUBLISHED).exclude(technique="")
        return public.exclude(ended__in=(Phase.CANCELLED, Phase.UNSUCCESSFUL))

    def closing(self, now: datetime, within: timedelta) -> Self:
        """What companies can answer for so long, and no longer."""
        return self.filter(status=Status.PUBLISHED, ended="", deadline__range=(now, now + within))

    def lapsed(self, now: datetime) -> Self:
        """Purchases planned for a time that has passed, of which nothing more was told."""
        told = self.model.objects.everywhere("later stages of these very purchases")
        told = told.filter(purchase=OuterRef("purchase"), status=Status.PUBLISHED)
        plans = self.filter(kind=Kind.PLANNED, status=Status.PUBLISHED, source=Source.MEMBER)
        plans = plans.filter(~Exists(told.exclude(kind=Kind.PLANNED)), deadline=None, ended="")
        return plans.exclude(answerable(now))

    def contracts_ending(self, today: date, within: timedelta) -> Self:
        """Results whose contract was to run so long, with `contract_ends_on`: its begin and its
        months as they were announced. Agreements and systems say themselves when they end."""
        ends_on = Cast(F("starts_on") + MonthsOf(F("months")), DateField())
        told = self.filter(kind=Kind.RESULT, status=Status.PUBLISHED, technique="", ended="")
        told = told.annotate(contract_ends_on=ends_on)
        return told.filter(contract_ends_on__range=(today, today + within))

    def owing_award_notice(self, since: datetime) -> Self:
        """Results told here of purchases above the threshold that name no official notice.

        Not of call-offs, of which the directives want none (article 50(2) of 2014/24); nor where
        notices may be sent together by quarter, or a contest was held (articles 75(2) and 79(2)).
        """
        results = self.filter(
            kind=Kind.RESULT, status=Status.PUBLISHED, source=Source.MEMBER, ended="",
            threshold=ABOVE, official_url="", published_at__gte=since,
        )  # fmt: skip
        apart = (ContractKind.LIGHT_REGIME, ContractKind.DESIGN_CONTEST)
        results = results.exclude(contract__in=apart)
        return results.exclude(concludes__framework__technique=Technique.FRAMEWORK)

    def matching(self, words: str) -> Self:
        """Every word stands in the title, the need or the buyer's name."""
        return self.filter(every_word(words, "title", "need", "organisation__name"))


# How long a planned purchase is news that does not say when it would begin, and a dynamic system
# that does not say when it ends.
PLANNED_FOR = timedelta(days=365)


def answerable(now: datetime, path: str = "") -> Q:
    """The deadline lies ahead; a planned purchase has none and stays open until its time, and a
    dynamic purchasing system beyond it for as long as it runs.

    `path` leads to the opportunity from another model, for instance `opportunity__`.
    """
    ahead = Q(**{f"{path}deadline__gt": now})
    open_until_ended = (ahead | _still_planned(now, path)) & Q(**{f"{path}ended": ""})
    return open_until_ended | _admitting(now, path)


def _still_planned(now: datetime, path: str) -> Q:
    """Its stated begin lies ahead; without one, it was published within a year.

    A row at hand is judged by `is_still_planned`.
    """
    planned = Q(**{f"{path}deadline": None, f"{path}kind": Kind.PLANNED})
    begins_later = Q(**{f"{path}starts_on__gt": timezone.localdate(now)})
    unpublished = Q(**{f"{path}published_at": None})
    is_new = unpublished | Q(**{f"{path}published_at__gt": now - PLANNED_FOR})
    return planned & (begins_later | (Q(**{f"{path}starts_on": None}) & is_new))


def is_still_planned(opportunity, now: datetime) -> bool:
    """`answerable` for a planned purchase at hand that has no deadline."""
    if opportunity.starts_on:
        return opportunity.starts_on > timezone.localdate(now)
    published_at = opportunity.published_at
    return published_at is None or published_at > now - PLANNED_FOR


# Told of its first awards, a dynamic system runs on; ended in another way, it does not.
RUNS_ON = ("", Phase.AWARDED)


def _admitting(now: datetime, path: str) -> Q:
    """A dynamic purchasing system takes in companies over its whole time (article 34(5)).

    That is until the day it states; without one, for a year after it was published. A row at hand
    is judged by `admits_until`.
    """
    dynamic = Q(
        **{
            f"{path}technique": Technique.DYNAMIC,
            f"{path}kind__in": KINDS_WITH_PROCEDURE,
            f"{path}deadline__isnull": False,
            f"{path}ended__in": RUNS_ON,
        }
    )
    runs = Q(**{f"{path}runs_until__gte": timezone.localdate(now)})
    is_new = Q(**{f"{path}published_at__gt": now - PLANNED_FOR})
    return dynamic & (runs | (Q(**{f"{path}runs_until": None}) & is_new))


def admits_until(opportunity) -> datetime | None:
    """`_admitting` for a row at hand: until when; None where it takes in nobody by itself."""
    is_dynamic = opportunity.technique == Technique.DYNAMIC and opportunity.deadline is not None
    if not is_dynamic or opportunity.ended not in RUNS_ON:
        return None
    if opportunity.kind not in KINDS_WITH_PROCEDURE:
        return None
    if opportunity.runs_until is None:
        return opportunity.published_at and opportunity.published_at + PLANNED_FOR
    return timezone.make_aware(
        datetime.combine(opportunity.runs_until + timedelta(days=1), time.min)
    )


def open_until(opportunity) -> datetime | None:
    """Until when it is `answerable`, as it stands now; None for what was ended, or never was."""
    if admitted := admits_until(opportunity):
        is_ended = bool(opportunity.ended)
        return admitted if is_ended else max(admitted, opportunity.deadline)
    if opportunity.ended:
        return None
    if opportunity.deadline or opportunity.kind != Kind.PLANNED:
        return opportunity.deadline
    if opportunity.starts_on:
        return timezone.make_aware(datetime.combine(opportunity.starts_on, time.min))
    return opportunity.published_at and opportunity.published_at + PLANNED_FOR


def takes_questions(now: datetime) -> Q:
    """The deadline lies ahead, and companies may still ask."""
    in_time = Q(questions_until=None) | Q(questions_until__gt=now)
    return answerable(now) & in_time & Q(takes_questions=True, deadline__gt=now)


def is_public(path: str = "") -> Q:
    """Published, by a buyer who still is verified: not suspended, nor asking again since.

    `path` leads to the opportunity from another model, for instance `opportunity__`.
    """
    return Q(
        **{
            f"{path}status": Status.PUBLISHED,
            f"{path}organisation__status": Organisations.VERIFIED,
        }
    )


class PurchaseQuerySet(ScopedQuerySet):
    """A purchase has no page of its own: it shows through its opportunities."""

    def public(self) -> Q:
        return is_public("opportunities__")

    def moderated_by(self, portal) -> Self:
        return self.through("moderated_by").filter(opportunities__portal=portal)


class PartQuerySet(ScopedQuerySet):
    """Versions, lots, criteria, awards: as public as the opportunity they are part of."""

    def public(self) -> Q:
        return is_public("opportunity__")

    def in_sight_of(self, portal) -> Q:
        own = Q(opportunity__portal=portal)
        return own | Q(opportunity__is_shared=True) if portal.shows_network else own

    def moderated_by(self, portal) -> Self:
        return self.through("moderated_by").filter(opportunity__portal=portal)

    def managed_by(self, *organisations) -> Self:
        return self.through("managed_by").filter(opportunity__organisation__in=organisations)

    def of(self, opportunity) -> Self:
        """Those of one opportunity that the reader may see."""
        return self.through("of an opportunity the reader may see").filter(opportunity=opportunity)


class RowQuerySet(PartQuerySet):
    """Lots, criteria, awards: `KindFacts.parts` says which belong to what they are kept with."""

    @property
    def name(self) -> str:
        return self.model._meta.get_field("opportunity").related_query_name()

    def shown(self) -> Self:
        kinds = [kind for kind, facts in KINDS.items() if self.name in facts.parts]
        return self.filter(opportunity__kind__in=kinds)

    def shown_of(self, opportunity) -> Self:
        """Those of one opportunity, where its kind has such rows."""
        rows = self.of(opportunity)
        return rows if self.name in opportunity.facts.parts else rows.none()


class VersionQuerySet(PartQuerySet):
    def of(self, opportunity) -> Self:
        """All versions of one opportunity that the reader may see, newest publication first."""
        return super().of(opportunity).order_by("-dispatched_at", "-notice_version", "-pk")


class InvitedFirmQuerySet(PartQuerySet):
    def public(self) -> Q:
        """Whom a buyer invited is nobody else's business."""
        return Q(pk__in=[])


class FollowUpQuerySet(PartQuerySet):
    def public(self) -> Q:
        """What came of a purchase is public once the buyer has told it."""
        return super().public() & Q(answered_at__isnull=False)

    def due(self, today: date) -> Self:
        """Asked for and not answered."""
        return self.filter(due_on__lte=today, answered_at=None)


class PersonalQuerySet(PartQuerySet):
    def public(self) -> Q:
        """What somebody types is known to that person only."""
        return Q(pk__in=[])

    def of_person(self, person) -> Self:
        return self.through("one's own").filter(person=person)


class GivenQuerySet(PartQuerySet):
    def public(self) -> Q:
        """Buyers see what was given to them through `of(opportunity)`; nobody else does."""
        return Q(pk__in=[])

    def managed_by(self, *organisations) -> Self:
        """Given by these organisations."""
        return self.through("managed_by").filter(organisation__in=organisations)


class PursuitQuerySet(ScopedQuerySet):
    """What a company follows up: its members', and nobody else's. Neither the buyer's nor a
    moderator's: what a company means to bid for is its own business."""

    def public(self) -> Q:
        return Q(pk__in=[])

    def in_sight_of(self, portal) -> Q:
        return Q(pk__in=[])

    def moderated_by(self, portal) -> Self:
        """Moderators of the portal are no members of the company."""
        return self.through("moderated_by").none()

    def of_member(self, user) -> Self:
        """Those of all companies in which this person has a role."""
        rows = self.through("of_member").filter(organisation__memberships__user=user)
        return rows.exclude(organisation__status=Organisations.MERGED)

    def under_way(self) -> Self:
        return self.filter(status__in=UNDER_WAY)

    def due_until(self, day: date) -> Self:
        """Something of it comes by the end of that day, or has come and was not done."""
        return self.filter(due_until(day))


def due_until(day: date) -> Q:
    """The company's own date; or the deadline, while nothing was sent."""
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    is_called_for = Q(status__in=BEFORE_SENDING, opportunity__ended="")
    deadline = is_called_for & Q(opportunity__deadline__lt=end)
    return deadline | Q(status__in=UNDER_WAY, due_on__lte=day)


class HandoverQuerySet(ScopedQuerySet):
    """What one colleague handed to another: nobody else's."""

    def public(self) -> Q:
        return Q(pk__in=[])

    def in_sight_of(self, portal) -> Q:
        return Q(pk__in=[])

    def moderated_by(self, portal) -> Self:
        return self.through("moderated_by").none()

    def managed_by(self, *organisations) -> Self:
        return self.through("managed_by").filter(pursuit__organisation__in=organisations)
