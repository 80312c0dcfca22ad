"""What the form's page says to the server while somebody types, and how they let go of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ppi.kernel.access import access, found_or_404
from ppi.kernel.kept import background
from ppi.kernel.verdicts import Refused
from tenders import services
from tenders.forms import step_named
from tenders.keeping import Writing
from tenders.posting import own_draft
from tenders.views import writing

# Sent instead of what stands in the form, where nothing was typed since the last time.
HERE = "here"


@access(writing)
@background
@require_http_methods(["GET", "POST"])
def typed(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Keep what stands in the form as it is; GET brings a fresh token after a new sign-in."""
    try:
        answer = answer_to(request, slug, name)
    except Refused as refused:
        return _answer(request, {"refused": refused.sentence}, status=403)
    return _answer(request, answer)


def answer_to(request: HttpRequest, slug: str, name: str) -> dict:
    opportunity = own_draft(request, slug)
    shown = step_named(name, opportunity)
    found_or_404(shown)
    if request.method == "GET":
        return {}
    typing = Writing(request, opportunity, shown)
    if HERE in request.POST:
        services.say_here(opportunity, shown.name, by=request.user)
        return {"typing": typing}
    typing.keep_or_refuse()
    return {"typing": typing, "saved_at": timezone.now()}


def _answer(request: HttpRequest, context: dict, **options) -> HttpResponse:
    return render(request, "tenders/typed_answer.html", context, **options)


@access(writing)
@require_POST
def discard(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Let go of what was typed; the page is shown as it is kept."""
    opportunity = own_draft(request, slug)
    shown = step_named(name, opportunity)
    found_or_404(shown)
    services.forget_typed(opportunity, shown.name, by=request.user)
    messages.success(request, _("What you had typed is discarded. This is the page as it is."))
    return redirect("tenders:step", opportunity.slug, shown.name)
