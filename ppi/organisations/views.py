"""Pages about organisations: one's own, a new one, the public one, the way in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ppi.kernel.access import access, found_or_404, public, signed_in
from ppi.kernel.kept import typed
from ppi.kernel.listing import Listing, Sort
from ppi.kernel.verdicts import Refused
from ppi.organisations import domains, pages, permissions, services
from ppi.organisations.choices import KIND_HELP, Kind, RequestState
from ppi.organisations.forms import JoinForm, OrganisationForm, kind_of
from ppi.organisations.models import (
    FormerSlug,
    Invitation,
    JoinRequest,
    Mandate,
    Membership,
    Organisation,
)
from ppi.taxonomy.countries import country_name
from ppi.taxonomy.forms import as_typed, is_search

FEWEST_LETTERS = 2


@access(signed_in)
def mine(request: HttpRequest) -> HttpResponse:
    """Where the reader is a member, is invited, or has asked to come in."""
    own = Membership.objects.of_person(request.user).select_related("organisation")
    asked = JoinRequest.objects.of_person(request.user).filter(state=RequestState.WAITING)
    invited = Invitation.objects.to_person(request.user).open().select_related("organisation")
    context = {
        "memberships": own.order_by("organisation__name"),
        "join_requests": asked.select_related("organisation"),
        "invitations": invited,
        "open_to": domains.open_to(request.user),
        "acts_for": Mandate.objects.for_person(request.user),
    }
    return render(request, "organisations/mine.html", context)


@access(signed_in)
def create(request: HttpRequest) -> HttpResponse:
    """First which kind, by an address of its own; then the facts."""
    kind = kind_of(request.GET.get("kind", ""))
    if kind is None:
        kinds = [(kind, KIND_HELP[kind]) for kind in Kind]
        return render(request, "organisations/kinds.html", {"kinds": kinds})
    blank = Organisation(kind=kind, portal=request.portal, country=request.portal.country)
    form = OrganisationForm(typed(request), instance=blank)
    if is_search(request.POST):
        as_typed(form)
    elif request.method == "POST" and form.is_valid():
        try:
            organisation = services.found(
                by=request.user,
                kind=kind,
                portal=request.portal,
                language=get_language(),
                **form.cleaned_data,
            )
            return redirect("organisations:board", organisation.slug)
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
    return render(request, "organisations/create.html", {"form": form, "kind": kind})


@access(public)
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = find(slug)
    if organisation is None:
        former = get_object_or_404(FormerSlug.objects.select_related("organisation"), slug=slug)
        found_or_404(permissions.may_read(request.user, former.organisation, request.portal))
        return redirect("organisations:detail", former.organisation.slug, permanent=True)
    found_or_404(permissions.may_read(request.user, organisation, request.portal))
    context = {
        **pages.facts_of(organisation),
        "may_see_board": bool(permissions.may_see_board(request.user, organisation)),
    }
    return render(request, "organisations/detail.html", context)


def find(slug: str) -> Organisation | None:
    """The organisation of this address; the caller asks its permissions."""
    rows = Organisation.objects.everywhere("permissions decide in the caller's next line")
    return rows.select_related("portal").filter(slug=slug).first()


@access(signed_in)
def join(request: HttpRequest) -> HttpResponse:
    """Find the organisation in which one works."""
    words = request.GET.get("q", "").replace("\x00", "").strip()
    is_enough = len(words) >= FEWEST_LETTERS
    rows = Organisation.objects.to_join(request.portal, words)
    listing = Listing(
        request.GET,
        rows if is_enough else rows.none(),
        facets=[],
        sorts=[Sort("name", _("Name"), "name")],
    )
    found = [(row, country_name(row.country)) for row in listing.rows]
    return render(
        request,
        "organisations/join.html",
        {"listing": listing, "found": found, "is_enough": is_enough},
    )


@access(signed_in)
def request_to_join(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = find(slug)
    number = request.GET.get("number", "")
    found_or_404(organisation and permissions.may_be_joined(organisation, request.portal, number))
    if not permissions.has_owner(organisation):
        return redirect("organisations:claim", slug)
    form = JoinForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.request_to_join(organisation, form.cleaned_data["message"], by=request.user)
            messages.success(request, _("We have passed on your request."))
            return redirect("organisations:mine")
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
    context = {**pages.facts_of(organisation), "form": form}
    return render(request, "organisations/request.html", context)


@access(public)
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the mailed link: who invites, and as whom one comes in."""
    invitation = services.invitation_of(token)
    if invitation is None:
        return render(request, "organisations/invitation_gone.html", status=410)
    if request.method == "POST" and request.user.is_authenticated:
        membership = services.accept_invitation(token, by=request.user)
        messages.success(
            request, _("Welcome to %(name)s.") % {"name": membership.organisation.name}
        )
        return redirect("organisations:board", membership.organisation.slug)
    here = reverse("organisations:accept-invitation", args=[token])
    is_addressee = request.user.is_authenticated and request.user.email.lower() == invitation.email
    context = {"invitation": invitation, "here": here, "is_addressee": is_addressee}
    return render(request, "organisations/invitation.html", context)
