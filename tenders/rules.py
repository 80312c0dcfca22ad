"""What the rules of procurement say to an opportunity, as it stands or as it is being typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from ppi.accounts.middleware import zone
from ppi.taxonomy import deadlines, thresholds
from ppi.taxonomy.answers import Answer, Question
from ppi.taxonomy.choices import InnovativeAcquisition, Procedure
from ppi.taxonomy.choices import Technique as TimedTechnique
from ppi.taxonomy.deadline_checks import NOT_A_WORKING_DAY, Finding, check_deadline, not_working
from ppi.taxonomy.lots import LotsVerdict
from ppi.taxonomy.objections import objection
from ppi.taxonomy.procedures import Novelty
from ppi.taxonomy.time_limit_answer import TimeLimitAnswer
from ppi.taxonomy.time_limits import minimum
from ppi.taxonomy.wording import day, formatted
from tenders import judging
from tenders.choices import Kind, Technique
from tenders.models import Opportunity

# What is shown while the procedure is not decided: the ones that a buyer would choose among.
USUAL_PROCEDURES = (Procedure.OPEN, Procedure.RESTRICTED, Procedure.NEGOTIATED_WITH_CALL)


@dataclass(frozen=True)
class Limit:
    """`caution` says that the figure was not seen in an official source; else it is empty."""

    procedure: str
    sentence: str
    caution: str = ""


def rules_of(opportunity: Opportunity, rows: Sequence[dict] | None = None) -> dict:
    """The verdict on the value, the time limits, the national limits.

    `rows` are lots as they are being typed; without them those that were kept count.
    """
    of_lots = judging.lots_verdict_of(opportunity, rows)
    answer = answer_to(opportunity, of_lots)
    has_value = answer is not None and answer.question.value is not None
    limits = time_limits_of(opportunity)
    return {
        "verdict": of_lots.verdict if of_lots else judging.verdict_of(opportunity),
        "lots_verdict": of_lots,
        "time_limits": limits,
        "limits_condition": condition_of_duties(opportunity) if limits else "",
        "limits_caution": " ".join(dict.fromkeys(filter(None, (row.caution for row in limits)))),
        "national": answer.national if has_value else [],
        "is_buyer_type_assumed": judging.is_buyer_type_assumed(opportunity),
    }


def answer_to(opportunity: Opportunity, of_lots: LotsVerdict | None = None) -> Answer | None:
    """What the rules say to this purchase; None while its kind of contract is not known.

    The value is that of the lots together where it is higher.
    """
    if not opportunity.contract:
        return None
    return Answer(
        Question(
            country=opportunity.country or opportunity.organisation.country,
            buyer_type=judging.buyer_type_of(opportunity),
            contract=opportunity.contract,
            currency=opportunity.currency,
            on=judging.day_of_dispatch(opportunity),
            novelty=opportunity.novelty or Novelty.UNKNOWN,
            value=of_lots.total if of_lots else opportunity.value,
            has_research=InnovativeAcquisition.RESEARCH in opportunity.innovation,
            paper_tenders=not opportunity.is_electronic,
            prior_information_on=opportunity.prior_information_on,
            urgent=opportunity.is_urgent,
        )
    )


def directive_of(opportunity: Opportunity) -> str:
    buyer = judging.buyer_type_of(opportunity)
    if not opportunity.contract:
        return thresholds.DIRECTIVE_OF_BUYER[buyer]
    return thresholds.directive_for(buyer, opportunity.contract)


def called_off_from(opportunity: Opportunity) -> str:
    """The `Technique` of the agreement or system under which it is made; "" where there is none."""
    return opportunity.framework.technique if opportunity.framework else ""


def circumstances_of(opportunity: Opportunity) -> dict:
    """What the minimum time limit depends on, in the words of `time_limits.minimum`."""
    is_invitation = called_off_from(opportunity) == Technique.DYNAMIC
    return {
        "directive": directive_of(opportunity),
        "contract": opportunity.contract,
        "dispatch": judging.day_of_dispatch(opportunity),
        "country": opportunity.country or opportunity.organisation.country,
        "electronic": opportunity.is_electronic,
        "prior_information_on": opportunity.prior_information_on,
        "urgent": opportunity.is_urgent,
        "buyer_type": judging.buyer_type_of(opportunity),
        "technique": TimedTechnique.DYNAMIC_PURCHASING
        if is_invitation or opportunity.technique == Technique.DYNAMIC
        else "",
        "invited": is_invitation,
    }


def valued_by(opportunity: Opportunity) -> Opportunity:
    """All that is foreseen under an agreement or system counts together (article 5(5))."""
    return opportunity.framework or opportunity


def is_above(opportunity: Opportunity) -> bool:
    """Whether a directive applies: the one question before any of its duties is told."""
    verdict = judging.verdict_of(valued_by(opportunity))
    return verdict is not None and verdict.verdict == thresholds.ABOVE


def has_formal_procedure(opportunity: Opportunity) -> bool:
    """Whether the directive's rules on time, questions and documents hold for it."""
    return opportunity.facts.has_procedure and is_above(opportunity)


def may_have_formal_procedure(opportunity: Opportunity) -> bool:
    """The same, or not known while nobody has said what it is worth."""
    if not opportunity.contract:
        return False
    verdict = judging.verdict_of(valued_by(opportunity))
    is_below = verdict is not None and verdict.verdict == thresholds.BELOW
    return opportunity.facts.has_procedure and not is_below


def condition_of_duties(opportunity: Opportunity) -> str:
    """Under which condition the directive's times hold; "" where they hold."""
    return "" if is_above(opportunity) else _("If the value reaches the EU threshold:")


def time_limits_of(opportunity: Opportunity) -> list[Limit]:
    """The shortest times the law allows: of the procedure, or of the usual ones until it is chosen.

    None below the threshold, where the directives fix no time; of an unknown value, those that
    `condition_of_duties` restricts.
    """
    if not may_have_formal_procedure(opportunity):
        return []
    if technique := called_off_from(opportunity):
        return [limit_of_call_off(opportunity, technique)]
    if opportunity.procedure:
        answer = minimum(opportunity.procedure, **circumstances_of(opportunity))
        label = Procedure(opportunity.procedure).label
        return [Limit(str(label), answer.sentence)] if answer.is_recorded else []
    # Several at once are compared: what applies to the chosen one is told in full then.
    return [
        Limit(str(procedure.label), f"{answer.minimum} {answer.date_sentence}", answer.caution)
        for procedure, answer in usual_answers(opportunity)
    ]


def limit_of_call_off(opportunity: Opportunity, technique: str) -> Limit:
    """Ten days in a dynamic purchasing system; under a framework agreement no number is fixed."""
    label = str(Technique(technique).label)
    if technique == Technique.DYNAMIC:
        answer = minimum(Procedure.RESTRICTED, **circumstances_of(opportunity))
        return Limit(label, answer.sentence)
    sentence = _(
        "For a call-off from a framework agreement no directive fixes a number of days; the time "
        "must suit the purchase."
    )
    return Limit(label, sentence)


def usual_answers(opportunity: Opportunity) -> list[tuple[Procedure, TimeLimitAnswer]]:
    """The minimum of each usual procedure for which one is recorded."""
    answers = [(p, minimum(p, **circumstances_of(opportunity))) for p in USUAL_PROCEDURES]
    return [(procedure, answer) for procedure, answer in answers if answer.is_recorded]


def local_day(opportunity: Opportunity, moment) -> date:
    """The day where the buyer is."""
    return timezone.localdate(moment, zone(opportunity.portal.time_zone))


def questions_of(opportunity: Opportunity) -> deadlines.QuestionsCutOff | None:
    """Until when the law wants answers; None where it says nothing, as below the threshold."""
    return advised_cut_off(opportunity) if has_formal_procedure(opportunity) else None


def advised_cut_off(opportunity: Opportunity) -> deadlines.QuestionsCutOff | None:
    """Until when to ask and to answer: the law's days, as advice where no law applies.

    None without a deadline, and where it leaves no day for questions: then the deadline is the
    fault, and `warnings_about` says so.
    """
    if opportunity.deadline is None:
        return None
    found = deadlines.questions_cut_off(
        local_day(opportunity, opportunity.deadline),
        directive=directive_of(opportunity),
        urgent=opportunity.is_urgent,
        country=opportunity.country or opportunity.organisation.country,
    )
    begins = judging.day_of_dispatch(opportunity)
    if found is None or found.answer_by < begins:
        return None
    is_past = found.ask_by is not None and found.ask_by < begins
    return replace(found, ask_by=None) if is_past else found


def advised_end_of_questions(opportunity: Opportunity) -> datetime | None:
    """The advised last day for questions, at the deadline's time of day where the buyer is."""
    cut_off = advised_cut_off(opportunity)
    if cut_off is None or cut_off.ask_by is None:
        return None
    there = zone(opportunity.portal.time_zone)
    time_of_day = timezone.localtime(opportunity.deadline, there).time()
    return datetime.combine(cut_off.ask_by, time_of_day, tzinfo=there)


def warnings_about(opportunity: Opportunity) -> list[str]:
    """What to weigh before it is sent; none of it stops anybody."""
    return [
        *warnings_on_the_value(opportunity),
        *_on_the_deadline(opportunity),
        *_on_urgency(opportunity),
        *_on_the_end(opportunity),
    ]


def warnings_on_the_value(
    opportunity: Opportunity, rows: Sequence[dict] | None = None
) -> list[str]:
    """What does not fit the value: lots that come to more, a procedure not allowed for it.

    `rows` are lots as they are being typed.
    """
    return [*_on_the_sum(opportunity, rows), *_on_the_procedure(opportunity, rows)]


def _on_the_sum(opportunity: Opportunity, rows: Sequence[dict] | None) -> list[str]:
    total, stated = judging.sum_of_lots(opportunity, rows), opportunity.value
    if total is None or stated is None or total <= stated:
        return []
    words = {
        "total": formatted(total, opportunity.currency),
        "stated": formatted(stated, opportunity.currency),
    }
    sentence = _(
        "The lots come to %(total)s, which is more than the estimated value of %(stated)s. The "
        "higher amount counts: correct the one that is wrong."
    )
    return [sentence % words]


def _on_the_procedure(opportunity: Opportunity, rows: Sequence[dict] | None) -> list[str]:
    if not opportunity.procedure or not opportunity.facts.has_procedure:
        return []
    answer = answer_to(opportunity, judging.lots_verdict_of(opportunity, rows))
    if answer is None:
        return []
    # Until a kind is chosen it is taken for a call.
    said = objection(answer, opportunity.procedure, opportunity.kind or Kind.CALL)
    return [said] if said else []


def _on_the_deadline(opportunity: Opportunity) -> list[str]:
    if not opportunity.deadline:
        return []
    there = timezone.localtime(opportunity.deadline, zone(opportunity.portal.time_zone))
    procedure = measuring_procedure(opportunity) if may_have_formal_procedure(opportunity) else ""
    if not procedure:
        return hints_on_the_day(opportunity, there.date())
    circumstances = circumstances_of(opportunity)
    found = check_deadline(there.date(), at=there.time(), procedure=procedure, **circumstances)
    return [_under_its_condition(opportunity, finding) for finding in found]


def _under_its_condition(opportunity: Opportunity, finding: Finding) -> str:
    """A weekend is one whatever the value is."""
    if finding.code == NOT_A_WORKING_DAY:
        return finding.sentence
    return f"{condition_of_duties(opportunity)} {finding.sentence}".strip()


def hints_on_the_day(opportunity: Opportunity, day_there: date) -> list[str]:
    """Where no directive counts the days, a weekend or holiday breaks nothing; it is only awkward.

    Regulation 1182/71 speaks of the limits that acts of the Union set.
    """
    country = opportunity.country or opportunity.organisation.country
    hint = _("No rule forbids it, but nobody may be there to receive the answers.")
    return [f"{finding.sentence} {hint}" for finding in not_working(day_there, country)]


def measuring_procedure(opportunity: Opportunity) -> str:
    """By whose time the deadline is measured; "" where no law fixes one."""
    if technique := called_off_from(opportunity):
        return Procedure.RESTRICTED if technique == Technique.DYNAMIC else ""
    return opportunity.procedure or quickest_usual(opportunity)


def quickest_usual(opportunity: Opportunity) -> str:
    """What a deadline is measured by until a procedure is chosen; "" where none is recorded."""
    days = {p: answer.days for p, answer in usual_answers(opportunity) if answer.days}
    return min(days, key=days.get, default="")


def _on_urgency(opportunity: Opportunity) -> list[str]:
    if not opportunity.is_urgent or opportunity.urgency_reason.strip():
        return []
    return [_("A shorter time for urgency counts only with reasons in the notice: give them.")]


def _on_the_end(opportunity: Opportunity) -> list[str]:
    """A framework agreement that lasts longer than its directive foresees."""
    if opportunity.technique != Technique.FRAMEWORK or opportunity.runs_until is None:
        return []
    if not is_above(opportunity):
        return []
    longest = deadlines.framework_maximum(directive_of(opportunity))
    begins = opportunity.starts_on or judging.day_of_dispatch(opportunity)
    if longest is None or opportunity.runs_until <= longest.ends_by(begins):
        return []
    too_long = _("It would run longer than until %(day)s.") % {"day": day(longest.ends_by(begins))}
    return [f"{too_long} {longest.sentence}"]


def standstill_of(opportunity: Opportunity) -> deadlines.Standstill | None:
    """How long to wait, were the decision sent to the tenderers today; None below the threshold."""
    if not is_above(opportunity):
        return None
    return deadlines.standstill(
        timezone.localdate(timezone.now(), zone(opportunity.portal.time_zone)),
        directive=directive_of(opportunity),
        country=opportunity.country or opportunity.organisation.country,
    )
