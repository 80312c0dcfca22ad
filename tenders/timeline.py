"""The story of a purchase: the dates of every stage that this reader may see, on one line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import groupby

from django.db.models import Q
from django.db.models.fields.json import KT
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ppi.kernel import dates
from tenders.choices import Phase, Source, Technique
from tenders.models import FollowUp, Opportunity, Version
from tenders.versions import is_award_taken_back, shown_numbers

ENDED = {
    Phase.CLOSED: gettext_lazy("Closed before its deadline"),
    Phase.CANCELLED: gettext_lazy("Cancelled"),
    Phase.UNSUCCESSFUL: gettext_lazy("Ended without a contract"),
    Phase.AWARDED: gettext_lazy("Awarded"),
}
RUNS_OUT = {
    Technique.FRAMEWORK: gettext_lazy("The framework agreement ends"),
    Technique.DYNAMIC: gettext_lazy("The dynamic purchasing system ends"),
}


@dataclass(frozen=True)
class Event:
    """`state`: done, now (the last thing that happened) or next. No `url`: it is this page.

    `has_hour`: told to the minute, as a deadline is, and not by its day alone.
    `stage` is the kind of announcement that it belongs to; empty where there is only one.
    """

    at: datetime
    label: str
    date_text: str
    stage: str
    url: str = ""
    state: str = "next"
    has_hour: bool = False


def timeline_of(opportunity: Opportunity, request) -> list[Event]:
    """What happened in this purchase and what comes, in the order of time.

    Five queries, however many stages, corrections and call-offs there are.
    """
    stages = stages_of(opportunity, request.portal)
    steps, answered = steps_by_stage(stages), follow_ups_by_stage(stages)
    # A call and its result tell of one agreement: the result says when it ends.
    retold = {stage.concludes_id for stage in stages if stage.technique and stage.runs_until}
    told = [
        event
        for stage in stages
        for event in _events_of(stage, opportunity, steps.get(stage.pk, []), answered, retold)
    ]
    if len(stages) == 1:
        told = [replace(event, stage="") for event in told]
    return in_time(told, timezone.now())


def stages_of(opportunity: Opportunity, portal) -> list[Opportunity]:
    """The stages of its purchase, its call-offs, and the agreement that it is called off from."""
    story = Q(purchase=opportunity.purchase_id) | Q(framework__purchase=opportunity.purchase_id)
    if opportunity.framework_id:
        story |= Q(pk=opportunity.framework_id)
    # The draft of a correction stands where what it corrects will.
    itself = [opportunity.pk, opportunity.corrects_id]
    rows = Opportunity.objects.published(portal).filter(story).exclude(pk__in=filter(None, itself))
    return sorted([*rows, opportunity], key=lambda row: (row.facts.step, row.pk))


def in_time(events: list[Event], now: datetime) -> list[Event]:
    ordered = sorted(events, key=lambda event: event.at)
    past = sum(event.at <= now for event in ordered)
    states = ["done"] * max(past - 1, 0) + ["now"] * min(past, 1)
    states += ["next"] * (len(ordered) - past)
    return [replace(event, state=state) for event, state in zip(ordered, states, strict=True)]


@dataclass(frozen=True)
class Step:
    """A later version that readers saw, unless it says how it is over now.

    `ended` is how it was over until the buyer, or a result, said more.
    """

    number: int
    at: datetime
    takes_award_back: bool
    ended: str = ""


def steps_by_stage(stages: list[Opportunity]) -> dict[int, list[Step]]:
    corrected = {stage.pk: stage for stage in stages if stage.version > 1}
    rows = Version.objects.everywhere("of stages that the reader may see")
    rows = rows.filter(opportunity__in=corrected).order_by("opportunity", "number")
    columns = ("opportunity", "number", "notice_id", "dispatched_at", "notice_version")
    found = rows.annotate(ended=KT("content__ended")).values_list(*columns, "ended")
    return {
        pk: list(_steps([row[1:] for row in group], corrected[pk]))
        for pk, group in groupby(found, key=lambda row: row[0])
    }


def _steps(rows: list[tuple], stage: Opportunity) -> Iterator[Step]:
    """All that were shown but the first, and the one by which it is over now."""
    shown = set(shown_numbers([row[:4] for row in rows], current=stage.version))
    seen = [row for row in rows if row[0] in shown]
    for old, new in zip(seen, seen[1:], strict=False):
        before, after = old[4] or "", new[4] or ""
        is_back = is_award_taken_back(before, after)
        is_end = bool(after) and before != after and not is_back
        if not is_end or after != stage.ended:
            yield Step(new[0], new[2], is_back, after if is_end else "")


def follow_ups_by_stage(stages: list[Opportunity]) -> dict[int, datetime]:
    rows = FollowUp.objects.everywhere("of stages that the reader may see")
    told = rows.filter(opportunity__in=stages, answered_at__isnull=False)
    return dict(told.values_list("opportunity", "answered_at"))


def _events_of(
    stage: Opportunity,
    here: Opportunity,
    steps: list[Step],
    answered: dict[int, datetime],
    retold: set[int | None],
) -> Iterator[Event]:
    kind = stage.get_kind_display()
    url = "" if stage.pk == here.pk else reverse("tenders:detail", args=[stage.slug])
    is_apart = stage.purchase_id != here.purchase_id
    if stage.published_at:
        label = _beside(stage, here) if is_apart else kind
        yield Event(stage.published_at, label, dates.day(stage.published_at), kind, url)
    if is_apart:
        return  # Of another purchase it is enough here that it began.
    for step in steps:
        version = reverse("tenders:version", args=[stage.slug, step.number])
        yield Event(step.at, _named(step, stage), dates.day(step.at), kind, version)
    for at, label in _moments(stage):
        yield Event(at, str(label), dates.last_moment(at), kind, url, has_hour=True)
    for day, label in _days(stage, is_retold=stage.pk in retold):
        yield Event(end_of(day), str(label), dates.day(day), kind, url)
    if at := answered.get(stage.pk):
        yield Event(at, _("What came of it"), dates.day(at), kind, url)


def _named(step: Step, stage: Opportunity) -> str:
    if step.takes_award_back:
        return _("Result withdrawn")
    if step.ended:
        return str(ENDED[step.ended])
    if stage.source == Source.MEMBER:
        return _("Corrected: version %(number)s") % {"number": step.number}
    return _("Notice: version %(number)s") % {"number": step.number}


def _moments(stage: Opportunity) -> Iterator[tuple[datetime, object]]:
    """Cut-off, deadline and end; what lies behind the end will not come."""
    planned = [(stage.deadline, _("Deadline"))]
    if stage.takes_questions:
        planned.append((stage.questions_until, _("Questions until")))
    for at, label in planned:
        if at is not None and (stage.ended_at is None or at <= stage.ended_at):
            yield at, label
    if stage.ended:
        yield stage.ended_at, ENDED[stage.ended]


def _days(stage: Opportunity, *, is_retold: bool) -> Iterator[tuple[date, object]]:
    planned = [(stage.standstill_until, _("Standstill until"))]
    if stage.technique and not is_retold:
        planned.append((stage.runs_until, RUNS_OUT[stage.technique]))
    for day, label in planned:
        if day is not None and not (stage.came_to_nothing and end_of(day) > stage.ended_at):
            yield day, label


def end_of(day: date | datetime) -> datetime:
    """The moment itself, or the last one of the day where the reader is."""
    if isinstance(day, datetime):
        return day
    return timezone.make_aware(datetime.combine(day, time.max))


def _beside(stage: Opportunity, here: Opportunity) -> str:
    """A call-off, or the agreement that this one is called off from."""
    told = {"title": stage.title}
    if stage.pk != here.framework_id:
        return _("Called off: %(title)s") % told
    if stage.technique == Technique.DYNAMIC:
        return _("Dynamic purchasing system: %(title)s") % told
    return _("Framework agreement: %(title)s") % told
