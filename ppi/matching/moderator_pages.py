"""What counts in a portal's matches, and what its companies say to them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ppi.kernel.access import access
from ppi.kernel.kept import typed
from ppi.matching import counting, weighing
from ppi.matching.choices import USUAL_BAR, USUAL_WEIGHTS
from ppi.matching.forms import WeightsForm
from ppi.portals.permissions import moderator


@access(moderator)
def weights(request: HttpRequest) -> HttpResponse:
    """How much each part counts for the companies of this portal."""
    form = WeightsForm(typed(request), instance=weighing.of(request.portal))
    if request.method == "POST" and form.is_valid():
        weighing.weigh(request.portal, form.cleaned_data, by=request.user)
        messages.success(request, _saved(form))
        return redirect("matching:weights")
    usual = [(part.label, points) for part, points in USUAL_WEIGHTS.items()]
    usual.append((form.fields["told_from"].label, USUAL_BAR))
    return render(request, "matching/weights.html", {"form": form, "usual": usual})


def _saved(form: WeightsForm) -> str:
    if form.changed_data == [weighing.BAR]:
        return _("Saved. It holds for all that is published from now on.")
    return _("Saved. Your companies are matched anew in the background.")


@access(moderator)
def said(request: HttpRequest) -> HttpResponse:
    """How often the companies of this portal gave each answer, and to which subjects; no names."""
    return render(request, "matching/said.html", {"said": counting.said_in(request.portal)})
