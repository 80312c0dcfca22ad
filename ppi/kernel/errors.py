"""Pages for what went wrong: each says what to do next, and none shows a trace."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

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
    """The form's token is missing or old: usually a page left open while one signed in again."""
    address = ""
    if request.user.is_authenticated and _is_own_form(request):
        kept.keep(request)
        address = kept.page_of(request)
    return render(request, "errors/csrf.html", {"address": address}, status=403)


def _is_own_form(request: HttpRequest) -> bool:
    """Whether, as the browser says, a page of ours sent this to a view of ours.

    What another site made the browser send is never shown to a person as their own words.
    """
    origin = f"{request.scheme}://{request.get_host()}"
    told = request.headers.get("Sec-Fetch-Site") or request.headers.get("Origin")
    return told in ("same-origin", origin) and hasattr(request.resolver_match.func, "access")


def _page(request: HttpRequest, status: int) -> HttpResponse:
    if is_api(request):
        return problem(status)
    return render(request, f"errors/{status}.html", status=status)
