"""How long must the market have? The directives' minimum time limits as rules over rows.

Days are calendar days. The day of dispatch is not counted, and a period that would end on a
Saturday or Sunday ends on the next working day (Regulation (EEC, Euratom) 1182/71, article 3).
Public holidays move the end too, and are not known here yet: the sentence says so.

Reductions (article 27 of 2014/24 and its likes) do not add up; the shortest one that applies
counts. What must be given besides: reasons for urgency; for a prior information notice that it
was sent between 35 days and 12 months before and held the information then available. Documents
that are not offered electronically add five days (article 53), which is not counted here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ppi.kernel.dates import day
from ppi.taxonomy.choices import Directive, FigureStatus, Procedure
from ppi.taxonomy.models import TimeLimit

TENDERS, REQUESTS = "tenders", "requests"
SATURDAY = 5
REASONS = {
    "electronic": gettext_lazy("Tenders may be sent electronically: %(days)s days."),
    "prior_information": gettext_lazy(
        "A prior information notice was published 35 days to 12 months before: %(days)s days."
    ),
    "urgent": gettext_lazy("The purchase is urgent, and the notice says why: %(days)s days."),
}


@dataclass(frozen=True)
class Reduction:
    """A shorter time that applies here. The shortest decides (`decides`)."""

    reason: str
    days: int
    decides: bool

    @property
    def sentence(self) -> str:
        return str(REASONS[self.reason]) % {"days": self.days}


@dataclass(frozen=True)
class TimeLimitAnswer:
    """The minimum for the notice's own deadline, and for the second step where there is one.

    `days` and `earliest` are None where the directive fixes no minimum, or where none is recorded
    (`is_recorded` tells the two apart). `earliest` is the first day the deadline may fall on.
    """

    procedure: str
    directive: str
    stage: str
    days: int | None = None
    earliest: date | None = None
    article: str = ""
    second_stage_days: int | None = None
    reductions: tuple[Reduction, ...] = field(default=())
    note: str = ""
    status: str = ""
    source: str = ""
    is_recorded: bool = True

    @property
    def sentence(self) -> str:
        parts = [self.minimum, self.second_step, self.date_sentence, self.caution]
        return " ".join(part for part in parts if part)

    @property
    def minimum(self) -> str:
        """How many days at least, for what, and by which article."""
        words = {
            "directive": Directive(self.directive).label,
            "article": self.article,
            "days": self.days,
        }
        if not self.is_recorded:
            return _("No time limit is recorded for this procedure under %(directive)s.") % words
        if self.days is None:
            return (
                _(
                    "%(directive)s fixes no number of days (article %(article)s); the time must "
                    "suit the purchase."
                )
                % words
            )
        return self._stage_sentence() % words

    def _stage_sentence(self) -> str:
        if self.stage == REQUESTS:
            return ngettext(
                "Requests to take part: at least %(days)s day after the notice is sent "
                "(article %(article)s of %(directive)s).",
                "Requests to take part: at least %(days)s days after the notice is sent "
                "(article %(article)s of %(directive)s).",
                self.days,
            )
        return ngettext(
            "Tenders: at least %(days)s day after the notice is sent "
            "(article %(article)s of %(directive)s).",
            "Tenders: at least %(days)s days after the notice is sent "
            "(article %(article)s of %(directive)s).",
            self.days,
        )

    @property
    def second_step(self) -> str:
        if self.second_stage_days is None:
            return ""
        return _("Then tenders: at least %(days)s days after the invitation is sent.") % {
            "days": self.second_stage_days
        }

    @property
    def date_sentence(self) -> str:
        if self.earliest is None:
            return ""
        return _("Earliest deadline: %(day)s, public holidays not considered.") % {
            "day": day(self.earliest)
        }

    @property
    def caution(self) -> str:
        """A warning where the figures were not seen in an official source, else ""."""
        return str(FigureStatus(self.status).help) if self.status else ""


def minimum(
    procedure: str,
    *,
    directive: str,
    electronic: bool = True,
    prior_information: bool = False,
    urgent: bool = False,
    dispatch: date | None = None,
) -> TimeLimitAnswer:
    """The minimum time limit of a procedure; one query.

    Raises `ValueError` for a procedure or directive that does not exist.
    """
    procedure, directive = Procedure(procedure), Directive(directive)
    row = TimeLimit.objects.filter(procedure=procedure, directive=directive).first()
    if row is None:
        return TimeLimitAnswer(procedure, directive, stage=TENDERS, is_recorded=False)
    claims = {"electronic": electronic, "prior_information": prior_information, "urgent": urgent}
    return answered(row, {reason for reason, claimed in claims.items() if claimed}, dispatch)


def answered(row: TimeLimit, claims: set[str], dispatch: date | None) -> TimeLimitAnswer:
    """The row's days after the reductions claimed. A procedure with requests has two steps."""
    tenders, tender_reductions = shortest(
        row.tenders,
        claims,
        electronic=row.tenders_electronic,
        prior_information=row.tenders_pin,
        urgent=row.tenders_urgent,
    )
    requests, request_reductions = shortest(row.requests, claims, urgent=row.requests_urgent)
    in_two_steps = row.requests is not None
    days = requests if in_two_steps else tenders
    return TimeLimitAnswer(
        procedure=row.procedure,
        directive=row.directive,
        stage=REQUESTS if in_two_steps else TENDERS,
        days=days,
        earliest=earliest_deadline(dispatch, days) if dispatch and days else None,
        article=row.article,
        second_stage_days=tenders if in_two_steps else None,
        reductions=request_reductions + tender_reductions,
        note=row.note,
        status=row.status,
        source=row.source,
    )


def shortest(
    days: int | None, claims: set[str], **reduced: int | None
) -> tuple[int | None, tuple[Reduction, ...]]:
    """The fewest days that are allowed, and the reductions that were weighed."""
    available = {
        reason: shorter
        for reason, shorter in reduced.items()
        if reason in claims and shorter is not None
    }
    if days is None or not available:
        return days, ()
    fewest = min(days, *available.values())
    return fewest, tuple(
        Reduction(reason, shorter, decides=shorter == fewest)
        for reason, shorter in available.items()
    )


def earliest_deadline(dispatch: date, days: int) -> date:
    """The last day of the shortest period: the first on which a deadline may fall."""
    try:
        end = dispatch + timedelta(days=days)
        while end.weekday() >= SATURDAY:
            end += timedelta(days=1)
    except OverflowError:
        return date.max
    return end
