"""Sign-ins over several hosts: whose cookie it is, and that all of them end together."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.signals import user_logged_out
from django.contrib.sessions.backends.base import SessionBase
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from ppi.portals import crossing

# In a session of a portal's own domain: the key of the session at the base host it came from.
BASE_SESSION = "base_session"


class CookieDomainMiddleware:
    """A cookie for the base domain is not set for it by a host outside.

    `PPI_COOKIE_DOMAIN` lets one sign-in hold in all sub-domains; on a portal's own domain browsers
    throw such a cookie away, so there it belongs to the host itself.
    """

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        host = request.get_host().partition(":")[0].lower()
        for cookie in response.cookies.values():
            if cookie["domain"] and not lies_under(host, cookie["domain"]):
                cookie["domain"] = ""
        return response


def lies_under(host: str, domain: str) -> bool:
    """Whether a browser at this host takes a cookie for this domain."""
    domain = domain.lstrip(".").lower()
    return host == domain or host.endswith(f".{domain}")


class BaseSessionMiddleware:
    """On a portal's own domain a sign-in ends with the one at the base host it came from."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.portal is not None and crossing.is_own_domain(request) and is_orphan(request):
            logout(request)
        return self.get_response(request)


def is_orphan(request: HttpRequest) -> bool:
    """Whether this sign-in came from a session at the base host that is over."""
    key = request.session.get(BASE_SESSION)
    return bool(key) and stored(key).get(SESSION_KEY) != request.session.get(SESSION_KEY)


def stored(key: str) -> SessionBase:
    return import_module(settings.SESSION_ENGINE).SessionStore(key)


@receiver(user_logged_out)
def end_base_session(request: HttpRequest, **_facts) -> None:
    """Signing out on a portal's own domain ends the sign-in at the base host it came from.

    Both sessions are rows of one database: the browser needs no detour over the base host.
    """
    key = request.session.get(BASE_SESSION)
    if key:
        stored(key).delete()
        UserSession.objects.filter(session_key=key).delete()
