"""Pages of a claim: to make one, to object to one, and what the moderators see of a dispute."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ppi.kernel.access import access, found_or_404, signed_in
from ppi.kernel.kept import typed
from ppi.kernel.verdicts import Refused
from ppi.organisations import claims, domains, pages, permissions, views
from ppi.organisations.board import back_to_board, own_board
from ppi.organisations.forms import ClaimForm, ObjectionForm
from ppi.organisations.mail_providers import FOR_EVERYBODY
from ppi.organisations.models import JoinRequest, Membership, Organisation


@dataclass(frozen=True)
class Side:
    """One who claims an organisation, with what the moderators go by."""

    claim: JoinRequest
    role: str
    # Is the address that they sign in with one of the organisation's own web site?
    is_of_website: bool


def dispute_about(claim: JoinRequest) -> dict:
    """Every claim that waits, the shown one first, beside those who own the organisation."""
    organisation = claim.organisation
    sides = [side_of(claim), *(side_of(rival) for rival in claims.rivals_of(claim))]
    return {
        **pages.facts_of(organisation),
        "claim": claim,
        "sides": sides,
        "owners": claims.owners_of(organisation),
        "needs_a_reason": claims.needs_a_reason(claim),
        "is_too_early": claims.is_too_early(claim),
    }


def side_of(claim: JoinRequest) -> Side:
    own = Membership.objects.of_person(claim.user).filter(organisation=claim.organisation).first()
    domain = domains.domain_of(claim.user.email)
    return Side(claim, own.get_role_display() if own else "", is_of_site(domain, claim))


def is_of_site(domain: str, claim: JoinRequest) -> bool:
    """«havneby.example» is of https://www.havneby.example/. Where anybody gets an address, and a
    site below the same name, neither says anything."""
    host = claim.organisation.website.partition("//")[2].partition("/")[0].rpartition("@")[2]
    host = domains.normalised(host.partition(":")[0])
    is_below = host == domain or host.endswith(f".{domain}")
    return bool(host) and is_below and domain not in FOR_EVERYBODY


@access(signed_in)
def claim(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = views.find(slug)
    found_or_404(organisation and permissions.may_read(request.user, organisation, request.portal))
    form = ClaimForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            claims.claim(organisation, by=request.user, **form.cleaned_data)
            messages.success(request, _("The moderators have your claim."))
            return redirect("organisations:mine")
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
    return render(request, "organisations/claim.html", context_of(request, organisation, form))


def context_of(request: HttpRequest, organisation: Organisation, form: ClaimForm) -> dict:
    return {
        **pages.facts_of(organisation),
        "form": form,
        "verdict": permissions.may_claim(request.user, organisation),
        "own": claims.waiting_of(organisation).filter(user=request.user).first(),
        "days": claims.TIME_TO_OBJECT.days,
        "is_member": permissions.is_member(request.user, organisation),
    }


def claim_of(organisation: Organisation, pk: int) -> JoinRequest:
    rows = JoinRequest.objects.managed_by(organisation).claims()
    return get_object_or_404(rows.select_related("organisation__portal", "user"), pk=pk)


@access(signed_in)
@require_POST
def take_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    organisation = views.find(slug)
    own = claim_of(organisation, pk) if organisation else None
    found_or_404(own and own.user_id == request.user.pk)
    try:
        claims.take_back(own, by=request.user)
        messages.success(request, _("Your claim is withdrawn."))
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("organisations:mine")


@access(signed_in)
@require_POST
def object_to(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    organisation = own_board(request, slug)
    made = claim_of(organisation, pk)
    form = ObjectionForm(request.POST)

    def act() -> None:
        if not form.is_valid():
            raise Refused(" ".join(form.errors["text"]))
        claims.object_to(made, form.cleaned_data["text"], by=request.user)

    return back_to_board(request, organisation, act, _("The moderators read what you wrote."))
