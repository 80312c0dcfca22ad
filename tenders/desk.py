"""The buyer's desk: whose hands something is in, who approves, what comes next."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ppi.kernel.access import access, found_or_404
from ppi.kernel.kept import typed
from ppi.kernel.listing import Choice, Conditions, Listing, Sort
from ppi.kernel.verdicts import Refused
from ppi.organisations.models import Organisation
from tenders import permissions, services, waiting
from tenders.choices import Status
from tenders.desk_forms import AssignForm, FollowUpForm, InviteForm, SendBackForm, UseAgainForm
from tenders.models import FollowUp, InvitedFirm, Opportunity
from tenders.posting import buyers_of, first_buyer
from tenders.views import find, writing


@access(writing)
def mine(request: HttpRequest) -> HttpResponse:
    """Everything of the reader's organisations, with what waits for the reader on top."""
    organisations = list(Organisation.objects.of_member(request.user))
    rows = Opportunity.objects.managed_by(*organisations).select_related(
        "organisation", "assignee", "corrects"
    )
    newest = Sort("newest", "", "updated_at", descending=True)
    listing = Listing(
        request.GET, rows, facets=_facets(request.user), sorts=[newest], search=_found
    )
    groups = waiting.groups(request.user, organisations)
    return render(request, "tenders/mine.html", {"listing": listing, "groups": groups})


def _found(rows, words: str):
    return rows.matching(words)


def _facets(user) -> list[Choice]:
    return [
        Choice("status", _("State"), Status.choices),
        Conditions(
            "hands",
            _("In whose hands"),
            [("mine", _("In my hands"))],
            conditions={"mine": Q(assignee=user)},
        ),
    ]


def own(request: HttpRequest, slug: str) -> Opportunity:
    """The opportunity, for the people of its buyer; 404 for everybody else."""
    opportunity = find(request, slug)
    found_or_404(opportunity and permissions.may_work_on(request.user, opportunity))
    return opportunity


@access(writing)
@require_POST
def decide_approval(request: HttpRequest, slug: str) -> HttpResponse:
    """Approve, or send back to the colleague with a reason."""
    opportunity = own(request, slug)
    try:
        permissions.may_approve(request.user, opportunity).or_refuse()
        if request.POST.get("decision") == "approve":
            read = request.POST.get("read", "")
            shown = services.approve(opportunity, by=request.user, read=read)
            messages.success(request, _("Approved. It is on its way."))
            return redirect("tenders:detail", shown.slug)
        form = SendBackForm(request.POST)
        if not form.is_valid():
            context = {"opportunity": opportunity, "form": form}
            return render(request, "tenders/send_back.html", context)
        services.decline_approval(opportunity, form.cleaned_data["reason"], by=request.user)
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("tenders:detail", opportunity.slug)


@access(writing)
@require_POST
def assign(request: HttpRequest, slug: str) -> HttpResponse:
    opportunity = own(request, slug)
    form = AssignForm(request.POST, opportunity=opportunity)
    if form.is_valid():
        services.assign(opportunity, form.cleaned_data["assignee"], by=request.user)
        messages.success(request, _("Changed."))
    else:
        messages.error(request, _("Choose somebody who may write for this organisation."))
    return redirect("tenders:detail", opportunity.slug)


@access(writing)
def use_again(request: HttpRequest, slug: str) -> HttpResponse:
    """A new draft from this opportunity, one's own or any public one."""
    source = find(request, slug)
    found_or_404(source)
    organisations = buyers_of(request.user)
    if not organisations:
        return first_buyer(request)
    form = UseAgainForm(typed(request), organisations=organisations)
    if request.method == "POST" and form.is_valid():
        buyer = form.cleaned_data["organisation"]
        draft = services.start_from(source, buyer, by=request.user)
        return redirect("tenders:check", draft.slug)
    return render(request, "tenders/use_again.html", {"form": form, "opportunity": source})


@access(writing)
@require_POST
def call_off(request: HttpRequest, slug: str) -> HttpResponse:
    draft = services.start_call_off(own(request, slug), by=request.user)
    return redirect("tenders:check", draft.slug)


@access(writing)
@require_POST
def tell_result(request: HttpRequest, slug: str) -> HttpResponse:
    draft = services.start_result(own(request, slug), by=request.user)
    return redirect("tenders:check", draft.slug)


@access(writing)
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Firms told by mail, and a form to tell more."""
    opportunity = own(request, slug)
    permissions.may_invite(request.user, opportunity).or_refuse()
    form = InviteForm(typed(request), initial={"language": opportunity.language})
    if request.method == "POST" and form.is_valid() and _invited(request, opportunity, form):
        return redirect("tenders:invite", opportunity.slug)
    invited = InvitedFirm.objects.of(opportunity)
    context = {"form": form, "opportunity": opportunity, "invited": invited}
    return render(request, "tenders/invite.html", context)


def _invited(request: HttpRequest, opportunity: Opportunity, form: InviteForm) -> bool:
    try:
        rows = services.invite(opportunity, form.chosen(), by=request.user)
    except Refused as refused:
        form.add_error("firms", refused.sentence)
        return False
    messages.success(request, _("Invited: %(number)s.") % {"number": len(rows)})
    return True


@access(writing)
def follow_up(request: HttpRequest, slug: str) -> HttpResponse:
    """What came of it, told by the buyer twelve months later, or sooner."""
    opportunity = own(request, slug)
    row = FollowUp.objects.of(opportunity).first()
    found_or_404(row)
    permissions.may_follow_up(request.user, opportunity).or_refuse()
    form = FollowUpForm(typed(request), instance=row)
    if request.method == "POST" and form.is_valid():
        services.answer(row, by=request.user, **form.cleaned_data)
        messages.success(request, _("Thank you. Others learn from it."))
        return redirect("tenders:detail", opportunity.slug)
    return render(request, "tenders/follow_up.html", {"form": form, "opportunity": opportunity})
