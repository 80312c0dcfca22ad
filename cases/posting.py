"""The pages on which somebody tells what worked: one thing a page, kept as it goes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases import pages, permissions, services
from cases.forms import CasePage, StartForm, Step, step_after, step_named
from cases.models import Case
from cases.views import find, shown_to_members
from ppi.documents import services as documents
from ppi.documents.models import Document
from ppi.kernel.access import access, found_or_404
from ppi.kernel.kept import typed
from ppi.kernel.verdicts import Refused
from ppi.organisations.choices import WRITERS
from ppi.organisations.models import Organisation
from ppi.organisations.pages import first_join
from ppi.organisations.querysets import OrganisationQuerySet
from ppi.organisations.registry import Beginning, tellable
from ppi.taxonomy.forms import as_typed, is_search


@access(shown_to_members)
def start(request: HttpRequest) -> HttpResponse:
    organisations = Organisation.objects.of_member(request.user, *WRITERS).order_by("name")
    if not organisations:
        lead = _("A case belongs to an organisation. You may not write for one yet.")
        return first_join(request, _("First: whose experience is it?"), lead)
    initial = {"organisation": organisations[0].pk, "language": get_language()}
    owner, beginning = begun_from(request, organisations)
    if beginning:
        known = {"title": beginning.title, "language": beginning.language}
        initial = {"organisation": owner.pk} | known
    form = StartForm(typed(request), organisations=organisations, initial=initial)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        organisation = facts.pop("organisation")
        if beginning and organisation == owner:
            facts = dict(beginning.facts) | facts
        case = services.start(organisation, by=request.user, **facts)
        return redirect("cases:step", case.slug, "story")
    return render(request, "cases/start.html", {"form": form})


def begun_from(
    request: HttpRequest, organisations: OrganisationQuerySet
) -> tuple[Organisation | None, Beginning | None]:
    """What `?from=` names, with whose it is: only of organisations that the reader writes for."""
    label, _colon, pk = request.GET.get("from", "").partition(":")
    try:
        model, known = tellable.labelled(label)
    except KeyError:
        return None, None
    rows = model.objects.managed_by(*organisations).select_related("organisation", "portal")
    subject = rows.filter(pk=pk).first() if pk.isdecimal() else None
    return (subject.organisation, known.beginning(subject)) if subject else (None, None)


def own_draft(request: HttpRequest, slug: str) -> Case:
    """The draft, for those who may change it; a sentence for members who may not now."""
    case = find(request, slug)
    permissions.may_edit(request.user, case).or_refuse()
    return case


@access(shown_to_members)
def step(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    case, shown = own_draft(request, slug), step_named(name)
    found_or_404(shown)
    form = shown.form(typed(request), request.FILES or None, case=case)
    if is_search(request.POST):
        as_typed(form)
    elif request.method == "POST" and form.is_valid() and kept(request, case, form):
        return redirect(following(request, case, shown))
    context = {
        "case": case,
        "form": form,
        "step": shown,
        "steps": pages.steps_of(case, shown),
        "documents": list(Document.objects.of(case)),
    }
    return render(request, "cases/step.html", context)


def kept(request: HttpRequest, case: Case, form: CasePage) -> bool:
    """Save the page; False, with a sentence at its field, where the service refused.

    A page asks for facts or for a file, never for both: a refused file takes nothing along.
    """
    facts, takes_file = form.cleaned_data, "upload" in form.fields
    try:
        if not takes_file:
            services.edit(case, by=request.user, **facts)
        elif upload := facts["upload"]:
            documents.attach(case, upload, organisation=case.organisation, by=request.user)
    except Refused as refused:
        form.add_error("upload" if takes_file else refused.field, refused.sentence)
        return False
    return True


def following(request: HttpRequest, case: Case, shown: Step) -> str:
    """Where "Save and continue" leads; an added document shows on the same page first."""
    after = shown if "upload" in request.FILES else step_after(shown)
    if after is None:
        return reverse("cases:check", args=[case.slug])
    return reverse("cases:step", args=[case.slug, after.name])


@access(shown_to_members)
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """Check your answers, then send."""
    case = own_draft(request, slug)
    if request.method == "POST":
        try:
            services.submit(case, by=request.user)
        except Refused as refused:
            messages.error(request, refused.sentence)
            return redirect("cases:check", case.slug)
        messages.success(request, _("Sent to the moderators. You will hear from them by mail."))
        return redirect("cases:detail", case.slug)
    context = pages.context_of(case, request) | {
        "steps": pages.steps_of(case, None),
        "missing": [Case._meta.get_field(name).verbose_name for name in services.missing(case)],
    }
    return render(request, "cases/check.html", context)


@access(shown_to_members)
@require_POST
def take_back(request: HttpRequest, slug: str) -> HttpResponse:
    case = find(request, slug)
    services.take_back(case, by=request.user)
    return redirect("cases:check", case.slug)


@access(shown_to_members)
@require_POST
def remove_document(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    case = own_draft(request, slug)
    attached = Document.objects.of(case).filter(pk=pk).first()
    found_or_404(attached)
    documents.remove(attached, by=request.user)
    return redirect("cases:step", case.slug, "documents")
