"""What a person had typed when it could not be taken yet: kept for its page, handed back once.

A session that ended in mid-form, a token that is too old, terms to accept first: each time the
person goes on where they were, with everything typed. What has to wait for another page, such as
the sign-in, waits in the session (`keep`); a page that can be shown anew at once needs neither
session nor cookies (`shown_again`). Files and passwords are not kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

IN_SESSION = "kept"
LARGEST_BYTES = 200_000
SECRETS = re.compile(r"password|csrf|credential", re.IGNORECASE)


def background(view: Callable) -> Callable:
    """Decorator of a view that a script asks while somebody types.

    Nothing sent to it is kept, and it moves nobody to the sign-in: the page still has it all.
    """
    view.is_background = True
    return view


def is_background(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and getattr(match.func, "is_background", False)


def keep(request: HttpRequest) -> None:
    """Keep what was sent to this path in the session, in place of what was kept before.

    More than `LARGEST_BYTES` is not kept.
    """
    if is_background(request):
        return
    request.session.pop(IN_SESSION, None)
    if found := _sent(request):
        request.session[IN_SESSION] = found


def _sent(request: HttpRequest) -> dict | None:
    """What may be kept of this request: no secrets, no files, nothing too large."""
    fields = {name: values for name, values in request.POST.lists() if not SECRETS.search(name)}
    if not fields or len(json.dumps(fields)) > LARGEST_BYTES:
        return None
    return {"path": request.path, "fields": fields, "had_files": bool(request.FILES)}


def shown_again(request: HttpRequest, because: str) -> HttpResponse | None:
    """The page whose form sent this, as it is opened, with everything typed in its form.

    Nothing is done with what was sent. The page says `because`, and its form carries a fresh
    token. None where nothing may be kept or the page has no form that takes it.
    """
    found = None if is_background(request) or request.htmx else _sent(request)
    if found is None:
        return None
    request.in_hand = found | {"because": because}
    _turn_into_opening(request)
    match = request.resolver_match
    try:
        page = match.func(request, *match.args, **match.kwargs)
    except (Http404, PermissionDenied):
        page = None
    is_taken = request.in_hand is None
    request.in_hand = None
    return page if is_taken and page is not None and page.status_code == 200 else None


def _turn_into_opening(request: HttpRequest) -> None:
    """From here on the request only opens its page; where to go afterwards stays known."""
    wanted = request.POST.get(REDIRECT_FIELD_NAME)
    if wanted and REDIRECT_FIELD_NAME not in request.GET:
        request.GET = request.GET.copy()
        request.GET[REDIRECT_FIELD_NAME] = wanted
    request.method, request.POST = "GET", QueryDict()
    request.FILES.clear()


def take(request: HttpRequest) -> QueryDict | None:
    """What was kept for this very path, once, with a sentence on the page that says so."""
    found = _found(request)
    if found is None:
        return None
    if because := found.get("because"):
        messages.warning(request, because, fail_silently=True)
    messages.info(request, _sentence(found["had_files"]), fail_silently=True)
    fields = QueryDict(mutable=True)
    for name, values in found["fields"].items():
        fields.setlist(name, values)
    return fields


def _found(request: HttpRequest) -> dict | None:
    """What is in hand for this page, else what waits for it in the session; then it is gone."""
    if (in_hand := getattr(request, "in_hand", None)) is not None:
        request.in_hand = None
        return in_hand
    found = request.session.get(IN_SESSION)
    if found is None or found["path"] != request.path:
        return None
    return request.session.pop(IN_SESSION)


def _sentence(had_files: bool) -> str:
    if had_files:
        return _("Here is what you had typed. Choose your files again, then send the form.")
    return _("Here is what you had typed. Nothing was sent yet.")


def typed(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: what was sent now, else what was kept for this page, else None.

    A view saves for `request.method == "POST"` alone: what was kept is shown, never acted upon.
    """
    return (request.POST or None) if request.method == "POST" else take(request)


def page_of(request: HttpRequest) -> str:
    """Path and query of the page on which the form stands: its address may take only POST."""
    page = urlsplit(request.headers.get("Referer", ""))
    if request.method != "POST" or page.netloc != request.get_host():
        return request.get_full_path()
    return page._replace(scheme="", netloc="", fragment="").geturl()
