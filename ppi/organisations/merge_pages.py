"""The moderators' pages on which two entries of one body become one, and two again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ppi.kernel.access import access, found_or_404
from ppi.kernel.kept import typed
from ppi.kernel.listing import Listing, Sort
from ppi.kernel.verdicts import Refused
from ppi.organisations import claims, merging, pages, permissions
from ppi.organisations.board import back_to_board
from ppi.organisations.forms import MergeForm
from ppi.organisations.models import Merge, Organisation
from ppi.organisations.views import find
from ppi.portals.permissions import moderator


def moderated(request: HttpRequest, slug: str) -> Organisation:
    """One of the portal's own; 404 for everything else."""
    organisation = find(slug)
    found_or_404(organisation and permissions.may_verify(request.user, organisation))
    return organisation


@access(moderator)
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Which other entry is the same body? Opens with those of its own name."""
    kept = moderated(request, slug)
    words = request.GET.get("q", kept.name).replace("\x00", "").strip()
    listing = Listing(
        request.GET,
        Organisation.objects.duplicates_of(kept, words).filter(portal=kept.portal),
        facets=[],
        sorts=[Sort("name", _("Name"), "name")],
    )
    return render(
        request, "organisations/duplicates.html", {"organisation": kept, "listing": listing}
    )


@access(moderator)
def merge(request: HttpRequest, slug: str, other: str) -> HttpResponse:
    kept, absorbed = moderated(request, slug), moderated(request, other)
    form = MergeForm(typed(request), initial={"roles_stay": MergeForm.way_in(absorbed)})
    if request.method == "POST" and form.is_valid():
        try:
            merging.merge(
                kept,
                absorbed,
                form.cleaned_data["reason"],
                by=request.user,
                roles_stay=form.cleaned_data["roles_stay"],
            )
            messages.success(request, _("They are one now. You can undo it for 30 days."))
            return redirect("organisations:board", kept.slug)
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
    context = {"form": form, "kept": side_of(kept), "absorbed": side_of(absorbed)}
    return render(request, "organisations/merge.html", context)


def side_of(organisation: Organisation) -> dict:
    """What tells whether it is the same body, and whose it is."""
    return {
        **pages.facts_of(organisation),
        "owners": claims.owners_of(organisation),
        "counts": merging.counts_of(organisation),
    }


@access(moderator)
@require_POST
def undo(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    organisation = moderated(request, slug)
    rows = Merge.objects.managed_by(organisation).select_related("kept__portal", "absorbed__portal")
    made = get_object_or_404(rows, pk=pk)
    return back_to_board(
        request,
        organisation,
        lambda: merging.undo(made, by=request.user),
        _("They are two again."),
    )
