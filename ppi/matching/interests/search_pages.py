"""Save a search or follow somebody; one's own searches: look at them, rename, stop."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ppi.kernel.access import access, signed_in
from ppi.kernel.kept import typed
from ppi.kernel.listing import Listing, Sort
from ppi.kernel.onwards import page_before
from ppi.kernel.verdicts import Refused
from ppi.matching.interests import searches, wording
from ppi.matching.interests.forms import NameForm
from ppi.matching.models import SavedSearch
from ppi.portals import links
from ppi.search.criteria import Criteria

NEWEST = Sort("newest", gettext_lazy("Newest first"), "since", descending=True)


@access(signed_in)
def mine(request: HttpRequest) -> HttpResponse:
    """The reader's saved searches in every portal; each is run in its own."""
    rows = SavedSearch.objects.of_person(request.user).select_related("portal")
    listing = Listing(request.GET, rows, facets=[], sorts=[NEWEST])
    rows = [
        {
            "search": search,
            "results_url": _address(search, "search:results"),
            "feed_url": _address(search, "search:feed"),
        }
        for search in listing.rows
    ]
    return render(request, "matching/searches.html", {"listing": listing, "rows": rows})


def _address(search: SavedSearch, page: str) -> str:
    """In its portal and in the reader's language."""
    return f"{links.absolute(search.portal, get_language(), page)}?{search.address}"


@access(signed_in)
def save(request: HttpRequest) -> HttpResponse:
    """The address is that of the search; whoever signs in on the way comes back to it."""
    criteria = Criteria.of(request.GET)
    form = NameForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, criteria, form.cleaned_data["name"])
            return redirect("matching:searches")
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
    context = {
        "form": form,
        "criteria_name": wording.name_of(criteria, request.portal),
        "verdict": searches.may_be_saved(criteria, get_language()),
        "results_url": f"{reverse('search:results')}?{criteria.address}",
    }
    return render(request, "matching/save_search.html", context)


def _save(request: HttpRequest, criteria: Criteria, name: str = "") -> None:
    place = {"portal": request.portal, "language": get_language(), "by": request.user}
    searches.save(criteria, name, **place)
    messages.success(request, _("Saved. You hear of what is new and fits."))


@access(signed_in)
@require_POST
def follow(request: HttpRequest) -> HttpResponse:
    """A button on somebody's or something's page: `criteria` is its one criterion."""
    criteria = Criteria.of(QueryDict(request.POST.get("criteria", "")))
    known = searches.saved(criteria, portal=request.portal, by=request.user)
    if request.POST.get("follow") != "no":
        _save(request, criteria)
    elif known is not None:
        searches.stop(known)
        messages.success(request, _("You hear nothing of it any more."))
    return redirect(page_before(request, "matching:searches"))


@access(signed_in)
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    search = _own(request, pk)
    form = NameForm(typed(request), initial={"name": search.name})
    if request.method == "POST" and form.is_valid():
        searches.rename(search, form.cleaned_data["name"])
        messages.success(request, _("Saved."))
        return redirect("matching:searches")
    name = wording.name_of(search.criteria, search.portal)
    context = {"form": form, "search": search, "criteria_name": name}
    return render(request, "matching/rename_search.html", context)


@access(signed_in)
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    searches.stop(_own(request, pk))
    messages.success(request, _("Stopped. You hear nothing of it any more."))
    return redirect("matching:searches")


def _own(request: HttpRequest, pk: int) -> SavedSearch:
    return get_object_or_404(SavedSearch.objects.of_person(request.user), pk=pk)
