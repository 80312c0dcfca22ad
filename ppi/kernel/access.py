"""Who may use a view: declared on the view, checked before it runs, walked by a test.

    @access(signed_in)
    def board(request): ...

A rule is a function `(request, **url arguments) -> Verdict`. A view that needs an object still asks
the room's `permissions`; the declaration here says who may come as far as that. A view without a
declaration does not pass `tests/house/test_access.py`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import BasePermission

from ppi.kernel import kept
from ppi.kernel.verdicts import ALLOWED, Refused, Verdict, allow_if

Rule = Callable[..., Verdict]
SIGN_IN_FIRST = Verdict(_("Sign in first."))


def public(request: HttpRequest, **_arguments) -> Verdict:
    """Anybody, signed in or not."""
    return ALLOWED


def for_accounts(rule: Rule) -> Rule:
    """Marks a rule that nobody passes without an account."""
    rule.asks_to_sign_in = True
    return rule


def is_for_accounts(rule: Rule | None) -> bool:
    return getattr(rule, "asks_to_sign_in", False)


@for_accounts
def signed_in(request: HttpRequest, **_arguments) -> Verdict:
    """Anybody with an account."""
    return ALLOWED if request.user.is_authenticated else SIGN_IN_FIRST


@for_accounts
def operator(request: HttpRequest, **_arguments) -> Verdict:
    """Those who run the deployment."""
    if not request.user.is_authenticated:
        return SIGN_IN_FIRST
    return allow_if(request.user.is_staff, _("Only operators may see this."))


def access(rule: Rule, *, portal: bool = True) -> Callable:
    """Decorator: the view runs only when the rule allows it.

    `portal=False` marks the few views that also work outside every portal.
    """

    def decorate(view: Callable) -> Callable:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if portal and request.portal is None:
                return redirect("front:choose-portal")
            verdict = rule(request, **kwargs)
            if verdict is SIGN_IN_FIRST:
                return ask_to_sign_in(request)
            verdict.or_refuse()
            return view(request, *args, **kwargs)

        guarded.access = rule
        return guarded

    return decorate


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back here afterwards; an htmx request moves the whole page.

    What a form brought is kept: `ppi.kernel.kept` hands it back after the sign-in.
    """
    if request.method == "POST":
        kept.keep(request)
    if request.htmx:
        response = HttpResponse(status=204)
        if kept.is_background(request):
            return response
        response["HX-Redirect"] = redirect_to_login(request.htmx.current_url or "/").url
        return response
    return redirect_to_login(kept.page_of(request))


class RefusalMiddleware:
    """Turns `Refused` into a page that says why, with status 403."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, failure: Exception) -> HttpResponse | None:
        if not isinstance(failure, Refused):
            return None
        return render(request, "errors/403.html", {"reason": failure.sentence}, status=403)


class DeclaredAccess(BasePermission):
    """For the API: a view set names its rule in `access`; without one it answers nobody."""

    def has_permission(self, request, view) -> bool:
        # Read from the class: read from the object, a function would become a method.
        rule = getattr(type(view), "access", None)
        return rule is not None and bool(rule(request, **view.kwargs))


def found_or_404(condition: object) -> None:
    """Hide what the reader may not know of: it answers exactly as what does not exist."""
    if not condition:
        raise Http404
