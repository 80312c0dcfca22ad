"""What stands beside the form's pages: the rules, hints, files, and the need put together."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ppi.documents.models import Document
from tenders import corrections, hints, rules
from tenders.forms import Step, step_named
from tenders.models import Opportunity
from tenders.progress import Progress, address, missing_from

# What the need is put together from: the page, and the column that it asks for.
NEED = (("problem", "need"), ("who", "who"), ("better", "outcome"), ("known", "known"))


@dataclass(frozen=True)
class Line:
    label: str
    value: str
    change_url: str


def of_page(opportunity: Opportunity, shown: Step) -> dict:
    if shown.name == "documents":
        return {"documents": list(Document.objects.of(opportunity))}
    if shown.name == "suggestion":
        said = said_of(opportunity)
        # Each suggested way says its own, but for a call-off, which follows its agreement.
        limits = said["time_limits"] if rules.called_off_from(opportunity) else []
        return said | {
            "lead": _(
                "Your answers, put together: which rules apply, what to announce, and a "
                "specification to go on with."
            ),
            "time_limits": limits,
            "summary": summary_of(opportunity),
            "hints": hints.hints_about(opportunity),
            "value_url": address(opportunity, step_named("value", opportunity)),
        }
    has_rules = shown.aside or shown.name == "awards"
    return said_of(opportunity) if has_rules else {}


def mistakes_in(form) -> list[str]:
    """What the fields say of what was typed in them; an answer that is still missing is none."""
    return [
        sentence
        for field in form
        if field.errors and any(field.data if isinstance(field.data, list) else [field.data])
        for sentence in field.errors
    ]


def said_of(opportunity: Opportunity, rows: list[dict] | None = None) -> dict:
    """What the rules say to the opportunity as it is in memory; `rows` are lots being typed."""
    advised = rules.advised_cut_off(opportunity)
    return rules.rules_of(opportunity, rows) | {
        "cut_off": rules.questions_of(opportunity),
        "questions_advice": advised.advice if advised else "",
        "value_warnings": rules.warnings_on_the_value(opportunity, rows),
        "warnings": rules.warnings_about(opportunity),
        "standstill": rules.standstill_of(opportunity) if opportunity.facts.has_result else None,
    }


def summary_of(opportunity: Opportunity) -> list[Line]:
    """The need put together from the first questions, each with the page that changes it."""
    steps = ((step_named(name, opportunity), column) for name, column in NEED)
    return [
        Line(str(step.label), getattr(opportunity, column), address(opportunity, step))
        for step, column in steps
        if step is not None
    ]


def of_check(opportunity: Opportunity) -> dict:
    """What is missing, what to look at again, and who reads it next."""
    return {
        "progress": Progress(opportunity, None),
        "missing": missing_from(opportunity),
        "warnings": rules.warnings_about(opportunity),
        "hints": hints.hints_about(opportunity),
        **corrections.context_of(opportunity),
        "lead": lead_of(opportunity),
        "send_label": send_label_of(opportunity),
    }


def lead_of(opportunity: Opportunity) -> str:
    if opportunity.organisation.needs_approval:
        return _("This is how others will see it. An owner of your organisation approves it first.")
    if opportunity.corrects_id:
        return _("This is how others will see it, as soon as you publish the correction.")
    return _(
        "This is how others will see it. A moderator reads it first, usually within two working "
        "days."
    )


def send_label_of(opportunity: Opportunity) -> str:
    if opportunity.organisation.needs_approval:
        return _("Send for approval")
    if opportunity.corrects_id:
        return _("Publish the correction")
    return _("Send to the moderators")
