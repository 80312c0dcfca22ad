"""Who writes in a portal has accepted its terms: asked once a portal, and again for new ones.

What may be done without an account needs no terms.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ppi.kernel import kept
from ppi.kernel.access import is_for_accounts
from ppi.kernel.plain_text import PlainForm
from ppi.portals import services


def needs_no_terms(view: Callable) -> Callable:
    """Decorator, below `@access`: a form of one's own account contributes nothing to a portal."""
    view.needs_no_terms = True
    return view


class TermsMiddleware:
    """Before a contribution to a portal whose terms the person has not accepted yet, it asks."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, *_arguments
    ) -> HttpResponse | None:
        if not is_contribution(request, view):
            return None
        if not services.texts_to_accept(request.portal, request.user).exists():
            return None
        kept.keep(request)
        return redirect(f"{reverse('portals:terms')}?{urlencode({'next': kept.page_of(request)})}")


def is_contribution(request: HttpRequest, view: Callable) -> bool:
    """Whether this writes something for which one needs an account, in a portal."""
    return (
        request.method == "POST"
        and request.portal is not None
        and request.user.is_authenticated
        and is_for_accounts(getattr(view, "access", None))
        and not hasattr(view, "needs_no_terms")
    )


class TermsForm(PlainForm):
    accept = forms.BooleanField(
        label=_("I accept the terms of use and have read the privacy notice."),
        error_messages={"required": _("Accept the terms of use to go on.")},
    )
