"""Where a company says what is not for it, sees what that did, and takes it back."""

from __future__ import annotations

from collections import defaultdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ppi.kernel.access import access
from ppi.kernel.kept import typed
from ppi.matching import answering
from ppi.matching.choices import Answer
from ppi.matching.forms import NotForUsForm
from ppi.matching.models import Feedback, Match
from ppi.portals.choices import Module
from ppi.portals.permissions import signed_in_where
from ppi.translations import reading

for_members = signed_in_where(Module.TENDERS)


def own_match(request: HttpRequest, pk: int) -> Match:
    rows = Match.objects.for_person(request.user).shown_in(request.portal)
    return get_object_or_404(rows.select_related("opportunity", "profile__organisation"), pk=pk)


def own_answers(request: HttpRequest):
    rows = Feedback.objects.for_person(request.user)
    return rows.select_related("opportunity", "organisation").order_by("-given_at", "-pk")


@access(for_members)
@require_POST
def relevant(request: HttpRequest, pk: int) -> HttpResponse:
    match = own_match(request, pk)
    answering.answer(match, Answer.RELEVANT, by=request.user)
    messages.success(request, _("Thank you. Needs like this one move up."))
    return redirect("matching:for-you")


@access(for_members)
def not_for_us(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks why; then the need is set aside, and others like it may move down."""
    match = own_match(request, pk)
    form = NotForUsForm(typed(request))
    if request.method == "POST" and form.is_valid():
        answering.answer(match, **form.cleaned_data, by=request.user)
        messages.success(request, _("Set aside. You can take it back under «What you told us»."))
        return redirect("matching:for-you")
    title = reading.text(match.opportunity, "title")
    return render(request, "matching/not_for_us.html", {"form": form, "title": title})


@access(for_members)
def answers(request: HttpRequest) -> HttpResponse:
    """All that the reader's companies have answered, and what it does to their lists."""
    given = list(own_answers(request))
    by_company = defaultdict(list)
    for each in given:
        by_company[each.organisation].append(each)
    reading.attach([each.opportunity for each in given], "title")
    companies = [
        {"organisation": company, "given": some, "moves": answering.moves_of(some)}
        for company, some in by_company.items()
    ]
    return render(request, "matching/answers.html", {"companies": companies})


@access(for_members)
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    feedback = get_object_or_404(own_answers(request), pk=pk)
    answering.take_back(feedback, by=request.user)
    messages.success(request, _("Taken back."))
    return redirect("matching:answers")
