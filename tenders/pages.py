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
from ppi.taxonomy import conversion, naming
from ppi.taxonomy.choices import InnovativeAcquisition, StrategicProcurement
from ppi.taxonomy.countries import country_name
from ppi.translations import reading
from tenders import judging, permissions
from tenders.choices import Phase, Role
from tenders.models import Award, Criterion, Lot, Opportunity
from tenders.rules import rules_of

TEXTS = (
    "title", "need", "who", "outcome", "known", "specification", "partners_wanted", "result_note",
)  # fmt: skip


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
        **rules_of(opportunity),
        "subjects": naming.cpv_named(opportunity.cpv),
        "places": naming.nuts_named(opportunity.nuts),
        "country": country_name(opportunity.country) if opportunity.country else "",
        "innovation": labels_of(opportunity.innovation, InnovativeAcquisition),
        "strategic": labels_of(opportunity.strategic, StrategicProcurement),
        "accepted_languages": [language_name(code) for code in opportunity.accepted_languages],
        "documents": Document.objects.with_earlier(opportunity, since=opportunity.published_at),
        "stages": stages_of(opportunity, request),
        **parts_of(opportunity),
        "converted": converted(opportunity),
        "is_open": opportunity.phase in (Phase.QUESTIONS, Phase.OPEN),
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
    is_open = opportunity.phase in (Phase.QUESTIONS, Phase.OPEN)
    if is_open and opportunity.facts.answer:
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
    criteria = list(Criterion.objects.of(opportunity))
    groups = [Group(role.label, [row for row in criteria if row.role == role]) for role in Role]
    return {
        "lots": list(Lot.objects.of(opportunity)),
        "criteria": [group for group in groups if group.rows],
        "awards": list(Award.objects.of(opportunity).select_related("lot")),
    }


def converted(opportunity: Opportunity) -> str:
    """The value in euro, marked as a conversion, where it is stated in another currency."""
    if opportunity.value is None or opportunity.currency == conversion.EURO:
        return ""
    day = judging.day_of_dispatch(opportunity)
    found = conversion.convert(opportunity.value, opportunity.currency, conversion.EURO, on=day)
    return found.sentence if found else ""


def labels_of(codes: list[str], choices) -> list[str]:
    return [str(choices(code).label) for code in codes if code in choices.values]


def stages_of(opportunity: Opportunity, request) -> list[Stage]:
    """The whole story: every stage of the purchase that this reader may see, in its order."""
    rows = Opportunity.objects.published(request.portal).filter(purchase=opportunity.purchase_id)
    # The draft of a correction stands where what it corrects will.
    rows = rows.exclude(pk=opportunity.corrects_id)
    told = {row.pk: row for row in rows} | {opportunity.pk: opportunity}
    ordered = sorted(told.values(), key=lambda row: (row.facts.step, row.pk))
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
