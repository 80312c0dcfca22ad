"""The board: what members of an organisation see and decide. Each verb is one address."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ppi.accounts.models import User
from ppi.kernel.access import access, found_or_404, signed_in
from ppi.kernel.kept import typed
from ppi.kernel.verdicts import Refused
from ppi.organisations import changes, pages, permissions, services
from ppi.organisations.choices import Role
from ppi.organisations.forms import InvitationForm, OrganisationForm
from ppi.organisations.models import Invitation, JoinRequest, Membership, Organisation
from ppi.organisations.views import find
from ppi.taxonomy.forms import as_typed, is_search

ACCEPT, DECLINE = "accept", "decline"


def own_board(request: HttpRequest, slug: str) -> Organisation:
    """The organisation whose board the reader may see; 404 for everybody else."""
    organisation = find(slug)
    found_or_404(organisation and permissions.may_see_board(request.user, organisation))
    return organisation


def back_to_board(
    request: HttpRequest, organisation: Organisation, act: Callable[[], object], done: str
) -> HttpResponse:
    """Do it and say so, or say why not, above the board."""
    try:
        act()
        messages.success(request, done)
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("organisations:board", organisation.slug)


@access(signed_in)
def board(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = own_board(request, slug)
    context = pages.board_of(organisation, request.user) | {"form": InvitationForm()}
    return render(request, "organisations/board.html", context)


@access(signed_in)
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = own_board(request, slug)
    permissions.may_own(request.user, organisation).or_refuse()
    name = organisation.name
    form = OrganisationForm(typed(request), instance=organisation)
    if is_search(request.POST):
        as_typed(form)
    elif request.method == "POST" and form.is_valid():
        try:
            organisation = services.update(organisation, by=request.user, **form.cleaned_data)
            messages.success(request, saved(organisation))
            return redirect("organisations:board", organisation.slug)
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
    return render(request, "organisations/edit.html", {"form": form, "slug": slug, "name": name})


def saved(organisation: Organisation) -> str:
    if changes.waiting_of(organisation):
        return _("Saved. What you want to be called waits for the moderators.")
    return _("Saved.")


@access(signed_in)
@require_POST
def take_back_change(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = own_board(request, slug)
    return back_to_board(
        request,
        organisation,
        lambda: changes.take_back(organisation, by=request.user),
        _("The change is withdrawn. Everything stays as it is."),
    )


@access(signed_in)
@require_POST
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = own_board(request, slug)
    form = InvitationForm(request.POST)
    if form.is_valid():
        try:
            services.invite(organisation, **form.cleaned_data, by=request.user)
            messages.success(request, _("The invitation is on its way."))
            return redirect("organisations:board", slug)
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
    context = pages.board_of(organisation, request.user) | {"form": form}
    return render(request, "organisations/board.html", context)


@access(signed_in)
@require_POST
def withdraw_invitation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    organisation = own_board(request, slug)
    invitation = get_object_or_404(Invitation.objects.managed_by(organisation).open(), pk=pk)
    return back_to_board(
        request,
        organisation,
        lambda: services.withdraw_invitation(invitation, by=request.user),
        _("The invitation is withdrawn."),
    )


@access(signed_in)
@require_POST
def decide_join_request(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    organisation = own_board(request, slug)
    join_request = get_object_or_404(JoinRequest.objects.managed_by(organisation), pk=pk)
    decision = request.POST.get("decision")
    return back_to_board(
        request,
        organisation,
        lambda: decide(join_request, decision, request.user),
        _("They are in.") if decision == ACCEPT else _("The request is declined."),
    )


def decide(join_request: JoinRequest, decision: str | None, by: User) -> None:
    """Raises `Refused` for anything but the two buttons' own answers: nobody declines unawares."""
    if decision not in (ACCEPT, DECLINE):
        raise Refused(_("Choose whether to let the person in or to decline."))
    services.decide_join_request(join_request, decision == ACCEPT, by=by)


@access(signed_in)
@require_POST
def change_role(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    organisation = own_board(request, slug)
    membership = get_object_or_404(Membership.objects.managed_by(organisation), pk=pk)
    role = request.POST.get("role", "")
    found_or_404(role in Role)
    return back_to_board(
        request,
        organisation,
        lambda: services.change_role(membership, role, by=request.user),
        _("The role is changed."),
    )


@access(signed_in)
@require_POST
def remove_member(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """An owner ends somebody's membership, or a member their own."""
    organisation = own_board(request, slug)
    membership = get_object_or_404(Membership.objects.managed_by(organisation), pk=pk)
    is_own = membership.user_id == request.user.pk
    response = back_to_board(
        request,
        organisation,
        lambda: services.leave(
            membership, by=request.user, even_as_last="even_as_last" in request.POST
        ),
        _("You have left.") if is_own else _("The membership is ended."),
    )
    return (
        response
        if permissions.is_member(request.user, organisation)
        else redirect("organisations:mine")
    )


@access(signed_in)
@require_POST
def ask_again(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = own_board(request, slug)
    return back_to_board(
        request,
        organisation,
        lambda: services.ask_again(organisation, by=request.user),
        _("The moderators will look at it again."),
    )
