from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language

from ppi.kernel.access import access, public
from ppi.portals.robots import is_too_often
from ppi.search import feeds, files
from ppi.search.criteria import Criteria
from ppi.search.lists import Results
from ppi.search.models import Entry
from ppi.search.querysets import EntryQuerySet
from ppi.search.suggestions import suggested

FEED_SECONDS = 300
# In a minute, from one address.
MOST_SUGGESTIONS = 240


@access(public)
def results(request: HttpRequest) -> HttpResponse:
    """One search over everything that this portal shows."""
    return render(request, "search/results.html", {"listing": Results(request)})


@access(public)
def feed(request: HttpRequest) -> HttpResponse:
    """The same search as an Atom feed; 304 where the reader has it already."""
    criteria, language = Criteria.of(request.GET), get_language()
    rows = list(_newest(request, criteria).select_related("content_type")[: feeds.LONGEST])
    etag = feeds.etag_of(rows, request.portal, language, criteria)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        text = feeds.atom(rows, request.portal, language, criteria)
        response = HttpResponse(text, content_type="application/atom+xml; charset=utf-8")
    response["ETag"] = etag
    patch_cache_control(response, public=True, max_age=FEED_SECONDS)
    return response


@access(public)
def file(request: HttpRequest) -> StreamingHttpResponse:
    """The same search as a table for a spreadsheet."""
    criteria, language = Criteria.of(request.GET), get_language()
    lines = files.lines(_newest(request, criteria), request.portal, language)
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="search.csv"'},
    )


@access(public)
def suggest(request: HttpRequest) -> HttpResponse:
    """Options for what is being typed; nothing for who asks faster than anybody types."""
    if is_too_often(request, "suggest", amount=MOST_SUGGESTIONS, seconds=60):
        return HttpResponse(status=204)
    found = suggested(request.portal, request.GET.get("q", ""), get_language())
    response = render(request, "search/suggestions.html", {"suggestions": found})
    patch_cache_control(response, private=True, max_age=60)
    return response


def _newest(request: HttpRequest, criteria: Criteria) -> EntryQuerySet:
    rows = Entry.objects.published(request.portal).defer("body", "bodies", "vector")
    return criteria.narrow(rows, get_language(), timezone.now()).newest()
