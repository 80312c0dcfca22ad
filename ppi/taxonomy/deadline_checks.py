"""What is wrong with a deadline: it warns, explains and cites, and blocks only what cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.utils.translation import gettext as _

from ppi.taxonomy.calendars import is_working_day
from ppi.taxonomy.choices import Directive
from ppi.taxonomy.time_limit_answer import TimeLimitAnswer
from ppi.taxonomy.time_limits import minimum
from ppi.taxonomy.wording import country_name, day, holiday

BLOCK, WARNING = "block", "warning"
BEFORE_DISPATCH, BEFORE_PUBLICATION = "before-dispatch", "before-publication"
TOO_SHORT, NOT_A_WORKING_DAY = "too-short", "not-a-working-day"
NO_REDUCTION, CUT_SHORT = "no-reduction", "cut-short"
# A clock that shows minutes knows no later one.
END_OF_THE_DAY = time(23, 59)


@dataclass(frozen=True)
class Finding:
    """`block`: cannot be published so. `warning`: can be, and the sentence says what to weigh."""

    code: str
    severity: str
    sentence: str
    article: str = ""
    earliest: date | None = None


def check_deadline(
    deadline: date,
    *,
    dispatch: date,
    procedure: str,
    directive: str,
    at: time | None = None,
    published_on: date | None = None,
    country: str = "",
    **circumstances: Any,
) -> list[Finding]:
    """Findings on a deadline for tenders or requests, the gravest first; empty when all is well.

    All are days where the buyer is; `at` is the hour of the deadline there, where it is known.
    `circumstances` are the other keywords of `time_limits.minimum`. Raises `ValueError` for codes
    that do not exist, as that does.
    """
    impossible = before(deadline, dispatch, published_on)
    if impossible:
        return impossible
    answer = minimum(
        procedure, directive=directive, dispatch=dispatch, country=country, **circumstances
    )
    return [
        *too_short(deadline, answer),
        *cut_short(deadline, at, answer),
        *refusals(answer),
        *not_working(deadline, country),
    ]


def before(deadline: date, dispatch: date, published_on: date | None) -> list[Finding]:
    """A deadline that has passed before anybody could know of it."""
    if published_on is not None and deadline < published_on:
        sentence = _("The deadline %(deadline)s lies before the publication on %(day)s.")
        words = {"deadline": day(deadline), "day": day(published_on)}
        return [Finding(BEFORE_PUBLICATION, BLOCK, sentence % words, earliest=published_on)]
    if deadline < dispatch:
        sentence = _("The deadline %(deadline)s lies before the day the notice is sent, %(day)s.")
        words = {"deadline": day(deadline), "day": day(dispatch)}
        return [Finding(BEFORE_DISPATCH, BLOCK, sentence % words, earliest=dispatch)]
    return []


def too_short(deadline: date, answer: TimeLimitAnswer) -> list[Finding]:
    if answer.earliest is None or deadline >= answer.earliest:
        return []
    words = {
        "deadline": day(deadline),
        "earliest": day(answer.earliest),
        "days": answer.days,
        "article": answer.article,
        "directive": Directive(answer.directive).label,
    }
    sentence = _(
        "The deadline %(deadline)s is too early: at least %(days)s days make it %(earliest)s "
        "(article %(article)s of %(directive)s)."
    )
    return [Finding(TOO_SHORT, WARNING, sentence % words, answer.article, answer.earliest)]


def cut_short(deadline: date, at: time | None, answer: TimeLimitAnswer) -> list[Finding]:
    """On the last day of the shortest period, and over before that day is."""
    if at is None or deadline != answer.earliest or at >= END_OF_THE_DAY:
        return []
    sentence = _(
        "%(deadline)s is the last day of the shortest time allowed, and at %(hour)s it is not "
        "over: a period in days ends with the last hour of its last day (Regulation 1182/71, "
        "article 3(2)(b)). Choose the end of that day, or a later one."
    )
    words = {"deadline": day(deadline), "hour": f"{at:%H:%M}"}
    return [Finding(CUT_SHORT, WARNING, sentence % words, answer.article, answer.earliest)]


def refusals(answer: TimeLimitAnswer) -> list[Finding]:
    """Shorter times that were asked for and do not apply."""
    return [
        Finding(NO_REDUCTION, WARNING, refusal.sentence, answer.article, answer.earliest)
        for refusal in answer.refusals
    ]


def not_working(deadline: date, country: str) -> list[Finding]:
    if is_working_day(deadline, country):
        return []
    words = {"deadline": day(deadline), "holiday": holiday(deadline, country)}
    if words["holiday"]:
        words["country"] = country_name(country)
        sentence = _("%(deadline)s is a public holiday in %(country)s: %(holiday)s.")
    else:
        sentence = _("%(deadline)s is a Saturday or Sunday.")
    return [Finding(NOT_A_WORKING_DAY, WARNING, sentence % words)]
