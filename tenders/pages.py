"""What the pages of an opportunity show, put together once for page, preview and print."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ppi.documents.models import Document
from ppi.kernel import dates
from ppi.kernel.languages import language_name
from ppi.portals import links
from ppi.taxonomy import naming, thresholds
from ppi.taxonomy.choices import InnovativeAcquisition, Procedure, StrategicProcurement
from ppi.taxonomy.countries import country_name
from ppi.taxonomy.time_limits import minimum
from ppi.translations import reading
from tenders import judging, permissions
from tenders.choices import KINDS
from tenders.forms import Step, steps_for
from tenders.models import Opportunity

TEXTS = ("title", "need", "outcome", "known", "partners_wanted", "result_note")


@dataclass(frozen=True)
class Stage:
    """One point on the line of a purchase's story."""

    label: str
    date_text: str
    state: str
    url: str = ""


def context_of(opportunity: Opportunity, request) -> dict:
    reading.attach([opportunity], *TEXTS)
    return {
        "opportunity": opportunity,
        "texts": {name: reading.text(opportunity, name) for name in TEXTS},
        "original_language": language_name(opportunity.language),
        **rules_of(opportunity),
        "subjects": naming.cpv_named(opportunity.cpv),
        "places": naming.nuts_named(opportunity.nuts),
        "country": country_name(opportunity.country) if opportunity.country else "",
        "innovation": labels_of(opportunity.innovation, InnovativeAcquisition),
        "strategic": labels_of(opportunity.strategic, StrategicProcurement),
        "accepted_languages": [language_name(code) for code in opportunity.accepted_languages],
        "documents": list(Document.objects.of(opportunity)),
        "stages": stages_of(opportunity, request),
        "is_open": bool(opportunity.deadline and opportunity.deadline > timezone.now()),
        **main_action(opportunity),
        "may_edit": bool(permissions.may_edit(request.user, opportunity)),
        "may_withdraw": bool(permissions.may_withdraw(request.user, opportunity)),
        # Shown in several portals, found in one: the one it belongs to.
        **links.canonical(opportunity.portal, "tenders:detail", opportunity.slug),
    }


def main_action(opportunity: Opportunity) -> dict:
    """What a company can do now: answer, where that is still possible; else look at the source.

    The official notice comes before the buyer's own site.
    """
    url = opportunity.official_url or opportunity.organisation.website
    is_open = opportunity.deadline is not None and opportunity.deadline > timezone.now()
    if is_open and opportunity.facts.answer:
        return {"answer_url": url, "answer_label": opportunity.facts.answer}
    if opportunity.official_url:
        return {"answer_url": url, "answer_label": _("Go to the official notice")}
    return {"answer_url": url, "answer_label": _("Go to the buyer's site")}


def labels_of(codes: list[str], choices) -> list[str]:
    return [str(choices(code).label) for code in codes if code in choices.values]


def rules_of(opportunity: Opportunity) -> dict:
    """What the law says to this value: the EU threshold, the time limits, the national limits."""
    return {
        "verdict": judging.verdict_of(opportunity),
        "time_limits": time_limits_of(opportunity),
        "national": national_of(opportunity),
    }


# What is shown while the procedure is not decided: the ones that a buyer would choose among.
USUAL_PROCEDURES = (Procedure.OPEN, Procedure.RESTRICTED, Procedure.NEGOTIATED_WITH_CALL)


@dataclass(frozen=True)
class Limit:
    procedure: str
    sentence: str


def time_limits_of(opportunity: Opportunity) -> list[Limit]:
    """The shortest times the law allows: of the procedure, or of the usual ones until it is chosen.

    None below the threshold, where the directives fix no time.
    """
    verdict = judging.verdict_of(opportunity)
    if verdict is None or verdict.verdict != "above":
        return []
    chosen = [Procedure(opportunity.procedure)] if opportunity.procedure else USUAL_PROCEDURES
    day = judging.day_of_dispatch(opportunity)
    answers = [(p, minimum(p, directive=verdict.directive, dispatch=day)) for p in chosen]
    return [Limit(str(p.label), a.sentence) for p, a in answers if a.is_recorded]


def national_of(opportunity: Opportunity) -> list:
    """The national limits of the buyer's country, indicative, for this contract."""
    if opportunity.value is None or not opportunity.contract or not opportunity.country:
        return []
    return thresholds.national(
        country=opportunity.country,
        contract=opportunity.contract,
        value=opportunity.value,
        currency=opportunity.currency,
        on=judging.day_of_dispatch(opportunity),
        buyer_type=judging.buyer_type_of(opportunity),
    )


def stages_of(opportunity: Opportunity, request) -> list[Stage]:
    """The whole story: every stage of the purchase that this reader may see, in its order."""
    rows = Opportunity.objects.published(request.portal).filter(purchase=opportunity.purchase_id)
    told = {row.pk: row for row in rows} | {opportunity.pk: opportunity}
    ordered = sorted(told.values(), key=lambda row: (KINDS[row.kind].step, row.pk))
    return [_stage(row, opportunity) for row in ordered]


def _stage(row: Opportunity, shown: Opportunity) -> Stage:
    is_shown = row.pk == shown.pk
    open_until = row.deadline if row.deadline and row.deadline > timezone.now() else None
    when = _("open until %(day)s") % {"day": dates.day(open_until)} if open_until else ""
    return Stage(
        label=row.get_kind_display(),
        date_text=when or dates.day(row.published_at),
        state="now" if is_shown else "done" if row.facts.step <= shown.facts.step else "next",
        url="" if is_shown else reverse("tenders:detail", args=[row.slug]),
    )


@dataclass(frozen=True)
class StepShown:
    label: object
    state: str
    url: str


def steps_of(opportunity: Opportunity, current: Step | None) -> list[StepShown]:
    """The form's pages with where the author is; every page can be opened at any time."""
    steps = steps_for(opportunity)
    here = steps.index(current) if current else len(steps)
    shown = [
        StepShown(
            step.label,
            "now" if number == here else "done" if number < here else "next",
            reverse("tenders:step", args=[opportunity.slug, step.name]),
        )
        for number, step in enumerate(steps)
    ]
    check = reverse("tenders:check", args=[opportunity.slug])
    return [*shown, StepShown(_("Check and send"), "next" if current else "now", check)]
