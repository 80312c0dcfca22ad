"""What differs for somebody who is signed in: the time zone, and that nobody else keeps a copy."""

from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest, HttpResponse
from django.utils import timezone


class ReaderTimeZoneMiddleware:
    """The account's time zone, else the portal's, else UTC."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        portal = getattr(request, "portal", None)
        name = getattr(request.user, "time_zone", "") or (portal.time_zone if portal else "")
        with timezone.override(zone(name)):
            return self.get_response(request)


class PrivatePagesMiddleware:
    """No shared cache keeps a page of somebody who is signed in, and their browser asks again.

    A view that says itself how its answer may be kept is left alone.
    """

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control") and request.user.is_authenticated:
            response["Cache-Control"] = "private, no-cache"
        return response


def zone(name: str) -> ZoneInfo:
    """The zone of this IANA name; UTC for a name that is unknown here."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
