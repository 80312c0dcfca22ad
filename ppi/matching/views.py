from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ppi.kernel.access import access
from ppi.kernel.listing import Conditions, Listing, Sort
from ppi.kernel.words import every_word
from ppi.matching import coming
from ppi.matching.models import Match
from ppi.matching.querysets import set_aside
from ppi.matching.reasons import Wording
from ppi.portals.choices import Module
from ppi.portals.permissions import signed_in_where
from ppi.translations import reading
from tenders.models import Opportunity
from tenders.querysets import answerable

SORTS = [
    Sort("newest", _("Newest first"), "matched_at", descending=True),
    Sort("best", _("Best first"), "rank", descending=True),
]


@dataclass(frozen=True)
class Row:
    match: Match
    opportunity: Opportunity
    title: reading.Shown
    need: reading.Shown
    sentence: str


@access(signed_in_where(Module.TENDERS))
def for_you(request: HttpRequest) -> HttpResponse:
    """What fits the companies of the reader and can be read here, with the reason for each.

    Opens on what can still be answered and was not set aside.
    """
    matches = Match.objects.for_person(request.user).shown_in(request.portal)
    rows = matches.select_related("opportunity__organisation", "profile__organisation")
    listing = Listing(request.GET, rows, facets=[answers()], sorts=SORTS, search=found_by)
    context = {
        "listing": listing,
        "rows": rows_of(listing.rows),
        "events": coming.events_for(request.user, request.portal),
    }
    return render(request, "matching/for_you.html", context)


def answers() -> Conditions:
    still_open = answerable(timezone.now(), "opportunity__")
    return Conditions(
        "state",
        _("Answers"),
        [("open", _("Still open")), ("closed", _("Closed")), ("aside", _("Not for us"))],
        default="open",
        conditions={
            "open": still_open & ~set_aside(),
            "closed": ~still_open & ~set_aside(),
            "aside": set_aside(),
        },
    )


def found_by(matches, words: str):
    columns = ("title", "need", "organisation__name")
    return matches.filter(every_word(words, *[f"opportunity__{column}" for column in columns]))


def rows_of(matches: list[Match]) -> list[Row]:
    wording = Wording(matches)
    reading.attach([match.opportunity for match in matches], "title", "need")
    return [
        Row(
            match,
            match.opportunity,
            reading.text(match.opportunity, "title"),
            reading.text(match.opportunity, "need"),
            wording.sentence(match),
        )
        for match in matches
    ]
