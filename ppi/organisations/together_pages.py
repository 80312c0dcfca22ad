"""Pages on which an organisation says which addresses are its own, and who acts for whom."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ppi.kernel.access import access, found_or_404, signed_in
from ppi.kernel.kept import typed
from ppi.kernel.listing import Listing, Sort
from ppi.kernel.verdicts import Refused
from ppi.organisations import domains, importing, mandates, permissions
from ppi.organisations.board import own_board
from ppi.organisations.forms import DomainForm, ImportForm, MandateForm
from ppi.organisations.models import Acted, Domain, Mandate, Organisation
from ppi.organisations.recorded import told
from ppi.organisations.views import find

# --- Work domains


@access(signed_in)
def domain_list(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = own_board(request, slug)
    form = DomainForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            domains.ask(organisation, form.cleaned_data["name"], by=request.user)
            messages.success(request, _("The moderators look at it."))
            return redirect("organisations:domains", slug)
        except Refused as refused:
            form.add_error(refused.field or "name", refused.sentence)
    context = {
        "organisation": organisation,
        "form": form,
        "domains": Domain.objects.managed_by(organisation).in_force().order_by("name"),
        "may_own": bool(permissions.may_own(request.user, organisation)),
    }
    return render(request, "organisations/domains.html", context)


@access(signed_in)
@require_POST
def give_up_domain(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    organisation = own_board(request, slug)
    domain = get_object_or_404(Domain.objects.managed_by(organisation).in_force(), pk=pk)
    try:
        domains.give_up(domain, by=request.user)
        messages.success(request, _("Nobody comes in by it any more."))
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("organisations:domains", slug)


@access(signed_in)
@require_POST
def come_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Into an organisation of whose domain one has an address."""
    organisation = find(slug)
    found_or_404(organisation and domains.may_come_in(request.user, organisation))
    domains.come_in(organisation, by=request.user)
    messages.success(request, _("Welcome to %(name)s.") % {"name": organisation.name})
    return redirect("organisations:board", slug)


# --- Acting for others


@access(signed_in)
def mandate_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Who acts for it, for whom it acts, and what was done on its behalf."""
    organisation = own_board(request, slug)
    form = MandateForm(typed(request), organisation=organisation)
    if request.method == "POST" and form.is_valid():
        try:
            done = _give_or_ask(organisation, form, request.user)
            messages.success(request, done)
            return redirect("organisations:mandates", slug)
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
    rows = Mandate.objects.managed_by(organisation).in_force()
    listing = Listing(
        request.GET,
        rows.select_related("organisation", "umbrella"),
        facets=[],
        sorts=[Sort("newest", _("Newest first"), "pk", descending=True)],
    )
    context = {
        "organisation": organisation,
        "form": form,
        "listing": listing,
        "given": [row for row in listing.rows if row.organisation_id == organisation.pk],
        "held": [row for row in listing.rows if row.umbrella_id == organisation.pk],
        "may_own": bool(permissions.may_own(request.user, organisation)),
    }
    return render(request, "organisations/mandates.html", context)


def _give_or_ask(organisation: Organisation, form: MandateForm, by) -> str:
    other = form.cleaned_data["other"]
    if form.cleaned_data["way"] == form.GIVE:
        mandates.give(organisation, other, by=by)
        return _("%(name)s may act for you from now on.") % {"name": other}
    mandates.ask(organisation, other, by=by)
    return _("The owners of %(name)s decide. They get a mail.") % {"name": other}


@access(signed_in)
@require_POST
def decide_mandate(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Grant, decline or end one: the button says which."""
    organisation = own_board(request, slug)
    rows = Mandate.objects.managed_by(organisation).select_related("organisation", "umbrella")
    mandate = get_object_or_404(rows, pk=pk)
    verbs = {
        "give": lambda: mandates.give(mandate.organisation, mandate.umbrella, by=request.user),
        "decline": lambda: mandates.decline(mandate, by=request.user),
        "end": lambda: mandates.end(mandate, by=request.user),
    }
    verb = verbs.get(request.POST.get("decision", ""))
    found_or_404(verb)
    try:
        verb()
        messages.success(request, _("Done. Both sides hear of it."))
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("organisations:mandates", slug)


@access(signed_in)
def acted(request: HttpRequest, slug: str) -> HttpResponse:
    """What umbrellas did on its behalf, the last first."""
    organisation = own_board(request, slug)
    rows = Acted.objects.managed_by(organisation).select_related(
        "entry__actor", "mandate__umbrella"
    )
    listing = Listing(
        request.GET,
        rows,
        facets=[],
        sorts=[Sort("newest", _("Newest first"), "pk", descending=True)],
    )
    said = told(row.entry for row in listing.rows)
    context = {
        "organisation": organisation,
        "listing": listing,
        "rows": [(row, said[row.entry_id]) for row in listing.rows],
    }
    return render(request, "organisations/acted.html", context)


# --- Colleagues from a table


@access(signed_in)
def import_members(request: HttpRequest, slug: str) -> HttpResponse:
    """First what the table says, line by line; then the invitations."""
    organisation = own_board(request, slug)
    permissions.may_own(request.user, organisation).or_refuse()
    form = ImportForm(typed(request), request.FILES or None)
    table, refused = None, []
    if request.method == "POST" and form.is_valid():
        try:
            table = importing.read(form.cleaned_data["text"])
        except Refused as failure:
            form.add_error(failure.field, failure.sentence)
    if table and table.good and "confirm" in request.POST:
        count, refused = importing.invite_all(organisation, table, by=request.user)
        messages.success(request, invited(count))
        if not refused:
            return redirect("organisations:board", slug)
        table = importing.Table([*refused, *table.bad])
    context = {"organisation": organisation, "form": form, "table": table, "refused": refused}
    return render(request, "organisations/import.html", context)


def invited(count: int) -> str:
    sentence = ngettext(
        "%(count)s invitation is on its way.", "%(count)s invitations are on their way.", count
    )
    return sentence % {"count": count}
