from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ppi.kernel.access import access, found_or_404
from ppi.network import lists, pages, permissions
from ppi.network.models import Event
from ppi.portals import links
from ppi.portals.choices import Module
from ppi.portals.permissions import module

shown = module(Module.NETWORK)


@access(shown)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    listing = lists.events(request)
    context = {"listing": listing, "rows": lists.rows_of(listing)}
    return render(request, "network/list.html", context)


@access(shown)
@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    rows = Event.objects.everywhere("permissions decide in the next line")
    event = rows.select_related("organisation", "portal").filter(slug=slug).first()
    found_or_404(event and permissions.may_read(request.user, event, request.portal))
    context = pages.context_of(event, request)
    context |= links.canonical(event.portal, "network:detail", event.slug)
    return render(request, "network/detail.html", context)
