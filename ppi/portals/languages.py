"""In which of its languages a portal greets a reader."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from ppi.portals.models import Portal

# Browsers ask for Norwegian as a whole; what is written here is Bokmål.
WRITTEN_AS = {"no": "nb", "nn": "nb"}


def preferred(request: HttpRequest, portal: Portal) -> str:
    """The first of the reader's languages in which the portal speaks, else the portal's own."""
    accepted = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    wanted = [request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")]
    wanted += [code.partition("-")[0] for code, _weight in accepted]
    spoken = (WRITTEN_AS.get(code, code) for code in wanted)
    return next((code for code in spoken if code in portal.languages), portal.language)


def to_preferred(request: HttpRequest) -> HttpResponse:
    """From the portal's bare address to its home in the reader's language."""
    prefix = request.META.get("SCRIPT_NAME", "")
    response = HttpResponseRedirect(f"{prefix}/{preferred(request, request.portal)}/")
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response
