"""The pages on which a buyer writes an opportunity: one thing a page, kept as it goes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ppi.documents.models import Document
from ppi.kernel.access import access, found_or_404
from ppi.kernel.kept import background, typed
from ppi.kernel.languages import NATIVE_NAMES
from ppi.kernel.verdicts import Refused
from ppi.organisations.choices import WRITERS, Kind
from ppi.organisations.models import Organisation
from ppi.organisations.pages import first_join
from ppi.taxonomy.forms import is_search
from tenders import pages, permissions, progress, services, surroundings
from tenders.choices import Kind as Announced
from tenders.choices import Status
from tenders.conflicts import Conflict
from tenders.forms import FromRules, StartForm, Step, form_for, step_after, step_named
from tenders.keeping import Writing, unsaved_pages
from tenders.models import FormerSlug, Lot, Opportunity
from tenders.views import find, writing


def buyers_of(user):
    """Organisations for which this person may post."""
    written = Organisation.objects.of_member(user, *WRITERS)
    return written.exclude(kind=Kind.SUPPLIER).order_by("name")


def usual_language(buyer: Organisation) -> str:
    """In which language this buyer will write: as it did last, else its portal's main language.

    Not that of the page: many read in English what they would write in their own language.
    """
    written = Opportunity.objects.managed_by(buyer).filter(language__in=NATIVE_NAMES)
    written = written.order_by("-pk")
    return written.values_list("language", flat=True).first() or buyer.portal.language


def first_buyer(request: HttpRequest) -> HttpResponse:
    lead = _(
        "A need is posted by a public body, or by somebody who acts for public bodies. You are "
        "not yet a member of one."
    )
    return first_join(request, _("First: who buys?"), lead)


@access(writing)
def start(request: HttpRequest) -> HttpResponse:
    organisations = buyers_of(request.user)
    if not organisations:
        return first_buyer(request)
    carried = FromRules(request.GET).facts()
    kind = carried.pop("kind", "")
    language = usual_language(organisations[0])
    initial = {"organisation": organisations[0].pk, "language": language, "kind": kind}
    earlier = Opportunity.objects.managed_by(*organisations).filter(status=Status.PUBLISHED)
    form = StartForm(
        typed(request),
        organisations=organisations,
        earlier=earlier.order_by("-published_at"),
        initial=initial,
    )
    is_complete = request.method == "POST" and form.is_valid()
    if is_complete and (opportunity := begun(form, carried, by=request.user)):
        return redirect("tenders:step", opportunity.slug, "problem")
    context = {"form": form, "carried": Opportunity(**carried) if carried else None}
    return render(request, "tenders/start.html", context)


def begun(form: StartForm, carried: dict, *, by) -> Opportunity | None:
    """The draft that the first page asks for; None, with a sentence at the field, where refused.

    A result is the next step of a call and concludes it; everything else joins its purchase.
    """
    facts = carried | form.cleaned_data
    facts["language"] = facts["language"] or usual_language(facts["organisation"])
    followed = facts.pop("follows", None)
    if followed and facts["kind"] == Announced.RESULT:
        try:
            own = {name: facts[name] for name in ("title", "language")}
            return services.start_result(followed, by=by, **own)
        except Refused as refused:
            form.add_error("follows", refused.sentence)
            return None
    facts["purchase"] = followed.purchase if followed else None
    return services.start(facts.pop("organisation"), by=by, **facts)


def own_draft(request: HttpRequest, slug: str) -> Opportunity:
    """The draft, for those who may change it; a sentence for members who may not now."""
    opportunity = find(request, slug)
    found_or_404(opportunity)
    permissions.may_edit(request.user, opportunity).or_refuse()
    return opportunity


def led_on(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Who presses Back to the form of a correction that is public now is led to the page."""

    @wraps(view)
    def shown(request: HttpRequest, slug: str, **rest) -> HttpResponse:
        try:
            return view(request, slug, **rest)
        except Http404:
            former = FormerSlug.objects.select_related("opportunity").filter(slug=slug).first()
            if former is None or find(request, former.opportunity.slug) is None:
                raise
            return redirect("tenders:detail", former.opportunity.slug)

    return shown


@access(writing)
@led_on
def step(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    opportunity = own_draft(request, slug)
    shown = step_named(name, opportunity)
    found_or_404(shown)
    typing = Writing(request, opportunity, shown)
    form = form_for(shown, opportunity, typing.data, request.FILES or None)
    if request.method != "POST" or is_search(request.POST) or form.is_asking:
        form.as_typed()
    elif form.is_valid() and kept(opportunity, form, typing):
        for sentence in form.remarks:
            messages.info(request, sentence)
        return redirect(following(request, opportunity, shown))
    if request.method == "POST":
        typing.keep()
    context = {
        "form": form,
        "typing": typing,
        "step": shown,
        "opportunity": opportunity,
        "progress": progress.Progress(opportunity, shown),
        "mistakes": surroundings.mistakes_in(form) if shown.aside else [],
        **surroundings.of_page(opportunity, shown),
    }
    return render(request, shown.template, context, status=409 if typing.conflict else 200)


def kept(opportunity: Opportunity, form, typing: Writing) -> bool:
    """Save the page; False, with a sentence at the field, where the service refused.

    Files that can be taken are kept though another one, or a text, cannot.
    """
    by = typing.person
    try:
        with typing.saving(form):
            if facts := form.facts():
                services.edit(opportunity, by=by, **facts)
            for part, rows in form.parts().items():
                services.replace_parts(opportunity, part, rows, by=by)
    except Refused as refused:
        form.add_error(refused.field, refused.sentence)
        return False
    except Conflict as conflict:
        typing.conflict = conflict
    are_attached = [attached(opportunity, file, form, by) for file in form.uploads()]
    if typing.conflict and any(are_attached):
        messages.info(typing.request, _("Your files were added."))
    return all(are_attached) and not typing.conflict


def attached(opportunity: Opportunity, file, form, by) -> bool:
    try:
        services.attach(opportunity, file, by=by)
    except Refused as refused:
        form.add_error("files", refused.sentence)
        return False
    return True


def following(request: HttpRequest, opportunity: Opportunity, shown: Step) -> str:
    """Where "Save and continue" leads; an added document shows on the same page first."""
    if request.FILES:
        return progress.address(opportunity, shown)
    if "check" in request.GET:
        return progress.address(opportunity, None)
    # Read again: the page may have decided the kind, and with it the pages that come.
    return progress.address(opportunity, step_after(shown, find(request, opportunity.slug)))


@access(writing)
@background
@require_POST
def judged(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """What the rules say to a page as it is being typed. Nothing is saved."""
    opportunity = own_draft(request, slug)
    shown = step_named(name, opportunity)
    found_or_404(shown and shown.aside)
    form = form_for(shown, opportunity, request.POST)
    context = {"opportunity": opportunity, "step": shown}
    if form.is_valid():
        context |= surroundings.said_of(opportunity, form.parts().get(Lot))
    context["mistakes"] = surroundings.mistakes_in(form)
    return render(request, shown.aside, context)


@access(writing)
@led_on
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """Check your answers, then send."""
    opportunity = own_draft(request, slug)
    if request.method == "POST":
        try:
            shown = services.submit(opportunity, by=request.user)
        except Refused as refused:
            messages.error(request, refused.sentence)
            return redirect("tenders:check", opportunity.slug)
        messages.success(request, sent_sentence(shown))
        return redirect("tenders:detail", shown.slug)
    context = pages.context_of(opportunity, request) | surroundings.of_check(opportunity)
    context["unsaved"] = unsaved_pages(opportunity, request.user)
    return render(request, "tenders/check.html", context)


def sent_sentence(sent: Opportunity) -> str:
    """Who reads it next."""
    if sent.status == Status.IN_APPROVAL:
        return _("Sent to your colleagues for approval. You will hear from them by mail.")
    if sent.status == Status.PUBLISHED:
        return _("The correction is public.")
    return _("Sent to the moderators. You will hear from them by mail.")


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
    return redirect("tenders:step", opportunity.slug, "documents")
