"""How a sign-in gets from the base host to a portal on a domain of its own.

Passwords and passkeys belong to the base host. There the person signs in and is sent back with a
single-use code. A cookie on the portal's own domain ties that code to the browser that asked for
it: without it, somebody could sign another person in to an account that is not theirs.
"""

from __future__ import annotations

import re
import secrets
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from ppi.kernel.verdicts import Refused
from ppi.portals import links
from ppi.portals.models import Portal

COOKIE = "ppi_crossing"
# From the first click to the confirmed e-mail address of a new account.
COOKIE_SECONDS = 24 * 60 * 60
# Signing out ends the sign-in where one is.
ACCOUNT_PAGES = re.compile(r"^/(?P<language>[a-z]{2})/account/(?!logout/)")


def to_base_host(request: HttpRequest) -> HttpResponse | None:
    """From an account page of a portal's own domain to the same page at the base host."""
    page = ACCOUNT_PAGES.match(request.path_info)
    if page is None or not is_own_domain(request):
        return None
    state = request.COOKIES.get(COOKIE) or secrets.token_urlsafe(16)
    back = urlencode({"next": request.GET.get("next", ""), "state": state})
    here = f"/p/{request.portal.slug}"
    depart = links.path_at_base(request.portal, page["language"], "portals:depart")
    query = urlencode({"next": f"{depart}?{back}"})
    response = HttpResponseRedirect(f"{links.root(None)}{here}{request.path_info}?{query}")
    response.set_cookie(
        COOKIE,
        state,
        max_age=COOKIE_SECONDS,
        secure=settings.PPI_SCHEME == "https",
        httponly=True,
        samesite="Lax",
    )
    return response


def onwards(request: HttpRequest, address: str, place: str) -> HttpResponse:
    """A page that leads on to another host.

    The Content-Security-Policy's `form-action` holds for redirects too: a form, such as the one
    that signs in, must not end up at another host. A page that refreshes itself may.
    """
    return render(request, "portals/onwards.html", {"address": address, "place": place})


def kept_within(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer to a form; where it ends up at another host, a page that leads there."""
    address = response.get("Location", "")
    host = host_behind(request, address) if request.method == "POST" else ""
    if host in ("", request.get_host()):
        return response
    page = onwards(request, address, host)
    page.cookies = response.cookies
    return page


def host_behind(request: HttpRequest, address: str) -> str:
    """The host at which a redirect to this address ends; empty for the one it came from."""
    parts = urlsplit(address)
    to_accounts = not parts.netloc and ACCOUNT_PAGES.match(parts.path)
    if to_accounts and request.portal is not None and is_own_domain(request):
        return settings.PPI_BASE_DOMAIN
    return parts.netloc


def is_own_domain(request: HttpRequest) -> bool:
    """Whether the request came by the portal's own domain."""
    portal: Portal = request.portal
    return bool(portal.host) and request.get_host().lower() == portal.host.lower()


def refuse_strangers(request: HttpRequest) -> None:
    """Raises `Refused` unless this very browser set out to sign in."""
    asked, brought = request.COOKIES.get(COOKIE, ""), request.GET.get("state", "")
    if not asked or not constant_time_compare(asked, brought):
        raise Refused(_("This sign-in was not started in this browser. Sign in again."))
