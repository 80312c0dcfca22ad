"""Pages for what went wrong: each says what to do next, and none shows a trace."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ppi.kernel.api import is_api, problem


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    return _page(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or old: usually a page left open over night."""
    return render(request, "errors/csrf.html", status=403)


def _page(request: HttpRequest, status: int) -> HttpResponse:
    if is_api(request):
        return problem(status)
    return render(request, f"errors/{status}.html", status=status)
