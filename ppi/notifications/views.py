from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from ppi.accounts.models import User
from ppi.kernel.access import access, found_or_404, public, signed_in
from ppi.kernel.kept import typed
from ppi.notifications import because, services, stopping
from ppi.notifications.choices import Concern, Kind
from ppi.notifications.forms import SettingsForm, as_chosen
from ppi.organisations.models import Membership
from ppi.portals.models import PortalRole
from ppi.portals.terms import needs_no_terms


@access(signed_in)
@needs_no_terms
def settings(request: HttpRequest) -> HttpResponse:
    concerns = concerns_of(request.user)
    form = SettingsForm(
        typed(request),
        initial=as_chosen(request.user, concerns),
        concerns=concerns,
        with_push=False,
    )
    if request.method == "POST" and form.is_valid():
        services.choose_all(request.user, form.wishes(), form.rhythm())
        messages.success(request, _("Saved."))
        return redirect("notifications:settings")
    return render(request, "notifications/settings.html", {"form": form})


def concerns_of(user) -> list[Concern]:
    """Nobody is asked about work that they do not have."""
    has_work = {
        Concern.ORGANISATION: lambda: Membership.objects.of_person(user).exists(),
        Concern.MODERATION: lambda: PortalRole.objects.filter(user=user).exists(),
    }
    return [one for one in Concern if one not in has_work or has_work[one]()]


# Mail programs post here without a cookie (RFC 8058); the signed token is the permission.
@csrf_exempt
@access(public)
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Asks once when opened, as mail programs open links on their own, and stops at once when
    posted to."""
    what = stopping.read(token)
    found_or_404(what)
    user = get_object_or_404(User, pk=what.user_id)
    context = {"what": _named(what), "stopped": request.method == "POST"}
    if request.method == "POST":
        services.stop(what, by=user)
    return render(request, "notifications/stop.html", context)


def _named(what: stopping.Stop) -> str:
    """What ends, in the reader's words; an interest that is gone already is called what it was."""
    if what.because is not None:
        of_type, pk = what.because
        return because.reason_of(of_type).sentences([pk]).get(pk) or _("What led to that mail")
    return str(Kind(what.kind).label) if what.kind else _("Mails once a day or once a week")
