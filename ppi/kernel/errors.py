"""Pages for what went wrong: each says what to do next, and none shows a trace."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.shortcuts import render
from django.utils.translation import gettext as _

from ppi.kernel import kept
from ppi.kernel.api import is_api, problem

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 413 if isinstance(exception, TOO_MUCH) else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    return _page(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or old: the form comes back with everything typed in it.

    It is the same page as before, to be read and sent again by the person, not a question whether
    to send what came.
    """
    is_own = _is_own_form(request)
    address = kept.page_of(request) if is_own else ""
    page = kept.shown_again(request, _why_not_sent(reason)) if is_own else None
    if page is None:
        return render(request, "errors/csrf.html", {"address": address}, status=403)
    page.status_code = 403
    return page


def _why_not_sent(reason: str) -> str:
    if reason == REASON_NO_CSRF_COOKIE:
        return _(
            "Your browser did not send the cookie that belongs to this form. If cookies are "
            "switched off, switch them on. Then send the form again."
        )
    return _("This page was open too long, or you have signed in again since. Send the form again.")


def _is_own_form(request: HttpRequest) -> bool:
    """Whether, as the browser says, a page of ours sent this.

    What another site made the browser send is never shown to a person as their own words.
    """
    origin = f"{request.scheme}://{request.get_host()}"
    told = request.headers.get("Sec-Fetch-Site") or request.headers.get("Origin")
    return told in ("same-origin", origin)


def _page(request: HttpRequest, status: int) -> HttpResponse:
    if is_api(request):
        return problem(status)
    return render(request, f"errors/{status}.html", status=status)
