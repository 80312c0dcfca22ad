"""Pages that everybody may read, and the buyer's own list."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from ppi.documents import delivery
from ppi.documents.models import Document
from ppi.kernel import slots
from ppi.kernel.access import access, found_or_404
from ppi.kernel.listing import Listing, Sort
from ppi.organisations.models import Organisation
from ppi.portals.choices import Module
from ppi.portals.permissions import module, signed_in_where
from tenders import lists, pages, permissions, services
from tenders.models import FormerSlug, Opportunity

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
    return render(request, "tenders/detail.html", pages.context_of(opportunity, request))


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
    return delivery.response(get_object_or_404(Document.objects.of(opportunity), pk=pk))


@access(writing)
def mine(request: HttpRequest) -> HttpResponse:
    """Everything of the reader's organisations, drafts first in mind."""
    organisations = Organisation.objects.of_member(request.user)
    rows = Opportunity.objects.managed_by(*organisations).select_related("organisation")
    newest = Sort("newest", "", "updated_at", descending=True)
    listing = Listing(request.GET, rows, facets=[], sorts=[newest])
    return render(request, "tenders/mine.html", {"listing": listing})


@access(writing)
@require_POST
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    opportunity = find(request, slug)
    if opportunity is None:
        raise Http404
    services.withdraw(opportunity, request.POST.get("reason", ""), by=request.user)
    return redirect("tenders:mine")
