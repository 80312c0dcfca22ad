"""The pages on which a buyer ends what is public, each asking why."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ppi.kernel.access import access, found_or_404
from ppi.kernel.kept import typed
from ppi.kernel.verdicts import Refused
from tenders.endings import ENDINGS, Ending, ReasonForm
from tenders.models import Opportunity
from tenders.views import find, writing


@access(writing)
def end(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """What happens, and why? Then it is done."""
    opportunity = find(request, slug)
    found_or_404(opportunity)
    chosen = ENDINGS[ending]
    chosen.may(request.user, opportunity).or_refuse()
    form = chosen.form(typed(request))
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and is_done(chosen, opportunity, form, request.user):
        messages.success(request, chosen.done)
        return redirect("tenders:detail", opportunity.slug)
    context = {"opportunity": opportunity, "ending": chosen, "form": form}
    return render(request, "tenders/end.html", context)


def is_done(chosen: Ending, opportunity: Opportunity, form: ReasonForm, user) -> bool:
    """Do it; False, with a sentence at the field, where the service refused."""
    try:
        chosen.act(opportunity, form.cleaned_data["reason"], by=user)
    except Refused as refused:
        form.add_error(refused.field, refused.sentence)
        return False
    return True
