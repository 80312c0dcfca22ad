"""What waits at the buyer's desk: to do, what expires, what is still to be reported.

All of it is read off facts that stand here; each group asks a fixed number of queries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ppi.discussion.models import Question
from ppi.kernel import dates
from ppi.organisations.choices import Role
from ppi.organisations.models import Membership, Organisation
from ppi.taxonomy import deadlines
from tenders import rules
from tenders.choices import EDITABLE, Status
from tenders.models import FollowUp, Opportunity
from tenders.models.opportunity import EXPIRES_SOON

# Of each group the most urgent things; the list below them holds the rest.
MOST_SHOWN = 20
# Time enough to answer what companies still ask.
CLOSES_SOON = timedelta(days=14)
# An award notice that is missing for longer is no news to anybody.
STILL_REPORTED = timedelta(days=365)


@dataclass(frozen=True)
class Task:
    """One line of the desk: a thing to do, the page on which it is done, and why it is here."""

    label: str
    url: str
    hint: str
    state_text: str = ""
    done: bool = False


@dataclass(frozen=True)
class Group:
    name: str
    heading: str
    tasks: list[Task]


def groups(user, organisations: list[Organisation]) -> list[Group]:
    """Those in which there is something, the most urgent first."""
    own = Opportunity.objects.managed_by(*organisations)
    found = [
        Group("to-do", _("What waits for you"), _to_do(user, organisations, own)),
        Group("expires", _("What expires"), _expires(own)),
        Group("reports", _("What is to be reported"), _reports(organisations, own)),
    ]
    return [group for group in found if group.tasks]


def _to_do(user, organisations: list[Organisation], own) -> list[Task]:
    tasks = [*_approvals(user, own), *_questions(organisations, own), *_drafts(user, own)]
    return tasks[:MOST_SHOWN]


def _expires(own) -> list[Task]:
    tasks = [*_closing(own), *_lapsed(own), *_frameworks(own), *_contracts(own)]
    return tasks[:MOST_SHOWN]


def _reports(organisations: list[Organisation], own) -> list[Task]:
    tasks = [*_calls(own), *_award_notices(own), *_look_backs(organisations)]
    return tasks[:MOST_SHOWN]


# To do -------------------------------------------------------------------------------------------


def _approvals(user, own) -> list[Task]:
    owned = Membership.objects.of_person(user).filter(role=Role.OWNER).values("organisation")
    waiting = own.filter(status=Status.IN_APPROVAL, organisation__in=owned)
    return [
        Task(row.title, _page(row), _("waits for your approval"), _("Approve"))
        for row in waiting.exclude(submitted_by=user).order_by("updated_at")[:MOST_SHOWN]
    ]


def _questions(organisations: list[Organisation], own) -> list[Task]:
    rows = Question.objects.managed_by(*organisations).about(Opportunity).waiting()
    numbers = Counter(rows.values_list("object_id", flat=True))
    asked = own.filter(pk__in=numbers, status=Status.PUBLISHED).order_by("deadline")
    return [
        Task(
            row.title,
            reverse("tenders:questions", args=[row.slug]),
            ngettext("%(number)s question waits", "%(number)s questions wait", numbers[row.pk])
            % {"number": numbers[row.pk]},
            _("Answer"),
        )
        for row in asked[:MOST_SHOWN]
    ]


def _drafts(user, own) -> list[Task]:
    drafts = own.filter(status__in=EDITABLE).order_by("-updated_at")[:MOST_SHOWN]
    return [
        Task(row.title, reverse("tenders:check", args=[row.slug]), _why(row, user), _("Write"))
        for row in drafts
        if row.assignee_id in (None, user.pk)
    ]


def _why(row: Opportunity, user) -> str:
    if row.status == Status.RETURNED:
        return _("was returned to you")
    if row.corrects_id:
        return _("correction, not published yet")
    return _("in your hands") if row.assignee_id == user.pk else _("draft")


# What expires ------------------------------------------------------------------------------------


def _closing(own) -> list[Task]:
    closing = own.closing(timezone.now(), CLOSES_SOON).order_by("deadline", "pk")
    return [
        Task(
            row.title,
            _page(row),
            _("answers come until %(moment)s") % {"moment": dates.last_moment(row.deadline)},
            _("Look at it"),
        )
        for row in closing[:MOST_SHOWN]
    ]


def _lapsed(own) -> list[Task]:
    return [
        Task(row.title, _page(row), _("its planned time has passed"), _("Correct or end it"))
        for row in own.lapsed(timezone.now()).order_by("published_at", "pk")[:MOST_SHOWN]
    ]


def _frameworks(own) -> list[Task]:
    ending = own.expiring(timezone.localdate(), EXPIRES_SOON).order_by("runs_until", "pk")
    return [
        Task(
            row.title,
            _page(row),
            _("runs until %(day)s") % {"day": dates.day(row.runs_until)},
            _("Plan what follows"),
        )
        for row in _one_a_purchase(ending[: 2 * MOST_SHOWN])
    ]


def _contracts(own) -> list[Task]:
    ending = own.contracts_ending(timezone.localdate(), EXPIRES_SOON)
    ending = ending.order_by("contract_ends_on", "pk")
    return [
        Task(
            row.title,
            _page(row),
            _("the contract was to run until about %(day)s")
            % {"day": dates.day(row.contract_ends_on)},
            _("Plan what follows"),
        )
        for row in _one_a_purchase(ending[: 2 * MOST_SHOWN])
    ]


def _one_a_purchase(rows: Iterable[Opportunity]) -> list[Opportunity]:
    """A call and its result tell of one agreement: the later of them stands for it."""
    return list({row.purchase_id: row for row in rows}.values())[:MOST_SHOWN]


# What is to be reported --------------------------------------------------------------------------


def _calls(own) -> list[Task]:
    results = Opportunity.objects.everywhere("results of these calls").not_taken_off()
    begun = results.filter(concludes=OuterRef("pk"))
    over = own.without_result(timezone.now()).filter(~Exists(begun))
    return [
        Task(row.title, _page(row), _("tell how it ended"), _("Tell the result"))
        for row in over.order_by("deadline")[:MOST_SHOWN]
    ]


def _award_notices(own) -> list[Task]:
    """Above the threshold, where the result names no official notice about the contract."""
    results = own.owing_award_notice(timezone.now() - STILL_REPORTED)
    results = results.select_related("organisation", "portal").order_by("published_at", "pk")
    periods = deadlines.award_notice_periods()
    found = [(row, periods.get(rules.directive_of(row))) for row in results[:MOST_SHOWN]]
    return [
        Task(row.title, _page(row), _due(row, period), _("Send it, and add its link"))
        for row, period in found
        if period is not None
    ]


def _due(result: Opportunity, period) -> str:
    """By when, were the contract concluded on the first day of which something is known here."""
    first = _earliest_conclusion(result)
    country = result.country or result.organisation.country
    notice = deadlines.award_notice_of(period, first, country=country)
    told = {"days": notice.days, "day": dates.day(notice.due_on), "first": dates.day(first)}
    sentence = _(
        "No official award notice is named here. It is due %(days)s days after the contract is "
        "concluded: by %(day)s if that was on %(first)s."
    )
    return notice.told(sentence % told)


def _earliest_conclusion(result: Opportunity) -> date:
    """The day after the standstill; without one, the day on which the result was told."""
    if result.standstill_until:
        return result.standstill_until + timedelta(days=1)
    return rules.local_day(result, result.published_at)


def _look_backs(organisations: list[Organisation]) -> list[Task]:
    due = FollowUp.objects.managed_by(*organisations).due(timezone.localdate())
    due = due.filter(opportunity__status=Status.PUBLISHED).select_related("opportunity")
    return [
        Task(
            row.opportunity.title,
            reverse("tenders:follow-up", args=[row.opportunity.slug]),
            _("awarded a year ago"),
            _("Tell what came of it"),
        )
        for row in due.order_by("due_on")[:MOST_SHOWN]
    ]


def _page(row: Opportunity) -> str:
    return reverse("tenders:detail", args=[row.slug])
