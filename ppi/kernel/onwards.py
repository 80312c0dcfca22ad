"""Where a page leads next, when the reader's browser says so: only ever to a page of ours."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def is_ours(request: HttpRequest, wanted: str) -> bool:
    """Of the same host, and no less safely reached."""
    return url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())


def page_before(request: HttpRequest, otherwise: str) -> str:
    """Where the form stood, as its field `next` says; else the page of this name."""
    wanted = request.POST.get("next", "")
    return wanted if is_ours(request, wanted) else reverse(otherwise)
