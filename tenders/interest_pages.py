"""Calendar, «we need this too», «we did not bid because»."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ppi.kernel.access import access, found_or_404
from ppi.kernel.calendars import MEDIA_TYPE
from ppi.kernel.kept import typed
from ppi.organisations.choices import WRITERS, Kind
from ppi.organisations.models import Organisation
from ppi.organisations.pages import first_join
from tenders import calendars
from tenders.choices import Level, NotBidding
from tenders.interest_forms import CommitmentForm, WhyNotForm
from tenders.models import Commitment, NoBid, Opportunity
from tenders.posting import first_buyer
from tenders.services import interest
from tenders.views import find, shown, writing


def public(request: HttpRequest, slug: str) -> Opportunity:
    """What everybody may read; a draft has no readers who could answer it."""
    opportunity = find(request, slug)
    found_or_404(opportunity and opportunity.is_public)
    return opportunity


@access(shown)
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The dates of an opportunity as a file for the reader's calendar."""
    opportunity = public(request, slug)
    answer = HttpResponse(calendars.dates_of(opportunity), content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{opportunity.slug}.ics"'
    return answer


@access(writing)
def need_too(request: HttpRequest, slug: str) -> HttpResponse:
    """Another buyer says how far it would go along, or takes it back."""
    opportunity = public(request, slug)
    organisations = _own(request, opportunity, without=Kind.SUPPLIER)
    if not organisations:
        return first_buyer(request)
    given = Commitment.objects.managed_by(*organisations).filter(opportunity=opportunity).first()
    initial = {"level": given.level, "note": given.note} if given else {"level": Level.INTERESTED}
    form = CommitmentForm(typed(request), organisations=organisations, initial=initial)
    if request.method == "POST" and "take-back" in request.POST and given:
        interest.take_commitment_back(opportunity, given.organisation, by=request.user)
        messages.success(request, _("Taken back."))
        return redirect("tenders:detail", opportunity.slug)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        organisation = form.chosen()
        interest.commit(opportunity, organisation, facts["level"], facts["note"], by=request.user)
        messages.success(request, _("The other buyers can see it now."))
        return redirect("tenders:detail", opportunity.slug)
    context = {"form": form, "opportunity": opportunity, "given": given}
    return render(request, "tenders/need_too.html", context)


@access(writing)
def why_not(request: HttpRequest, slug: str) -> HttpResponse:
    """A company tells why it did not bid."""
    opportunity = public(request, slug)
    organisations = _own(request, opportunity, without=Kind.BUYER)
    if not organisations:
        lead = _("A company answers here. You are not yet a member of one.")
        return first_join(request, _("First: which company?"), lead, opportunity.title)
    given = NoBid.objects.managed_by(*organisations).filter(opportunity=opportunity).first()
    initial = {"reason": given.reason, "note": given.note} if given else {}
    form = WhyNotForm(typed(request), organisations=organisations, initial=initial)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        reason, note = NotBidding(facts["reason"]), facts["note"]
        interest.say_why_not(opportunity, form.chosen(), reason, note, by=request.user)
        messages.success(request, _("Thank you. The buyer sees the reason, not your name."))
        return redirect("tenders:detail", opportunity.slug)
    return render(request, "tenders/why_not.html", {"form": form, "opportunity": opportunity})


def _own(request: HttpRequest, opportunity: Opportunity, *, without: str):
    """The reader's organisations for which the answer makes sense, the buyer's own not."""
    written = Organisation.objects.of_member(request.user, *WRITERS).exclude(kind=without)
    return written.exclude(pk=opportunity.organisation_id).order_by("name")
