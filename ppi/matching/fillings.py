"""What matching has to say on the pages of opportunities."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _

from ppi.kernel.slots import fills, fills_rows
from ppi.matching.models import Match
from ppi.matching.reasons import Wording


@fills_rows("opportunity.row")
def fits_you(opportunities, request) -> dict[int, str]:
    """«Fits you: …» under the rows that match a company of the reader's."""
    if not request.user.is_authenticated:
        return {}
    matches = list(Match.objects.for_person(request.user).filter(opportunity__in=opportunities))
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
