"""What opportunities put on the pages of rooms below."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from ppi.kernel import slots
from ppi.portals.choices import Module
from tenders.posting import buyers_of


@slots.fills("rules.onwards")
def start_with_this(asked: str, request: HttpRequest) -> str:
    """The way from the rules to a draft that begins with the same answers.

    Visitors sign in first; members of companies cannot post.
    """
    portal = getattr(request, "portal", None)
    if portal is None or not portal.offers(Module.TENDERS):
        return ""
    if request.user.is_authenticated and not buyers_of(request.user).exists():
        return ""
    return render_to_string("tenders/start_with_this.html", {"asked": asked}, request)
