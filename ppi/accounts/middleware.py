"""What differs for somebody who is signed in: the time zone, and that nobody else keeps a copy."""

from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest, HttpResponse
from django.utils import timezone


class ReaderTimeZoneMiddleware:
    """Moments are shown in the reader's own time zone."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with timezone.override(zone_of(request.user, getattr(request, "portal", None))):
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


def zone_of(reader, portal) -> ZoneInfo:
    """The account's own, else that of the portal, else UTC; either may be missing."""
    return zone(getattr(reader, "time_zone", "") or getattr(portal, "time_zone", ""))
