"""What the rules on time limits answer, in words. The rules themselves stand in `time_limits`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ppi.taxonomy.choices import Directive, FigureStatus
from ppi.taxonomy.wording import country_name, day

# `INVITED`: tenders of those who were admitted before, who are invited and read no notice.
TENDERS, REQUESTS, INVITED = "tenders", "requests", "invited"
ELECTRONIC, PRIOR_INFORMATION, URGENT = "electronic", "prior_information", "urgent"
REASONS = {
    ELECTRONIC: gettext_lazy("Tenders may be sent electronically: %(days)s days."),
    PRIOR_INFORMATION: gettext_lazy("A prior information notice was sent in time: %(days)s days."),
    URGENT: gettext_lazy("The purchase is urgent, and the notice says why: %(days)s days."),
}
# Why a reduction that was asked for does not apply.
UNKNOWN_HERE, TOO_LATE, TOO_EARLY = "unknown-here", "too-late", "too-early"
REFUSALS = {
    (ELECTRONIC, UNKNOWN_HERE): gettext_lazy(
        "This procedure knows no shorter time for electronic tenders."
    ),
    (PRIOR_INFORMATION, UNKNOWN_HERE): gettext_lazy(
        "This procedure knows no shorter time after a prior information notice."
    ),
    (URGENT, UNKNOWN_HERE): gettext_lazy("This procedure knows no shorter time for urgency."),
    (PRIOR_INFORMATION, TOO_LATE): gettext_lazy(
        "The prior information notice of %(sent)s does not shorten the time: it must be sent at "
        "least %(length)s days before the notice."
    ),
    (PRIOR_INFORMATION, TOO_EARLY): gettext_lazy(
        "The prior information notice of %(sent)s does not shorten the time: it may be sent at "
        "most %(length)s months before the notice."
    ),
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
class Refusal:
    """A shorter time that was asked for and does not apply, and why."""

    reason: str
    why: str
    sent: date | None = None
    length: int | None = None

    @property
    def sentence(self) -> str:
        return str(REFUSALS[self.reason, self.why]) % {
            "sent": day(self.sent),
            "length": self.length,
        }


@dataclass(frozen=True)
class TimeLimitAnswer:
    """The minimum for the notice's own deadline, and for the second step where there is one.

    `days` and `earliest` are None where the directive fixes no minimum, where none is recorded
    (`is_recorded` tells the two apart), and below the EU threshold (`is_below`), where
    `days_above` keeps the figure for comparison. `earliest` is the first day the deadline may fall
    on, at its end, and `moved_from` the day the period would end on, were it a working day.
    `extra_days` were added for documents that are not offered electronically. `agreed_days` is what
    holds where the buyer may agree the time for tenders with the candidates and does not.
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
    technique: str = ""
    country: str = ""
    moved_from: date | None = None
    refusals: tuple[Refusal, ...] = field(default=())
    extra_days: int = 0
    agreed_days: int | None = None
    is_below: bool = False
    days_above: int | None = None

    @property
    def sentence(self) -> str:
        parts = [
            self.minimum,
            self.second_step,
            self.date_sentence,
            self.extension,
            self.condition,
            *[refusal.sentence for refusal in self.refusals],
            self.agreement,
            self.caution,
        ]
        return " ".join(part for part in parts if part)

    @property
    def minimum(self) -> str:
        """How many days at least, for what, and by which article."""
        words = {
            "directive": Directive(self.directive).label,
            "article": self.article,
            "days": self.days,
        }
        if self.is_below:
            return self._below
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

    @property
    def _below(self) -> str:
        """Which rules there are where the directives fix none."""
        words = {"country": country_name(self.country) if self.country else ""}
        rule = (
            _("Below the EU threshold no directive fixes a time limit; rules of %(country)s may.")
            if self.country
            else _("Below the EU threshold no directive fixes a time limit; national rules may.")
        )
        if self.days_above is None:
            return f"{rule % words} {_('Indicative.')}"
        above = ngettext(
            "Above it, the minimum would be %(days)s day.",
            "Above it, the minimum would be %(days)s days.",
            self.days_above,
        ) % {"days": self.days_above}
        return f"{rule % words} {above} {_('Indicative.')}"

    def _stage_sentence(self) -> str:
        if self.stage == REQUESTS:
            return ngettext(
                "Requests to take part: at least %(days)s day after the notice is sent "
                "(article %(article)s of %(directive)s).",
                "Requests to take part: at least %(days)s days after the notice is sent "
                "(article %(article)s of %(directive)s).",
                self.days,
            )
        if self.stage == INVITED:
            return ngettext(
                "Tenders: at least %(days)s day after the invitation is sent "
                "(article %(article)s of %(directive)s).",
                "Tenders: at least %(days)s days after the invitation is sent "
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
        """The earliest day, whether a weekend or holiday moved it, and what was not considered."""
        if self.earliest is None:
            return ""
        words = {
            "day": day(self.earliest),
            "ended": day(self.moved_from),
            "country": country_name(self.country) if self.country else "",
        }
        if not self.country:
            return _("Earliest deadline: %(day)s, public holidays not considered.") % words
        if self.moved_from is None:
            return _("Earliest deadline: %(day)s.") % words
        return (
            _(
                "Earliest deadline: %(day)s, the next working day in %(country)s after %(ended)s "
                "(Regulation 1182/71, article 3(4))."
            )
            % words
        )

    @property
    def extension(self) -> str:
        if not self.extra_days:
            return ""
        return ngettext(
            "%(days)s day of these was added, since the documents are not offered electronically.",
            "%(days)s days of these were added, since the documents are not offered "
            "electronically.",
            self.extra_days,
        ) % {"days": self.extra_days}

    @property
    def condition(self) -> str:
        """What the buyer must do for a reduction to hold."""
        if not any(reduction.reason == URGENT for reduction in self.reductions):
            return ""
        return _("Give the reasons for the urgency in the notice; without them the time is longer.")

    @property
    def agreement(self) -> str:
        if self.agreed_days is None:
            return ""
        return _(
            "Where national law allows it, a regional or local authority may agree the time for "
            "tenders with all selected candidates; without agreement it is then at least %(days)s "
            "days."
        ) % {"days": self.agreed_days}

    @property
    def caution(self) -> str:
        """A warning where the figures were not seen in an official source, else ""."""
        return str(FigureStatus(self.status).help) if self.status else ""
