"""Pages that everybody may read, and the authors' own list."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cases import lists, pages, permissions
from cases.models import Case
from ppi.documents import delivery
from ppi.documents.models import Document
from ppi.kernel.access import access, found_or_404
from ppi.kernel.listing import Listing, Sort
from ppi.organisations.models import Organisation
from ppi.portals import links
from ppi.portals.choices import Module
from ppi.portals.permissions import module, signed_in_where
from ppi.taxonomy.countries import country_name

shown = module(Module.CASES)
shown_to_members = signed_in_where(Module.CASES)


@access(shown)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    listing = lists.cases(request)
    countries = {case.country: country_name(case.country) for case in listing.rows if case.country}
    return render(request, "cases/list.html", {"listing": listing, "countries": countries})


def find(request: HttpRequest, slug: str) -> Case:
    """The case of this address; 404 where the reader may not know of it."""
    rows = Case.objects.everywhere("permissions decide in the next line")
    case = rows.select_related("organisation", "portal").filter(slug=slug).first()
    found_or_404(case and permissions.may_read(request.user, case, request.portal))
    return case


@access(shown)
@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    case = find(request, slug)
    context = pages.context_of(case, request)
    context |= links.canonical(case.portal, "cases:detail", case.slug)
    return render(request, "cases/detail.html", context)


@access(shown)
@require_safe
def document(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    case = find(request, slug)
    versions = Document.objects.versions_of(case, since=case.published_at)
    return delivery.response(get_object_or_404(versions, pk=pk), request)


@access(shown_to_members)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Everything that the reader's organisations have told, drafts too."""
    organisations = Organisation.objects.of_member(request.user)
    rows = Case.objects.managed_by(*organisations).select_related("organisation")
    newest = Sort("newest", "", "updated_at", descending=True)
    listing = Listing(request.GET, rows, facets=[], sorts=[newest])
    return render(request, "cases/mine.html", {"listing": listing})
