"""What matching has to say on the pages of the rooms below."""

from __future__ import annotations

from collections import Counter

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _

from ppi.kernel.slots import fills, fills_rows
from ppi.library.choices import Kind as Pages
from ppi.matching import counting
from ppi.matching.models import Link, Match
from ppi.matching.reasons import Wording
from ppi.organisations.choices import Kind as Organisations
from ppi.search.choices import Kind
from ppi.search.models import Entry
from tenders.models import Opportunity
from tenders.permissions import may_work_on


@fills_rows("opportunity.row")
def fits_you(opportunities, request) -> dict[int, str]:
    """«Fits you: …» under the rows that match a company of the reader's."""
    if not request.user.is_authenticated:
        return {}
    own = Match.objects.for_person(request.user).wanted()
    matches = list(own.filter(opportunity__in=opportunities))
    wording = Wording(matches)
    return {
        match.opportunity_id: format_html("{}: {}", _("Fits you"), wording.sentence(match))
        for match in matches
    }


@fills("opportunity.aside")
def why_it_fits(opportunity, request) -> str:
    if not request.user.is_authenticated:
        return ""
    match = (
        Match.objects.for_person(request.user)
        .filter(opportunity=opportunity)
        .order_by("-score")
        .first()
    )
    if match is None:
        return ""
    sentence = Wording([match]).sentence(match)
    return render_to_string("matching/why.html", {"match": match, "sentence": sentence}, request)


# Of each kind so many stand on a page.
MOST_SHOWN = 3
# What has a heading of its own.
APART = (Kind.OPPORTUNITY, Kind.PROFILE)


@fills("opportunity.page")
def reach(opportunity, request) -> str:
    """For the buyer's own people: how many companies it has reached, never which."""
    if not (opportunity.is_public and may_work_on(request.user, opportunity)):
        return ""
    context = {"reach": counting.reach_of(opportunity, request.portal)}
    return render_to_string("matching/reach.html", context, request)


@fills("opportunity.page")
@fills("case.page")
@fills("course.page")
@fills("library.page")
@fills("event.page")
def beside(subject, request) -> str:
    """What helps with a need, who advises, and who has the same one; beside all else, needs."""
    links = Link.objects.published(request.portal).beside(subject).select_related("other")
    if not isinstance(subject, Opportunity):
        links = links.filter(other__kind=Kind.OPPORTUNITY)
    links = list(links.defer("other__vector", "other__body", "other__bodies"))
    if not links:
        return ""
    wording = Wording(links)
    rows = [
        {"entry": link.other, "label": label_of(link.other), "sentence": wording.sentence(link)}
        for link in links
    ]
    context = {
        "needs": [r for r in rows if r["entry"].kind == Kind.OPPORTUNITY][:MOST_SHOWN],
        "advisers": [r for r in rows if r["entry"].kind == Kind.PROFILE][:MOST_SHOWN],
        "helps": _few_of_each([r for r in rows if r["entry"].kind not in APART]),
        "is_need": isinstance(subject, Opportunity),
    }
    return render_to_string("matching/beside.html", context, request)


def label_of(entry: Entry) -> str:
    """What a reader wants to know of it first: a call for funding is no guide."""
    if entry.kind == Kind.PROFILE:
        return Organisations.INTERMEDIARY.label
    kind = entry.facts.get("kind") if entry.kind == Kind.LIBRARY else None
    return Pages(kind).label if kind in Pages else entry.get_kind_display()


def _few_of_each(rows: list[dict]) -> list[dict]:
    counted = Counter()
    kept = []
    for row in rows:
        counted[row["label"]] += 1
        if counted[row["label"]] <= MOST_SHOWN:
            kept.append(row)
    return kept
