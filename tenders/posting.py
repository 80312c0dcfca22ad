"""The pages on which a buyer writes an opportunity: one thing a page, kept as it goes."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ppi.documents.models import Document
from ppi.kernel.access import access, found_or_404
from ppi.kernel.verdicts import Refused
from ppi.organisations.choices import WRITERS, Kind
from ppi.organisations.models import Organisation
from ppi.taxonomy.forms import as_typed, is_search
from tenders import pages, permissions, services
from tenders.choices import Status
from tenders.forms import StartForm, TimeForm, ValueForm, step_after, step_named
from tenders.models import Opportunity
from tenders.views import find, writing


def buyers_of(user):
    """Organisations for which this person may post."""
    written = Organisation.objects.of_member(user, *WRITERS)
    return written.exclude(kind=Kind.SUPPLIER).order_by("name")


@access(writing)
def start(request: HttpRequest) -> HttpResponse:
    organisations = buyers_of(request.user)
    if not organisations:
        return render(request, "tenders/no_organisation.html")
    initial = {"organisation": organisations[0].pk, "language": get_language()}
    earlier = Opportunity.objects.managed_by(*organisations).filter(status=Status.PUBLISHED)
    form = StartForm(
        request.POST or None,
        organisations=organisations,
        earlier=earlier.order_by("-published_at"),
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        facts["language"] = facts["language"] or get_language()
        followed = facts.pop("follows", None)
        facts["purchase"] = followed.purchase if followed else None
        opportunity = services.start(facts.pop("organisation"), by=request.user, **facts)
        return redirect("tenders:step", opportunity.slug, "need")
    return render(request, "tenders/start.html", {"form": form})


def own_draft(request: HttpRequest, slug: str) -> Opportunity:
    """The draft, for those who may change it; a sentence for members who may not now."""
    opportunity = find(request, slug)
    found_or_404(opportunity)
    permissions.may_edit(request.user, opportunity).or_refuse()
    return opportunity


@access(writing)
def step(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    opportunity = own_draft(request, slug)
    shown = step_named(name, opportunity)
    found_or_404(shown)
    form = shown.form(request.POST or None, request.FILES or None, instance=opportunity)
    searching = is_search(request.POST)
    if form.is_bound and not searching and form.is_valid() and kept(request, opportunity, form):
        return redirect(following(request, opportunity, shown))
    context = {
        "form": as_typed(form) if searching else form,
        "step": shown,
        "opportunity": opportunity,
        "steps": pages.steps_of(opportunity, shown),
        "documents": list(Document.objects.of(opportunity)),
        **pages.rules_of(opportunity),
    }
    return render(request, "tenders/step.html", context)


def kept(request: HttpRequest, opportunity: Opportunity, form) -> bool:
    """Save the page; False, with a sentence at the field, where the service refused."""
    upload = form.cleaned_data.pop("upload", None)
    try:
        services.edit(opportunity, by=request.user, **form.cleaned_data)
        if upload:
            services.attach(opportunity, upload, by=request.user)
    except Refused as refused:
        form.add_error("upload" if upload else refused.field, refused.sentence)
        return False
    return True


def following(request: HttpRequest, opportunity: Opportunity, shown) -> str:
    """Where "Save and continue" leads; an added document shows on the same page first."""
    after = step_after(shown, opportunity)
    if shown.form is TimeForm and "upload" in request.FILES:
        return reverse("tenders:step", args=[opportunity.slug, shown.name])
    if after is None or "check" in request.GET:
        return reverse("tenders:check", args=[opportunity.slug])
    return reverse("tenders:step", args=[opportunity.slug, after.name])


@access(writing)
def verdict(request: HttpRequest, slug: str) -> HttpResponse:
    """The threshold verdict for the value as it is being typed. Nothing is saved."""
    opportunity = own_draft(request, slug)
    form = ValueForm(request.GET, instance=opportunity)
    context = {"opportunity": opportunity, "step": "value"}
    if "value" not in form.errors:
        context |= pages.rules_of(opportunity)
    return render(request, "tenders/verdict.html", context)


@access(writing)
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """Check your answers, then send."""
    opportunity = own_draft(request, slug)
    if request.method == "POST":
        try:
            services.submit(opportunity, by=request.user)
        except Refused as refused:
            messages.error(request, refused.sentence)
            return redirect("tenders:check", opportunity.slug)
        messages.success(request, _("Sent to the moderators. You will hear from them by mail."))
        return redirect("tenders:detail", opportunity.slug)
    context = pages.context_of(opportunity, request) | {
        "steps": pages.steps_of(opportunity, None),
        "missing": services.missing_labels(opportunity),
    }
    return render(request, "tenders/check.html", context)


@access(writing)
@require_POST
def take_back(request: HttpRequest, slug: str) -> HttpResponse:
    opportunity = find(request, slug)
    if opportunity is None:
        raise Http404
    services.take_back(opportunity, by=request.user)
    return redirect("tenders:check", opportunity.slug)


@access(writing)
@require_POST
def remove_document(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    opportunity = own_draft(request, slug)
    attached = Document.objects.of(opportunity).filter(pk=pk).first()
    found_or_404(attached)
    services.detach(opportunity, attached, by=request.user)
    return redirect("tenders:step", opportunity.slug, "time")
