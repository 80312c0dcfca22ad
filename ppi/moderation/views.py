"""The moderators' pages: what waits, what was reported, what was decided."""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ppi.kernel.access import access, public
from ppi.kernel.listing import Listing, Sort
from ppi.kernel.verdicts import Refused
from ppi.moderation import pages, services, waiting
from ppi.moderation.choices import ReportState
from ppi.moderation.forms import AnswerForm, DecisionForm, PutBackForm
from ppi.moderation.models import Report, Submission
from ppi.portals.permissions import moderator


def submissions(request: HttpRequest):
    rows = Submission.objects.moderated_by(request.portal)
    return rows.select_related("submitted_by", "decided_by", "portal", "content_type")


@access(moderator)
def queue(request: HttpRequest) -> HttpResponse:
    """What waits the longest stands open."""
    return queue_with(request, submissions(request).waiting().first(), DecisionForm())


@access(moderator)
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    return queue_with(request, get_object_or_404(submissions(request), pk=pk), DecisionForm())


def queue_with(
    request: HttpRequest, shown: Submission | None, form: DecisionForm, status: int = 200
) -> HttpResponse:
    context = {"lines": pages.lines_of(submissions(request).waiting(), shown), "form": form}
    if shown is not None:
        context |= pages.shown_of(shown, request)
    return render(request, "moderation/queue.html", context, status=status)


@access(moderator)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish, or return with a reason; then the next one opens."""
    shown = get_object_or_404(submissions(request), pk=pk)
    form = DecisionForm(request.POST)
    if form.is_valid():
        following = submissions(request).waiting().after(shown).first()
        try:
            if pressed(request, "publish", "return") == "publish":
                services.publish(shown, by=request.user, reason=form.cleaned_data["reason"])
            else:
                services.send_back(shown, form.cleaned_data["reason"], by=request.user)
            return onwards(request, shown, following)
        except Refused as refused:
            say_why(form, refused)
    return queue_with(request, shown, form, status=422)


def pressed(request: HttpRequest, *decisions: str) -> str:
    """The button that was pressed. Raises `Refused` for one that the page does not have."""
    decision = request.POST.get("decision")
    if decision not in decisions:
        raise Refused(_("Nothing was decided. Press one of the buttons."))
    return decision


def say_why(form: Form, refused: Refused) -> None:
    """At the field, where it is one of this form; a room may refuse for one of its own."""
    form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)


def onwards(request: HttpRequest, done: Submission, following: Submission | None) -> HttpResponse:
    """Say what was done, and open the next one; after the last, the first that still waits."""
    sentence = _("Done: %(title)s.") % {"title": done.subject or "–"}
    messages.success(request, sentence)
    if following is None:
        return redirect("moderation:queue")
    return redirect("moderation:submission", following.pk)


@access(moderator)
def history(request: HttpRequest) -> HttpResponse:
    """What was decided here, by whom and why."""
    rows = submissions(request).decided().prefetch_related("subject")
    newest = Sort("newest", _("Newest"), "decided_at", descending=True)
    listing = Listing(request.GET, rows, facets=[], sorts=[newest])
    decided = [(row, pages.entry_of(row).label) for row in listing.rows]
    return render(request, "moderation/history.html", {"listing": listing, "decided": decided})


def reports_here(request: HttpRequest):
    rows = Report.objects.moderated_by(request.portal)
    return rows.select_related("reported_by", "decided_by", "portal", "content_type")


@access(moderator)
def reports(request: HttpRequest) -> HttpResponse:
    return reports_with(request, reports_here(request).open().first(), AnswerForm())


@access(moderator)
def filed_report(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(reports_here(request), pk=pk)
    is_removal = shown.state == ReportState.REMOVED
    return reports_with(request, shown, PutBackForm() if is_removal else AnswerForm())


def reports_with(
    request: HttpRequest, shown: Report | None, form: AnswerForm, status: int = 200
) -> HttpResponse:
    context = {
        "lines": pages.lines_of(reports_here(request).open(), shown),
        "form": form,
        "is_open": shown is not None and shown.state == ReportState.OPEN,
    }
    if shown is not None:
        context |= pages.shown_of(shown, request)
        context["may_put_back"] = pages.may_be_put_back(shown, context["subject"])
    return render(request, "moderation/reports.html", context, status=status)


@access(moderator)
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove what was reported, or keep it; either way with a reason."""
    shown = get_object_or_404(reports_here(request), pk=pk)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            remove = pressed(request, "keep", "remove") == "remove"
            services.settle(shown, remove=remove, by=request.user, **form.cleaned_data)
            messages.success(request, _("The report is answered."))
            return redirect("moderation:reports")
        except Refused as refused:
            say_why(form, refused)
    return reports_with(request, shown, form, status=422)


@access(public)
def criteria(request: HttpRequest) -> HttpResponse:
    """By what moderators decide, and how long it took them lately."""
    context = {
        "criteria": pages.published_criteria(),
        "wait": waiting.of_portal(request.portal),
    }
    return render(request, "moderation/criteria.html", context)


@access(moderator)
def removals(request: HttpRequest) -> HttpResponse:
    """What is removed in this portal, the latest first."""
    rows = reports_here(request).last_removals().prefetch_related("subject")
    newest = Sort("newest", _("Newest"), "decided_at", descending=True)
    listing = Listing(request.GET, rows, facets=[], sorts=[newest])
    removed = [(row, pages.entry_of(row).label) for row in listing.rows]
    return render(request, "moderation/removals.html", {"listing": listing, "removed": removed})


@access(moderator)
@require_POST
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    """What was removed is public again, with a reason for the record."""
    shown = get_object_or_404(reports_here(request), pk=pk)
    form = PutBackForm(request.POST)
    if form.is_valid():
        try:
            services.put_back(shown, form.cleaned_data["reason"], by=request.user)
            messages.success(request, _("It is public again."))
            return redirect("moderation:removals")
        except Refused as refused:
            say_why(form, refused)
    return reports_with(request, shown, form, status=422)
