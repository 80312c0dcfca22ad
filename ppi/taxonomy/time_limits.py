"""How long must the market have? The directives' minimum time limits as rules over rows.

Days are calendar days, counted by Regulation (EEC, Euratom) 1182/71 (see `calendars`): the day of
dispatch is not counted, and a period that would end on a Saturday, a Sunday or a public holiday of
the buyer's country ends on the next working day. A period ends with the last hour of its last day:
a deadline at noon on the earliest day cuts it by half a day (article 3(2)(b)), of which
`deadline_checks` warns.

Reductions (article 27 of 2014/24 and its likes) do not add up; the shortest one that applies
counts. What must be given besides: reasons for urgency; for a prior information notice that it
was sent between 35 days and 12 months before (52 days for defence), which is checked where its day
is known, and that it held the information then available. Documents that are not offered
electronically add five days (article 53(1)), except where urgency shortens the time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ppi.taxonomy.calendars import days_after, next_working_day
from ppi.taxonomy.choices import BuyerType, Directive, PeriodKind, Procedure, Technique
from ppi.taxonomy.models import LegalPeriod, TimeLimit
from ppi.taxonomy.time_limit_answer import (
    ELECTRONIC,
    INVITED,
    PRIOR_INFORMATION,
    REQUESTS,
    TENDERS,
    TOO_EARLY,
    TOO_LATE,
    UNKNOWN_HERE,
    URGENT,
    Reduction,
    Refusal,
    TimeLimitAnswer,
)

# Member states may let these buyers agree the time for tenders with the candidates (article 28(4)).
MAY_AGREE = BuyerType.SUB_CENTRAL


@dataclass(frozen=True)
class Circumstances:
    """What shortens, lengthens or dates a time limit.

    `electronic`: tenders may be sent electronically; `documents_electronic`: the documents are
    offered so. `prior_information_on` is the day a prior information notice was sent; with
    `dispatch` it is checked and the reduction refused where it does not hold, without one it is
    taken on trust, as `prior_information` is. `urgent`: the notice gives reasons. `country` (ISO
    3166) brings its public holidays, `buyer_type` what is said on agreed times. `invited`: those
    who were admitted before are asked for tenders, as in each purchase of a dynamic purchasing
    system; `dispatch` is then the day of the invitation.

    Raises `ValueError` for a buyer type that does not exist.
    """

    electronic: bool = True
    prior_information: bool = False
    urgent: bool = False
    dispatch: date | None = None
    documents_electronic: bool = True
    country: str = ""
    prior_information_on: date | None = None
    buyer_type: str = ""
    invited: bool = False

    def __post_init__(self) -> None:
        if self.buyer_type:
            BuyerType(self.buyer_type)

    @property
    def claims(self) -> set[str]:
        """The reductions asked for."""
        claimed = {
            ELECTRONIC: self.electronic,
            PRIOR_INFORMATION: self.prior_information or self.prior_information_on is not None,
            URGENT: self.urgent,
        }
        return {reason for reason, is_claimed in claimed.items() if is_claimed}

    @property
    def needs_periods(self) -> bool:
        return not self.documents_electronic or self.prior_information_on is not None


def minimum(
    procedure: str,
    *,
    directive: str,
    technique: str = "",
    contract: str = "",
    above_threshold: bool = True,
    **circumstances: Any,
) -> TimeLimitAnswer:
    """The minimum time limit of a procedure; one query, or two (documents, a dated prior notice).

    The other keywords are the fields of `Circumstances`. `technique="dps"` asks for the limits of a
    dynamic purchasing system. Where buyers set their own procedure, a limit is recorded for some
    kinds of `contract` only, and none without one. Below the threshold no directive fixes anything,
    and the answer says what applies.

    Raises `ValueError` for a procedure, directive, buyer type or technique that does not exist.
    """
    asked = Circumstances(**circumstances)
    key = {
        "procedure": Procedure(procedure),
        "directive": Directive(directive),
        "technique": Technique(technique) if technique else "",
    }
    row = TimeLimit.objects.filter(**key).first()
    if row is None or not row.concerns(contract):
        answer = TimeLimitAnswer(**key, stage=TENDERS, is_recorded=False, country=asked.country)
    else:
        answer = answered(row, asked)
    return answer if above_threshold else below(answer)


def below(answer: TimeLimitAnswer) -> TimeLimitAnswer:
    """The same answer where no directive applies: nothing is fixed, the figure is a comparison."""
    return TimeLimitAnswer(
        procedure=answer.procedure,
        directive=answer.directive,
        stage=answer.stage,
        technique=answer.technique,
        country=answer.country,
        is_below=True,
        is_recorded=answer.is_recorded,
        days_above=answer.days,
    )


def answered(
    row: TimeLimit,
    circumstances: Circumstances,
    periods: dict[str, LegalPeriod] | None = None,
) -> TimeLimitAnswer:
    """The row's days after the reductions claimed. A procedure with requests has two steps.

    `periods` are the directive's (`periods_of`), fetched here where they are needed.
    """
    if periods is None:
        periods = periods_of(row.directive) if circumstances.needs_periods else {}
    refusal = prior_notice_refused(circumstances, periods)
    claims = circumstances.claims - ({PRIOR_INFORMATION} if refusal else set())
    requests, tenders, reductions = reduced(row, claims)
    extra = extra_days(row, circumstances, periods)
    tenders = tenders + extra if tenders is not None else None
    stage = stage_of(row, circumstances)
    in_two_steps = stage == REQUESTS
    answer = TimeLimitAnswer(
        procedure=row.procedure,
        directive=row.directive,
        technique=row.technique,
        stage=stage,
        days=requests if in_two_steps else tenders,
        article=row.article,
        second_stage_days=tenders if in_two_steps else None,
        reductions=reductions,
        refusals=refused(claims, reductions, refusal),
        extra_days=extra,
        agreed_days=row.tenders_agreed if circumstances.buyer_type == MAY_AGREE else None,
        country=circumstances.country,
        note="" if circumstances.invited else row.note,
        status=row.status,
        source=row.source,
    )
    return dated(answer, circumstances.dispatch)


def stage_of(row: TimeLimit, circumstances: Circumstances) -> str:
    """What the deadline is for that is asked about."""
    if circumstances.invited:
        return INVITED
    return TENDERS if row.requests is None else REQUESTS


def reduced(
    row: TimeLimit, claims: set[str]
) -> tuple[int | None, int | None, tuple[Reduction, ...]]:
    """Days for requests and for tenders, and the reductions that were weighed."""
    requests, of_requests = shortest(row.requests, claims, urgent=row.requests_urgent)
    tenders, of_tenders = shortest(
        row.tenders,
        claims,
        electronic=row.tenders_electronic,
        prior_information=row.tenders_pin,
        urgent=row.tenders_urgent,
    )
    return requests, tenders, of_requests + of_tenders


def dated(answer: TimeLimitAnswer, dispatch: date | None) -> TimeLimitAnswer:
    """The answer with its earliest day, where the day of dispatch and a minimum are known."""
    if dispatch is None or answer.days is None:
        return answer
    end = days_after(dispatch, answer.days)
    earliest = next_working_day(end, answer.country)
    return replace(answer, earliest=earliest, moved_from=end if earliest > end else None)


def refused(
    claims: set[str], reductions: tuple[Reduction, ...], refusal: Refusal | None
) -> tuple[Refusal, ...]:
    """Reductions that were asked for and do not apply; an electronic tender asks for nothing."""
    applied = {reduction.reason for reduction in reductions}
    asked = sorted(claims - applied - {ELECTRONIC})
    return (*([refusal] if refusal else []), *[Refusal(reason, UNKNOWN_HERE) for reason in asked])


def prior_notice_refused(
    circumstances: Circumstances, periods: dict[str, LegalPeriod]
) -> Refusal | None:
    """Why a prior information notice of that day does not count; None where it does."""
    sent, dispatch = circumstances.prior_information_on, circumstances.dispatch
    nearest, farthest = (
        periods.get(PeriodKind.PRIOR_NOTICE_FROM),
        periods.get(PeriodKind.PRIOR_NOTICE_TO),
    )
    if sent is None or dispatch is None:
        return None
    if nearest and sent > nearest.before(dispatch):
        return Refusal(PRIOR_INFORMATION, TOO_LATE, sent, nearest.length)
    if farthest and sent < farthest.before(dispatch):
        return Refusal(PRIOR_INFORMATION, TOO_EARLY, sent, farthest.length)
    return None


def extra_days(
    row: TimeLimit, circumstances: Circumstances, periods: dict[str, LegalPeriod]
) -> int:
    """Days added to the time for tenders (article 53(1)); none in an urgent procedure."""
    is_urgent = circumstances.urgent and row.tenders_urgent is not None
    longer = periods.get(PeriodKind.DOCUMENTS_ELSEWHERE)
    if circumstances.documents_electronic or is_urgent or longer is None or row.tenders is None:
        return 0
    return longer.length


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


def periods_of(directive: str) -> dict[str, LegalPeriod]:
    """What a directive fixes besides, by `PeriodKind`; one query."""
    return {row.what: row for row in LegalPeriod.objects.filter(directive=directive)}


def earliest_deadline(dispatch: date, days: int, country: str = "") -> date:
    """The last day of the shortest period: the first on which a deadline may fall."""
    return next_working_day(days_after(dispatch, days), country)
