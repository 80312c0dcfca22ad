"""What a person had typed when it could not be taken yet: kept in their session, handed back once.

A session that ended in mid-form, a token that is too old, terms to accept first: each time the
person goes on where they were, with everything typed. Files and passwords are not kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, QueryDict
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
    """Keep what was sent to this path, in place of what was kept before.

    More than `LARGEST_BYTES` is not kept.
    """
    if is_background(request):
        return
    request.session.pop(IN_SESSION, None)
    fields = {name: values for name, values in request.POST.lists() if not SECRETS.search(name)}
    if fields and len(json.dumps(fields)) <= LARGEST_BYTES:
        found = {"path": request.path, "fields": fields, "had_files": bool(request.FILES)}
        request.session[IN_SESSION] = found


def take(request: HttpRequest) -> QueryDict | None:
    """What was kept for this very path, once, with a sentence on the page that says so."""
    found = request.session.get(IN_SESSION)
    if found is None or found["path"] != request.path:
        return None
    del request.session[IN_SESSION]
    messages.info(request, _sentence(found["had_files"]), fail_silently=True)
    fields = QueryDict(mutable=True)
    for name, values in found["fields"].items():
        fields.setlist(name, values)
    return fields


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
