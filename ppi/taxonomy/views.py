"""The search behind every field for codes, open to anybody: codes are public."""

import re

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ppi.kernel.access import access, public
from ppi.taxonomy.forms import choice_context, typed
from ppi.taxonomy.kinds import KINDS

FIELD_NAME = re.compile(r"[A-Za-z][\w-]{0,63}", re.ASCII)


@require_safe
@access(public, portal=False)
def search(request: HttpRequest) -> HttpResponse:
    """The partial for a field: what is ticked stays ticked, and what was found can be ticked."""
    kind = KINDS.get(request.GET.get("kind", ""))
    name = request.GET.get("name", "")
    if kind is None or not FIELD_NAME.fullmatch(name):
        return HttpResponseBadRequest()
    query = request.GET.get("q") or request.GET.get(f"{name}_search", "")
    entry = typed(request.GET.getlist(name), query, is_finding=True)
    context = choice_context(kind, name, entry)
    context |= {"id": f"id_{name}", "is_partial": True}
    return render(request, "taxonomy/search_results.html", context)
