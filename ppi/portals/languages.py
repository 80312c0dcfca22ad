"""In which of its languages a portal speaks to a reader."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from ppi.portals.models import Portal

# Browsers ask for Norwegian as a whole; what is written here is Bokmål.
WRITTEN_AS = {"no": "nb", "nn": "nb"}
LANGUAGE_PART = re.compile(rf"^/(?P<language>{'|'.join(code for code, _ in settings.LANGUAGES)})/")


def preferred(request: HttpRequest, portal: Portal) -> str:
    """The first of the reader's languages in which the portal speaks, else the portal's own."""
    accepted = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    wanted = [request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")]
    wanted += [code.partition("-")[0] for code, _weight in accepted]
    spoken = (WRITTEN_AS.get(code, code) for code in wanted)
    return next((code for code in spoken if portal.speaks(code)), portal.language)


def to_preferred(request: HttpRequest) -> HttpResponse:
    """From the portal's bare address to its home in the reader's language."""
    return _to_language(request, "/")


def to_offered(request: HttpRequest) -> HttpResponse | None:
    """From a page in a language that the portal does not offer to the same page in one it does."""
    found = LANGUAGE_PART.match(request.path_info)
    if found is None or request.portal.speaks(found["language"]):
        return None
    return _to_language(request, request.path_info.removeprefix(f"/{found['language']}"))


def _to_language(request: HttpRequest, rest: str) -> HttpResponse:
    """The page of this portal, its query kept, in the reader's language."""
    prefix = request.META.get("SCRIPT_NAME", "")
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    address = f"{prefix}/{preferred(request, request.portal)}{rest}{query}"
    # What a form brought goes along.
    response = HttpResponseRedirect(address, preserve_request=request.method == "POST")
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response
