"""A public opportunity is corrected: begun from its page, and discarded."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ppi.kernel.access import access, found_or_404
from tenders import permissions, services
from tenders.choices import EDITABLE
from tenders.corrections import context_of
from tenders.forms import steps_for
from tenders.views import find, writing


@access(writing)
@require_POST
def correct(request: HttpRequest, slug: str) -> HttpResponse:
    """To the form with everything as it is public now; to the correction begun, where one is."""
    opportunity = find(request, slug)
    found_or_404(opportunity)
    draft = services.start_correction(opportunity, by=request.user)
    if draft.status not in EDITABLE:
        return redirect("tenders:detail", draft.slug)
    return redirect("tenders:step", draft.slug, steps_for(draft)[0].name)


@access(writing)
def discard(request: HttpRequest, slug: str) -> HttpResponse:
    """Throw a correction away, after a word of warning."""
    draft = find(request, slug)
    found_or_404(draft is not None and draft.corrects_id)
    permissions.may_work_on(request.user, draft).or_refuse()
    if request.method == "POST":
        opportunity = services.discard_correction(draft, by=request.user)
        messages.success(request, _("The correction is discarded."))
        return redirect("tenders:detail", opportunity.slug)
    return render(request, "tenders/discard.html", {"opportunity": draft, **context_of(draft)})
