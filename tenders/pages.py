"""What the pages of an opportunity show, put together once for page, preview and print."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from ppi.documents.models import Document
from ppi.kernel.languages import language_name
from ppi.portals import links
from ppi.taxonomy import conversion, naming
from ppi.taxonomy.choices import InnovativeAcquisition, StrategicProcurement
from ppi.taxonomy.countries import country_name
from ppi.translations import reading
from tenders import judging, permissions
from tenders.choices import Kind, Role
from tenders.models import Award, Criterion, Lot, Opportunity
from tenders.rules import rules_of

TEXTS = (
    "title", "need", "who", "outcome", "known", "specification", "partners_wanted", "result_note",
)  # fmt: skip


def context_of(opportunity: Opportunity, request) -> dict:
    reading.attach([opportunity], *TEXTS)
    return {
        "opportunity": opportunity,
        "texts": {name: reading.text(opportunity, name) for name in TEXTS},
        **rules_of(opportunity),
        "subjects": naming.cpv_named(opportunity.cpv),
        "places": naming.nuts_named(opportunity.nuts),
        "country": country_name(opportunity.country) if opportunity.country else "",
        # A draft from the answers says the need again: it stands below, to be opened.
        "not_repeated": opportunity.need not in opportunity.specification,
        "innovation": labels_of(opportunity.innovation, InnovativeAcquisition),
        "strategic": labels_of(opportunity.strategic, StrategicProcurement),
        "accepted_languages": [language_name(code) for code in opportunity.accepted_languages],
        "documents": Document.objects.with_earlier(opportunity, since=opportunity.published_at),
        **parts_of(opportunity),
        "converted": converted(opportunity),
        "is_open": opportunity.takes_answers,
        **main_action(opportunity),
        "may_edit": bool(permissions.may_edit(request.user, opportunity)),
        # Shown in several portals, found in one: the one it belongs to.
        **links.canonical(opportunity.portal, "tenders:detail", opportunity.slug),
    }


def main_action(opportunity: Opportunity) -> dict:
    """What a reader can do now: answer, where that is still possible; else look at the source.

    The official notice comes before the buyer's own site. Co-buyers answer here.
    """
    url = opportunity.official_url or opportunity.organisation.website
    if opportunity.takes_answers and opportunity.kind == Kind.CO_BUYERS:
        here = reverse("tenders:need-too", args=[opportunity.slug])
        label = opportunity.facts.answer
        return {"answer_url": here, "answer_label": label, "is_answered_here": True}
    is_answered = opportunity.takes_answers or opportunity.admits_companies
    if is_answered and opportunity.facts.answer:
        return {"answer_url": url, "answer_label": opportunity.facts.answer}
    if opportunity.official_url:
        return {"answer_url": url, "answer_label": _("Go to the official notice")}
    return {"answer_url": url, "answer_label": _("Go to the buyer's site")}


@dataclass(frozen=True)
class Group:
    """Criteria with the same purpose."""

    label: str
    rows: list[Criterion]


def parts_of(opportunity: Opportunity) -> dict:
    criteria = list(Criterion.objects.shown_of(opportunity))
    groups = [Group(role.label, [row for row in criteria if row.role == role]) for role in Role]
    return {
        "lots": list(Lot.objects.shown_of(opportunity)),
        "criteria": [group for group in groups if group.rows],
        "awards": list(Award.objects.shown_of(opportunity).select_related("lot")),
    }


def converted(opportunity: Opportunity) -> str:
    """The value in euro, marked as a conversion, where it is stated in another currency."""
    value = opportunity.judged_value
    if value is None or opportunity.currency == conversion.EURO:
        return ""
    day = judging.day_of_dispatch(opportunity)
    found = conversion.convert(value, opportunity.currency, conversion.EURO, on=day)
    return found.sentence if found else ""


def labels_of(codes: list[str], choices) -> list[str]:
    return [str(choices(code).label) for code in codes if code in choices.values]
