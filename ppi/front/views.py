from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from ppi.front import desk
from ppi.front.cards import cards
from ppi.front.figures import figures, open_now
from ppi.kernel.access import access, public
from ppi.matching.views import rows_of
from ppi.portals import links
from ppi.portals.choices import Module
from ppi.portals.models import Portal


@access(public)
def home(request: HttpRequest) -> HttpResponse:
    """Of each room only what the portal offers; the template asks `portal.modules` too."""
    portal, context = request.portal, {"numbers": figures(request.portal)}
    has_needs = portal.offers(Module.TENDERS)
    if has_needs:
        context["cards"] = cards(open_now(portal))
    if request.user.is_authenticated:
        context["waiting"] = desk.waiting_for(request.user, portal)
        context["fits"] = rows_of(desk.matches_for(request.user, portal)) if has_needs else []
    return render(request, "front/home.html", context)


@access(public, portal=False)
def choose_portal(request: HttpRequest) -> HttpResponse:
    """The front door of the deployment: which portal is yours?"""
    portals = [
        {"portal": portal, "url": links.absolute(portal, _language(portal), "front:home")}
        for portal in Portal.objects.open()
    ]
    return render(request, "front/choose_portal.html", {"portals": portals})


def _language(portal: Portal) -> str:
    now = get_language()
    return now if now in portal.languages else portal.language
