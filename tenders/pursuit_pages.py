"""The company's desk: what it looks at, bids for, has sent, won and lost; and each of them."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ppi.discussion import services as discussion
from ppi.discussion.forms import NoteForm
from ppi.kernel.access import access, found_or_404
from ppi.kernel.kept import typed
from ppi.kernel.verdicts import Refused
from ppi.organisations.choices import WRITERS
from ppi.organisations.pages import first_join
from ppi.translations import reading
from tenders import permissions, pursuits
from tenders.interest_pages import public
from tenders.models import Pursuit
from tenders.pursuit_forms import ForwardForm, HandsForm, PlanForm, PursueForm, StageForm
from tenders.question_pages import done
from tenders.services import pursuing
from tenders.views import writing


@access(writing)
def index(request: HttpRequest) -> HttpResponse:
    companies = list(pursuits.companies_of(request.user))
    if not companies:
        lead = _("A company keeps here what it bids for. You are not yet a member of one.")
        return first_join(request, _("First: which company?"), lead)
    listing = pursuits.listing_of(request.GET, companies, request.user)
    context = {
        "listing": listing,
        "rows": pursuits.rows_of(listing.rows),
        "names_company": len(companies) > 1,
    }
    return render(request, "tenders/desk.html", context)


@access(writing)
def pursue(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a public opportunity on the desk of one of the reader's companies."""
    opportunity = public(request, slug)
    companies = pursuits.companies_of(request.user, *WRITERS)
    companies = companies.exclude(pk=opportunity.organisation_id)
    if not companies:
        lead = _("A company keeps here what it bids for. You are not yet a member of one.")
        return first_join(request, _("First: which company?"), lead, opportunity.title)
    form = PursueForm(typed(request), organisations=companies)
    if request.method == "POST" and form.is_valid():
        pursuit = pursuing.pursue(opportunity, form.chosen(), by=request.user)
        messages.success(request, _("It is on your desk. Your colleagues see it there."))
        return redirect("tenders:pursuit", pursuit.pk)
    return render(request, "tenders/pursue.html", {"form": form, "opportunity": opportunity})


def own(request: HttpRequest, pk: int) -> Pursuit:
    """For the members of its company; 404 for everybody else."""
    rows = Pursuit.objects.of_member(request.user).select_related(
        "opportunity__organisation", "opportunity__portal", "organisation", "assignee"
    )
    pursuit = rows.filter(pk=pk).first()
    found_or_404(pursuit and permissions.may_see_pursuit(request.user, pursuit))
    return pursuit


@access(writing)
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, own(request, pk))


def _page(request: HttpRequest, pursuit: Pursuit, **forms: Form) -> HttpResponse:
    """`forms`: what somebody has just sent and has to put right."""
    may_move = permissions.may_move(request.user, pursuit)
    opportunity = pursuit.opportunity
    context = {
        "pursuit": pursuit,
        "opportunity": opportunity,
        "title": reading.text(opportunity, "title"),
        "address": pursuits.address_of(opportunity, request.portal, get_language()),
        "notes": pursuits.notes_of(pursuit),
        "steps": pursuits.steps_of(pursuit),
        "may_move": may_move,
        "may_be_dropped": may_move and pursuit.status in pursuing.REMOVABLE,
    }
    if may_move:
        context |= {
            "note_form": NoteForm(),
            "hands_form": HandsForm(pursuit=pursuit),
            "plan_form": PlanForm(pursuit=pursuit),
            "forward_form": ForwardForm(pursuit=pursuit, by=request.user),
        }
    return render(request, "tenders/pursuit.html", context | forms)


def _kept(
    request: HttpRequest, pursuit: Pursuit, name: str, form: Form, act: Callable[[dict], object]
) -> HttpResponse:
    """Do what the form asks and go back to the page; else the page with what is wrong."""
    permissions.may_move(request.user, pursuit).or_refuse()
    if request.method != "POST" or not form.is_valid():
        return _page(request, pursuit, **{name: form})
    if not done(form, lambda: act(form.cleaned_data)):
        return _page(request, pursuit, **{name: form})
    messages.success(request, _("Saved."))
    return redirect("tenders:pursuit", pursuit.pk)


@access(writing)
def note(request: HttpRequest, pk: int) -> HttpResponse:
    pursuit = own(request, pk)

    def write(told: dict) -> None:
        discussion.write_note(pursuit, told["note"], by=request.user)

    return _kept(request, pursuit, "note_form", NoteForm(typed(request)), write)


@access(writing)
def hands(request: HttpRequest, pk: int) -> HttpResponse:
    pursuit = own(request, pk)

    def assign(told: dict) -> None:
        pursuing.assign(pursuit, told["assignee"], by=request.user)

    form = HandsForm(typed(request), pursuit=pursuit)
    return _kept(request, pursuit, "hands_form", form, assign)


@access(writing)
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    pursuit = own(request, pk)

    def keep(told: dict) -> None:
        pursuing.plan(pursuit, told["due_on"], told["due_what"], by=request.user)

    form = PlanForm(typed(request), pursuit=pursuit)
    return _kept(request, pursuit, "plan_form", form, keep)


@access(writing)
def forward(request: HttpRequest, pk: int) -> HttpResponse:
    pursuit = own(request, pk)

    def send(told: dict) -> None:
        pursuing.forward(pursuit, told["to"], told["message"], by=request.user)

    form = ForwardForm(typed(request), pursuit=pursuit, by=request.user)
    return _kept(request, pursuit, "forward_form", form, send)


@access(writing)
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """To the stage whose button was pressed; a colleague may have moved it meanwhile."""
    pursuit = own(request, pk)
    form = StageForm(request.POST)
    try:
        if form.is_valid():
            pursuing.move(pursuit, form.cleaned_data["stage"], by=request.user)
            messages.success(request, _("Moved."))
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("tenders:pursuit", pursuit.pk)


@access(writing)
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    pursuit = own(request, pk)
    try:
        pursuing.drop(pursuit, by=request.user)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("tenders:pursuit", pursuit.pk)
    messages.success(request, _("Taken off your desk."))
    return redirect("tenders:desk")
