"""Star a thing, and look at everything that one has starred, as a list and in a calendar."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ppi.kernel.access import access, public, signed_in
from ppi.kernel.calendars import MEDIA_TYPE
from ppi.kernel.listing import Listing, Sort
from ppi.kernel.onwards import page_before
from ppi.matching.interests import calendars, stars
from ppi.matching.models import CalendarAddress, Star
from ppi.portals import links
from ppi.search.models import Entry
from ppi.search.registry import indexable

NEWEST = Sort("newest", gettext_lazy("Newest first"), "since", descending=True)


@access(signed_in)
def mine(request: HttpRequest) -> HttpResponse:
    """What the reader has starred in every portal; what is no longer public stands there too."""
    listing = Listing(request.GET, Star.objects.of_person(request.user), facets=[], sorts=[NEWEST])
    context = {"listing": listing, "rows": _with_entries(listing.rows, request.portal)}
    return render(request, "matching/stars.html", context | {"feed_url": feed_url(request)})


def _with_entries(rows: list[Star], portal) -> list[dict]:
    """Each star with the entry of its thing and the address at which it is read."""
    entries = (
        Entry.objects.published_anywhere()
        .select_related("portal")
        .filter(
            object_id__in=[star.object_id for star in rows],
            content_type__in={star.content_type_id for star in rows},
        )
    )
    found = {(entry.content_type_id, entry.object_id): entry for entry in entries.defer("vector")}
    pairs = [(star, found.get((star.content_type_id, star.object_id))) for star in rows]
    return [
        {
            "star": star,
            "label": label_of(ContentType.objects.get_for_id(star.content_type_id).model_class()),
            "entry": entry,
            "url": entry and _address_of(entry, portal),
            "deadline": entry and _deadline_of(entry),
        }
        for star, entry in pairs
    ]


def _deadline_of(entry: Entry) -> datetime | None:
    """None once it has passed of what goes on beyond it, as a dynamic purchasing system does."""
    goes_on = entry.deadline and entry.open_until and entry.open_until > entry.deadline
    return None if goes_on and entry.deadline <= timezone.now() else entry.deadline


def _address_of(entry: Entry, portal) -> str:
    """Here, where this portal shows it; else in its own."""
    if portal.shows(entry):
        return entry.url
    return links.absolute(entry.portal, get_language(), entry.url_name, *entry.url_args)


def label_of(model: type[models.Model]) -> str:
    """As addresses name a model: "tenders.opportunity"."""
    return model._meta.label_lower


@access(signed_in)
def star(request: HttpRequest, model_label: str, pk: int) -> HttpResponse:
    """Opened, it asks once; a button that posts here stars at once, or takes the star off."""
    model = _starrable(model_label)
    is_taken_off = request.method == "POST" and request.POST.get("star") == "no"
    if is_taken_off:
        stars.take_off(model, pk, by=request.user)
        return _done(request, model, pk, _("You hear nothing of it any more."))
    thing = get_object_or_404(model.objects.published(request.portal), pk=pk)
    if request.method != "POST":
        return render(request, "matching/star.html", {"thing": thing, "label": model_label})
    stars.star(thing, by=request.user, portal=request.portal)
    return _done(request, model, pk, _("Starred. You hear when it changes."))


def _starrable(label: str) -> type[models.Model]:
    try:
        return indexable.labelled(label)[0]
    except KeyError:
        raise Http404 from None


def _done(request: HttpRequest, model: type[models.Model], pk: int, sentence: str) -> HttpResponse:
    """The button as it is now for htmx; else back to the page on which it stood."""
    if request.htmx:
        is_starred = request.POST.get("star") != "no"
        thing = model.objects.published(request.portal).filter(pk=pk).first()
        context = {
            "label": label_of(model),
            "pk": pk,
            "is_starred": is_starred,
            "is_small": request.POST.get("size") == "small",
            "title": str(thing or ""),
            "next": request.POST.get("next", ""),
        }
        return render(request, "matching/star_button.html", context)
    messages.success(request, sentence)
    return redirect(page_before(request, "matching:stars"))


def feed_url(request: HttpRequest) -> str:
    """The secret address of the reader's calendar, made when it is first looked at."""
    token = calendars.address_of(request.user).token
    return links.absolute(request.portal, get_language(), "matching:calendar", token)


@access(signed_in)
@require_POST
def renew_calendar(request: HttpRequest) -> HttpResponse:
    calendars.renew(by=request.user)
    messages.success(request, _("This is your new address. The old one answers no more."))
    return redirect("matching:stars")


@access(public)
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The dates of what a person has starred; the secret address is the permission."""
    address = get_object_or_404(
        CalendarAddress.objects.opened_by(token).select_related("person"), person__is_active=True
    )
    content = calendars.feed_of(address.person)
    etag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    answer = get_conditional_response(request, etag=etag) or HttpResponse(
        content, content_type=MEDIA_TYPE
    )
    answer["ETag"] = etag
    patch_cache_control(answer, private=True, no_cache=True)
    return answer
