"""Other days the law fixes: answers to questions, standstill, award notice, framework's end.

Each answer rests on rows (`LegalPeriod`) with their source and status, and is None where nothing is
recorded for the directive. Days are counted as `calendars` says: a period that runs forward and
would end on a weekend or public holiday ends on the next working day; one that is counted back from
a day moves nothing (Regulation 1182/71, article 3(4)).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ppi.taxonomy.calendars import days_after, last_working_day, next_working_day
from ppi.taxonomy.choices import Directive, FigureStatus, PeriodKind
from ppi.taxonomy.models import LegalPeriod
from ppi.taxonomy.time_limits import periods_of
from ppi.taxonomy.wording import day

# Acts that are not one of the four directives, as each language calls them.
REMEDIES = {
    "89/665/EEC": gettext_lazy("Directive 89/665/EEC"),
    "92/13/EEC": gettext_lazy("Directive 92/13/EEC"),
}


@dataclass(frozen=True)
class Cited:
    """What every answer takes over from its row."""

    period: LegalPeriod

    @property
    def days(self) -> int:
        """The figure itself, in the row's unit."""
        return self.period.length

    @property
    def article(self) -> str:
        return self.period.article

    @property
    def status(self) -> str:
        return self.period.status

    @property
    def source(self) -> str:
        return self.period.source

    @property
    def citation(self) -> str:
        """«Article 2a(2) of Directive 89/665/EEC.»"""
        act = self.period.act
        label = REMEDIES.get(act, act) if act else Directive(self.period.directive).label
        words = {"article": self.article, "directive": label}
        return _("Article %(article)s of %(directive)s.") % words

    @property
    def caution(self) -> str:
        return str(FigureStatus(self.status).help)

    def told(self, *sentences: str) -> str:
        """The sentences, with citation and caution."""
        return " ".join(part for part in (*sentences, self.citation, self.caution) if part)


@dataclass(frozen=True)
class QuestionsCutOff(Cited):
    """Until when the buyer must have answered, and until when to ask companies for questions.

    `answer_by` is the last day on which an answer still leaves the whole number of days before the
    deadline; `ask_by` is a recommendation, a working day, or None where none is recorded.
    """

    answer_by: date
    ask_by: date | None

    @property
    def sentence(self) -> str:
        answers = ngettext(
            "Questions that came in good time must be answered by %(day)s, so that %(days)s whole "
            "day is left before the deadline.",
            "Questions that came in good time must be answered by %(day)s, so that %(days)s whole "
            "days are left before the deadline.",
            self.days,
        ) % {"day": day(self.answer_by), "days": self.days}
        return self.told(answers)

    @property
    def advice(self) -> str:
        """Until when to let companies ask: nothing the law fixes."""
        if self.ask_by is None:
            return ""
        return _("Ask companies to send their questions by %(day)s. This is a recommendation.") % {
            "day": day(self.ask_by)
        }


@dataclass(frozen=True)
class Standstill(Cited):
    """Between the award decision's dispatch and the contract: its last day, and the day after."""

    ends_on: date
    earliest_conclusion: date

    @property
    def sentence(self) -> str:
        rule = ngettext(
            "Standstill of %(days)s day: it ends on %(end)s, and the contract may be concluded "
            "from %(day)s.",
            "Standstill of %(days)s days: it ends on %(end)s, and the contract may be concluded "
            "from %(day)s.",
            self.days,
        ) % {"days": self.days, "end": day(self.ends_on), "day": day(self.earliest_conclusion)}
        return self.told(rule)


@dataclass(frozen=True)
class AwardNotice(Cited):
    """The last day on which the notice about a concluded contract may be sent."""

    due_on: date

    @property
    def sentence(self) -> str:
        rule = ngettext(
            "Send the contract award notice by %(day)s, %(days)s day after the contract.",
            "Send the contract award notice by %(day)s, %(days)s days after the contract.",
            self.days,
        ) % {"day": day(self.due_on), "days": self.days}
        return self.told(rule)


@dataclass(frozen=True)
class FrameworkMaximum(Cited):
    """How long a framework agreement may last, but for exceptional cases."""

    @property
    def years(self) -> int:
        return self.period.length

    def ends_by(self, starts_on: date) -> date:
        """The last day of an agreement that begins on that day."""
        return days_after(self.period.after(starts_on), -1)

    @property
    def sentence(self) -> str:
        rule = ngettext(
            "A framework agreement lasts at most %(years)s year, except in cases with good "
            "reasons.",
            "A framework agreement lasts at most %(years)s years, except in cases with good "
            "reasons.",
            self.years,
        ) % {"years": self.years}
        return self.told(rule)


def questions_cut_off(
    deadline: date, *, directive: str = Directive.CLASSIC, urgent: bool = False, country: str = ""
) -> QuestionsCutOff | None:
    """The last day for the buyer's answers (article 53(2) of 2014/24), and one for questions.

    Six days before the deadline are six whole days: neither the day of the deadline nor that of
    the answer counts (so the Danish state's guidance, statensindkob.dk of 29 October 2020). A day
    counted back is not moved by weekends (Regulation 1182/71, article 3(4)), so that the last
    working day before it is the safe one. Urgent means four days, where the directive knows that.
    """
    periods = periods_of(Directive(directive))
    answers = periods.get(PeriodKind.ANSWERS)
    if urgent:
        answers = periods.get(PeriodKind.ANSWERS_URGENT, answers)
    if answers is None:
        return None
    answer_by = days_after(answers.before(deadline), -1)
    questions = periods.get(PeriodKind.QUESTIONS)
    ask_by = last_working_day(questions.before(answer_by), country) if questions else None
    return QuestionsCutOff(answers, answer_by, ask_by)


def standstill(
    award_notice_sent_on: date,
    *,
    directive: str = Directive.CLASSIC,
    electronic: bool = True,
    country: str = "",
) -> Standstill | None:
    """How long to wait after the award decision was sent to the tenderers (89/665, article 2a).

    Days count from the day after; an end on a weekend or holiday moves to the next working day.
    """
    what = PeriodKind.STANDSTILL if electronic else PeriodKind.STANDSTILL_BY_POST
    period = periods_of(Directive(directive)).get(what)
    if period is None:
        return None
    end = next_working_day(period.after(award_notice_sent_on), country)
    return Standstill(period, end, days_after(end, 1))


def award_notice_due(
    concluded_on: date, *, directive: str = Directive.CLASSIC, country: str = ""
) -> AwardNotice | None:
    """Until when to send the contract award notice (article 50(1) of 2014/24 and its likes)."""
    period = periods_of(Directive(directive)).get(PeriodKind.AWARD_NOTICE)
    return award_notice_of(period, concluded_on, country=country) if period else None


def award_notice_periods() -> dict[str, LegalPeriod]:
    """How long every directive that knows one leaves for the contract award notice; one query."""
    return {row.directive: row for row in LegalPeriod.objects.filter(what=PeriodKind.AWARD_NOTICE)}


def award_notice_of(period: LegalPeriod, concluded_on: date, *, country: str = "") -> AwardNotice:
    """The same as `award_notice_due`, where the period is at hand."""
    return AwardNotice(period, next_working_day(period.after(concluded_on), country))


def framework_maximum(directive: str = Directive.CLASSIC) -> FrameworkMaximum | None:
    """None for concessions, whose directive knows no framework agreements."""
    period = periods_of(Directive(directive)).get(PeriodKind.FRAMEWORK)
    return FrameworkMaximum(period) if period else None
