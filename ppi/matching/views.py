from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from ppi.kernel.access import access
from ppi.kernel.listing import Listing, Sort
from ppi.matching.models import Match
from ppi.matching.reasons import Wording
from ppi.portals.choices import Module
from ppi.portals.permissions import signed_in_where
from ppi.translations import reading
from tenders.models import Opportunity

SORTS = [
    Sort("newest", _("Newest first"), "matched_at", descending=True),
    Sort("best", _("Best first"), "score", descending=True),
]


@dataclass(frozen=True)
class Row:
    opportunity: Opportunity
    title: reading.Shown
    need: reading.Shown
    sentence: str


@access(signed_in_where(Module.TENDERS))
def for_you(request: HttpRequest) -> HttpResponse:
    """What fits the companies of the reader and can be read here, with the reason for each."""
    matches = Match.objects.for_person(request.user).shown_in(request.portal)
    rows = matches.select_related("opportunity__organisation")
    listing = Listing(request.GET, rows, facets=[], sorts=SORTS)
    context = {"listing": listing, "rows": rows_of(listing.rows)}
    return render(request, "matching/for_you.html", context)


def rows_of(matches: list[Match]) -> list[Row]:
    wording = Wording(matches)
    reading.attach([match.opportunity for match in matches], "title", "need")
    return [
        Row(
            match.opportunity,
            reading.text(match.opportunity, "title"),
            reading.text(match.opportunity, "need"),
            wording.sentence(match),
        )
        for match in matches
    ]
