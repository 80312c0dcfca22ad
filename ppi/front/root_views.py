"""What stands outside the languages: the first door, robots, sitemaps."""

from __future__ import annotations

from django.contrib.sitemaps import views as sitemap_views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation

from ppi.front import sitemaps
from ppi.kernel.access import access, found_or_404, public
from ppi.portals import links
from ppi.portals.models import Portal


@access(public, portal=False)
def door(request: HttpRequest) -> HttpResponse:
    """The bare address: on to the reader's language, where the portal offers it."""
    wanted = translation.get_language_from_request(request)
    if request.portal is not None and wanted not in request.portal.languages:
        wanted = request.portal.language
    with translation.override(wanted):
        return redirect("front:home" if request.portal is not None else "front:choose-portal")


@access(public, portal=False)
def robots(request: HttpRequest) -> HttpResponse:
    """At a portal its own sitemap; at the base host, where crawlers ask, those of all portals."""
    lines = ["User-agent: *", "Disallow: /*/account/", "Disallow: /*/operator/"]
    portals = Portal.objects.open() if request.portal is None else [request.portal]
    lines += [f"Sitemap: {links.absolute(row, row.language, 'sitemap')}" for row in portals]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@access(public, portal=False)
def sitemap_index(request: HttpRequest) -> HttpResponse:
    found_or_404(request.portal)
    return sitemap_views.index(
        request, sitemaps.of(request.portal), sitemap_url_name="sitemap-section"
    )


@access(public, portal=False)
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    found_or_404(request.portal)
    return sitemap_views.sitemap(request, sitemaps.of(request.portal), section)
