"""The buyer's desk: what waits, whose hands it is in, who approves, what comes next."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ppi.discussion.models import Question
from ppi.kernel import dates
from ppi.kernel.access import access, found_or_404
from ppi.kernel.kept import typed
from ppi.kernel.listing import Choice, Conditions, Listing, Sort
from ppi.kernel.verdicts import Refused
from ppi.organisations.choices import Role
from ppi.organisations.models import Membership, Organisation
from tenders import permissions, services
from tenders.choices import EDITABLE, Status
from tenders.desk_forms import AssignForm, FollowUpForm, InviteForm, SendBackForm, UseAgainForm
from tenders.models import FollowUp, InvitedFirm, Opportunity
from tenders.models.opportunity import EXPIRES_SOON
from tenders.posting import buyers_of, first_buyer
from tenders.views import find, writing

# The desk shows the most urgent things; the list below it holds the rest.
MOST_SHOWN = 20


@dataclass(frozen=True)
class Task:
    """One line of the desk: a thing to do, the page on which it is done, and why it is here."""

    label: str
    url: str
    hint: str
    state_text: str = ""
    done: bool = False


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
    tasks = to_do(request.user, organisations)
    return render(request, "tenders/mine.html", {"listing": listing, "tasks": tasks})


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


def to_do(user, organisations: list[Organisation]) -> list[Task]:
    """What this person can do now, the most urgent kind first; a fixed number of queries."""
    own = Opportunity.objects.managed_by(*organisations)
    tasks = [*_approvals(user, own), *_questions(organisations, own), *_drafts(user, own)]
    tasks += [*_calls(own), *_frameworks(own), *_look_backs(organisations)]
    return tasks[:MOST_SHOWN]


def _approvals(user, own) -> list[Task]:
    owned = Membership.objects.of_person(user).filter(role=Role.OWNER).values("organisation")
    waiting = own.filter(status=Status.IN_APPROVAL, organisation__in=owned)
    return [
        Task(row.title, _page(row), _("waits for your approval"), _("Approve"))
        for row in waiting.exclude(submitted_by=user).order_by("updated_at")[:MOST_SHOWN]
    ]


def _questions(organisations: list[Organisation], own) -> list[Task]:
    rows = Question.objects.managed_by(*organisations).about(Opportunity).waiting()
    numbers = Counter(rows.values_list("object_id", flat=True))
    asked = own.filter(pk__in=numbers, status=Status.PUBLISHED).order_by("deadline")
    return [
        Task(
            row.title,
            reverse("tenders:questions", args=[row.slug]),
            ngettext("%(number)s question waits", "%(number)s questions wait", numbers[row.pk])
            % {"number": numbers[row.pk]},
            _("Answer"),
        )
        for row in asked[:MOST_SHOWN]
    ]


def _drafts(user, own) -> list[Task]:
    drafts = own.filter(status__in=EDITABLE).order_by("-updated_at")[:MOST_SHOWN]
    return [
        Task(row.title, reverse("tenders:check", args=[row.slug]), _why(row, user), _("Write"))
        for row in drafts
        if row.assignee_id in (None, user.pk)
    ]


def _why(row: Opportunity, user) -> str:
    if row.status == Status.RETURNED:
        return _("was returned to you")
    if row.corrects_id:
        return _("correction, not published yet")
    return _("in your hands") if row.assignee_id == user.pk else _("draft")


def _calls(own) -> list[Task]:
    results = Opportunity.objects.everywhere("results of these calls").not_taken_off()
    begun = results.filter(concludes=OuterRef("pk"))
    over = own.without_result(timezone.now()).filter(~Exists(begun))
    return [
        Task(row.title, _page(row), _("tell how it ended"), _("Tell the result"))
        for row in over.order_by("deadline")[:MOST_SHOWN]
    ]


def _frameworks(own) -> list[Task]:
    ending = own.expiring(timezone.localdate(), EXPIRES_SOON).order_by("runs_until", "pk")
    # A call and its result tell of one agreement: the later of them stands for it.
    agreements = {row.purchase_id: row for row in ending[: 2 * MOST_SHOWN]}
    return [
        Task(
            row.title,
            _page(row),
            _("runs until %(day)s") % {"day": dates.day(row.runs_until)},
            _("Plan what follows"),
        )
        for row in list(agreements.values())[:MOST_SHOWN]
    ]


def _look_backs(organisations: list[Organisation]) -> list[Task]:
    due = FollowUp.objects.managed_by(*organisations).due(timezone.localdate())
    due = due.filter(opportunity__status=Status.PUBLISHED).select_related("opportunity")
    return [
        Task(
            row.opportunity.title,
            reverse("tenders:follow-up", args=[row.opportunity.slug]),
            _("awarded a year ago"),
            _("Tell what came of it"),
        )
        for row in due.order_by("due_on")[:MOST_SHOWN]
    ]


def _page(row: Opportunity) -> str:
    return reverse("tenders:detail", args=[row.slug])


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
