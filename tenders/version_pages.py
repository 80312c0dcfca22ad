"""The pages of an opportunity's versions: the list, and each as it was."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from ppi.kernel.access import access, found_or_404
from ppi.kernel.listing import Listing, Sort
from tenders import versions
from tenders.differences import lines_of, part_groups_of, texts_of
from tenders.models import FormerSlug, Opportunity, Version
from tenders.views import find, shown

NEWEST = Sort("newest", "", "number", descending=True)


def readable(request: HttpRequest, slug: str) -> Opportunity | None:
    """What the reader may see at this address; None where it has moved to another."""
    opportunity = find(request, slug)
    if opportunity is None:
        former = get_object_or_404(FormerSlug.objects.select_related("opportunity"), slug=slug)
        found_or_404(find(request, former.opportunity.slug))
    return opportunity


def moved(slug: str, name: str, *more) -> HttpResponse:
    present = FormerSlug.objects.select_related("opportunity").get(slug=slug).opportunity.slug
    return redirect(name, present, *more, permanent=True)


@access(shown)
def index(request: HttpRequest, slug: str) -> HttpResponse:
    opportunity = readable(request, slug)
    if opportunity is None:
        return moved(slug, "tenders:versions")
    rows = Version.objects.of(opportunity).order_by()
    listing = Listing(request.GET, rows, facets=[], sorts=[NEWEST])
    context = {
        "opportunity": opportunity,
        "listing": listing,
        "entries": versions.entries_of(opportunity, listing.rows),
    }
    return render(request, "tenders/versions.html", context)


@access(shown)
def detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    opportunity = readable(request, slug)
    if opportunity is None:
        return moved(slug, "tenders:version", number)
    entry = versions.entry_of(opportunity, number)
    found_or_404(entry)
    content = entry.version.content
    context = {
        "opportunity": opportunity,
        "entry": entry,
        "title": content.get("title", opportunity.title),
        "lines": lines_of(content),
        "texts": texts_of(content),
        "groups": part_groups_of(content),
        "documents": versions.files_of(entry.version),
        "language": content.get("language", opportunity.language),
    }
    return render(request, "tenders/version.html", context)
