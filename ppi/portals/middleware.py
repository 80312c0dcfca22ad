"""The door: which portal is this request for?

Addresses are `https://<host>[/p/<slug>]/<language>/…`. A portal answers under its path on the base
domain, under its sub-domain, or under a host of its own. Everything behind the door sees
`request.portal` (None outside every portal) and addresses without the portal's part.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import get_script_prefix, set_script_prefix

from ppi.portals import crossing, languages
from ppi.portals.models import Portal

PATH = re.compile(r"^/p/(?P<slug>[-\w]+)(?P<rest>/.*)?$", re.ASCII)
# These stand once, at the root, and belong to no portal.
ROOT_ONLY = ("/api/", "/healthz", "/readyz")


class UnknownPortal(Http404):
    """The address names a portal that does not exist."""


class PortalMiddleware:
    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        outer_prefix = get_script_prefix()
        try:
            request.portal = portal_of(request)
            response = elsewhere(request) or self.get_response(request)
            return crossing.kept_within(request, response)
        except UnknownPortal:
            request.portal = None
            request.path_info = "/no-such-portal"
            return self.get_response(request)
        finally:
            set_script_prefix(outer_prefix)


def portal_of(request: HttpRequest) -> Portal | None:
    """The portal of this host, else the one named in the path."""
    if request.path_info.startswith(ROOT_ONLY):
        return None
    return portal_by_host(request.get_host()) or portal_by_path(request)


def portal_by_host(host: str) -> Portal | None:
    """The portal of a sub-domain of the base domain, or of a host of its own.

    A host that is neither is outside every portal; `ALLOWED_HOSTS` says which of these may be.
    """
    host, base = host.lower(), settings.PPI_BASE_DOMAIN.lower()
    if host == base:
        return None
    if not host.endswith(f".{base}"):
        return Portal.objects.open().filter(host__iexact=host).first()
    return known(Portal.objects.open().filter(slug=host.removesuffix(f".{base}")).first())


def portal_by_path(request: HttpRequest) -> Portal | None:
    """The portal named in the path, whose part then moves from the path to the prefix."""
    match = PATH.match(request.path_info)
    if match is None:
        return None
    rest = match["rest"] or "/"
    if rest.startswith(ROOT_ONLY):
        raise UnknownPortal
    portal = known(Portal.objects.open().filter(slug=match["slug"]).first())
    prefix = f"{request.META.get('SCRIPT_NAME', '')}/p/{portal.slug}"
    request.path_info = request.META["PATH_INFO"] = rest
    request.META["SCRIPT_NAME"] = prefix
    request.path = prefix + rest
    set_script_prefix(prefix)
    return portal


def known(portal: Portal | None) -> Portal:
    if portal is None:
        raise UnknownPortal
    return portal


def elsewhere(request: HttpRequest) -> HttpResponse | None:
    """A portal's address leads to a language it offers, its own domain to the base's accounts."""
    if request.portal is None:
        return None
    if request.path_info == "/":
        return languages.to_preferred(request)
    return languages.to_offered(request) or crossing.to_base_host(request)
