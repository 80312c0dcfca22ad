from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ppi.kernel.access import access, public
from ppi.search.lists import Results


@access(public)
def results(request: HttpRequest) -> HttpResponse:
    """One search over everything that this portal shows."""
    return render(request, "search/results.html", {"listing": Results(request)})
