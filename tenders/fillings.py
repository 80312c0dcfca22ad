"""What opportunities put on the pages of rooms below, and a company's desk on theirs."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from ppi.kernel import slots
from ppi.organisations.models import Organisation
from ppi.portals.choices import Module
from ppi.translations import reading
from tenders import pursuits
from tenders.choices import Kind
from tenders.models import Opportunity
from tenders.posting import buyers_of

# So many planned purchases stand on a buyer's profile; the list has all.
PLANS_SHOWN = 10


@slots.fills("rules.onwards")
def start_with_this(asked: str, request: HttpRequest) -> str:
    """The way from the rules to a draft that begins with the same answers.

    Visitors sign in first; members of companies cannot post.
    """
    portal = getattr(request, "portal", None)
    if portal is None or not portal.offers(Module.TENDERS):
        return ""
    if request.user.is_authenticated and not buyers_of(request.user).exists():
        return ""
    return render_to_string("tenders/start_with_this.html", {"asked": asked}, request)


@slots.fills("opportunity.aside")
def on_our_desk(opportunity: Opportunity, request: HttpRequest) -> str:
    """For members of companies: where it stands on their desk, or the button that puts it there."""
    found = pursuits.on_desks(opportunity, request)
    if found is None:
        return ""
    return render_to_string(
        "tenders/on_our_desk.html", {"found": found, "opportunity": opportunity}, request
    )


@slots.fills_rows("opportunity.row")
def on_our_desk_in_rows(
    opportunities: Sequence[Opportunity], request: HttpRequest
) -> dict[int, str]:
    """«On our desk: sent» under the rows that a company of the reader's follows up."""
    if not request.user.is_authenticated:
        return {}
    found = pursuits.shown_with(opportunities, request.user)
    sentence = '<a class="ds-link" href="{}">{}: {}</a>'
    return {
        pk: format_html(
            "{}. ",
            format_html_join(
                ", ",
                sentence,
                (
                    (
                        reverse("tenders:pursuit", args=[row.pk]),
                        _("On our desk"),
                        row.get_status_display(),
                    )
                    for row in rows
                ),
            ),
        )
        for pk, rows in found.items()
    }


@slots.fills("profile.plans")
def planned_purchases(subject, request: HttpRequest) -> str:
    """What the organisation plans to buy, as far as this portal shows it; what begins first, first.

    `subject`: anything that belongs to an organisation.
    """
    portal = getattr(request, "portal", None)
    if portal is None or not portal.offers(Module.TENDERS):
        return ""
    found = plans_of(subject.organisation, portal)
    if not found:
        return ""
    reading.attach(found, "title")
    plans = [(row, reading.text(row, "title")) for row in found[:PLANS_SHOWN]]
    context = {
        "plans": plans,
        "more": len(found) > PLANS_SHOWN,
        "organisation": subject.organisation,
    }
    return render_to_string("tenders/plans.html", context, request)


def plans_of(organisation: Organisation, portal) -> list[Opportunity]:
    """One more than are shown, which says whether there are more."""
    rows = Opportunity.objects.published(portal).open_at(timezone.now())
    rows = rows.filter(organisation=organisation, kind=Kind.PLANNED)
    return list(rows.order_by(F("starts_on").asc(nulls_last=True), "-pk")[: PLANS_SHOWN + 1])
