from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from ppi.accounts.models import User
from ppi.kernel.access import access, found_or_404, public, signed_in
from ppi.kernel.kept import typed
from ppi.notifications import services
from ppi.notifications.choices import MUTABLE, Kind
from ppi.notifications.forms import SettingsForm
from ppi.notifications.models import Mute, read_stop_token
from ppi.portals.terms import needs_no_terms


@access(signed_in)
@needs_no_terms
def settings(request: HttpRequest) -> HttpResponse:
    muted = set(Mute.objects.filter(user=request.user).values_list("kind", flat=True))
    wanted = [kind for kind in MUTABLE if kind not in muted]
    form = SettingsForm(typed(request), initial={"kinds": wanted})
    if request.method == "POST" and form.is_valid():
        services.choose(request.user, form.cleaned_data["kinds"])
        messages.success(request, _("Saved."))
        return redirect("notifications:settings")
    return render(request, "notifications/settings.html", {"form": form})


# Mail programs post here without a cookie (RFC 8058); the signed token is the permission.
@csrf_exempt
@access(public)
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Asks once when opened, and stops at once when a mail program posts."""
    found = read_stop_token(token)
    found_or_404(found)
    user, kind = get_object_or_404(User, pk=found[0]), Kind(found[1])
    if request.method == "POST":
        services.mute(user, kind)
    context = {"kind": kind, "stopped": request.method == "POST"}
    return render(request, "notifications/stop.html", context)
