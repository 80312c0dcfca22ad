"""Pages that everybody may read, and the buyer's own list."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from ppi.documents import delivery
from ppi.documents.models import Document
from ppi.kernel import slots
from ppi.kernel.access import access, found_or_404
from ppi.portals.choices import Module
from ppi.portals.permissions import module, signed_in_where
from tenders import calendars, lists, opened, pages, panel, permissions, question_panel
from tenders.models import FormerSlug, Opportunity
from tenders.timeline import timeline_of
from tenders.versions import corrections_of

shown = module(Module.TENDERS)
writing = signed_in_where(Module.TENDERS)


@access(shown)
def index(request: HttpRequest) -> HttpResponse:
    listing = lists.opportunities(request)
    context = {
        "listing": listing,
        "rows": lists.rows_of(listing),
        "reasons": slots.render_rows("opportunity.row", listing.rows, request),
    }
    return render(request, "tenders/list.html", context)


@access(shown)
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    opportunity = find(request, slug)
    if opportunity is None:
        former = get_object_or_404(FormerSlug, slug=slug)
        found_or_404(find(request, former.opportunity.slug))
        return redirect("tenders:detail", former.opportunity.slug, permanent=True)
    page = render(request, "tenders/detail.html", _page(opportunity, request))
    opened.tell(opportunity, request)
    return page


def _page(opportunity: Opportunity, request: HttpRequest) -> dict:
    return {
        **pages.context_of(opportunity, request),
        **panel.came_of_it(opportunity, request.portal),
        **panel.panel_of(opportunity, request),
        **panel.voices_of(opportunity, request),
        **question_panel.questions_of(opportunity, request),
        **question_panel.team_notes_of(opportunity, request),
        "has_dates_ahead": calendars.has_dates_ahead(opportunity),
        "timeline": timeline_of(opportunity, request),
        "corrections": corrections_of(opportunity),
    }


def find(request: HttpRequest, slug: str) -> Opportunity | None:
    """The opportunity of this address; 404 where the reader may not know of it."""
    rows = Opportunity.objects.everywhere("permissions decide in the next line")
    opportunity = (
        rows.select_related("organisation", "portal", "purchase").filter(slug=slug).first()
    )
    if opportunity is not None:
        found_or_404(permissions.may_read(request.user, opportunity, request.portal))
    return opportunity


@access(shown)
def document(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    opportunity = find(request, slug)
    found_or_404(opportunity)
    versions = Document.objects.versions_of(opportunity, since=opportunity.published_at)
    return delivery.response(get_object_or_404(versions, pk=pk), request)
