from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ppi.accounts.models import User
from ppi.kernel.access import access, found_or_404, public, signed_in
from ppi.kernel.kept import typed
from ppi.kernel.verdicts import Refused
from ppi.matching import openings
from ppi.notifications import because, push, services, stopping, webhooks
from ppi.notifications.choices import Concern, Kind
from ppi.notifications.forms import DeviceForm, SettingsForm, WebhookForm, as_chosen
from ppi.notifications.models import PushDevice
from ppi.organisations.choices import Role
from ppi.organisations.models import Membership, Organisation
from ppi.portals.models import PortalRole
from ppi.portals.terms import needs_no_terms


@access(signed_in)
@needs_no_terms
def settings(request: HttpRequest) -> HttpResponse:
    concerns = concerns_of(request.user)
    has_device = PushDevice.objects.filter(user=request.user).exists()
    form = SettingsForm(
        typed(request),
        initial=as_chosen(request.user, concerns)
        | {"count_openings": openings.has_agreed(request.user, request.portal)},
        concerns=concerns,
        with_push=has_device,
        with_openings=request.portal.counts_openings,
    )
    if request.method == "POST" and form.is_valid():
        services.choose_all(request.user, form.wishes(), form.rhythm())
        if request.portal.counts_openings:
            choose = openings.agree if form.cleaned_data["count_openings"] else openings.withdraw
            choose(request.portal, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("notifications:settings")
    context = {"form": form, "push_key": push.public_key(), "has_device": has_device}
    return render(request, "notifications/settings.html", context)


def concerns_of(user) -> list[Concern]:
    """Nobody is asked about work that they do not have."""
    has_work = {
        Concern.ORGANISATION: lambda: Membership.objects.of_person(user).exists(),
        Concern.MODERATION: lambda: PortalRole.objects.filter(user=user).exists(),
    }
    return [one for one in Concern if one not in has_work or has_work[one]()]


@access(signed_in)
@needs_no_terms
@require_POST
def add_device(request: HttpRequest) -> HttpResponse:
    form = DeviceForm(request.POST)
    if form.is_valid() and push.is_offered():
        push.add_device(request.user, **form.cleaned_data)
        messages.success(request, _("This browser shows push messages from now on."))
    else:
        messages.error(request, _("This browser cannot be reached by push messages."))
    return redirect("notifications:settings")


@access(signed_in)
@needs_no_terms
@require_POST
def remove_devices(request: HttpRequest) -> HttpResponse:
    push.remove_devices(request.user)
    messages.success(request, _("No browser of yours shows push messages any more."))
    return redirect("notifications:settings")


@access(signed_in)
@needs_no_terms
def webhook(request: HttpRequest, slug: str = "") -> HttpResponse:
    """One's own, or that of an organisation of which one is an owner."""
    organisation = _owned(request, slug) if slug else None
    kept = webhooks.of(request.user, organisation).first()
    form = WebhookForm(typed(request), initial={"url": kept.url if kept else ""})
    if request.method == "POST" and form.is_valid():
        try:
            webhooks.keep(form.cleaned_data["url"], by=request.user, organisation=organisation)
            messages.success(request, _("Saved. It is called with the next news."))
            return redirect(request.path)
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
    return render(request, "notifications/webhook.html", {
        "form": form,
        "webhook": kept,
        "organisation": organisation,
        "calls": kept.calls.select_related("delivery").order_by("-pk") if kept else [],
        "owned": _organisations_of(request.user) if not slug else [],
    })  # fmt: skip


@access(signed_in)
@needs_no_terms
@require_POST
def remove_webhook(request: HttpRequest, slug: str = "") -> HttpResponse:
    organisation = _owned(request, slug) if slug else None
    webhooks.remove(by=request.user, organisation=organisation)
    messages.success(request, _("The webhook is removed."))
    return redirect("notifications:webhook")


def _organisations_of(user) -> list[Organisation]:
    owned = Membership.objects.of_person(user).filter(role=Role.OWNER)
    rows = owned.select_related("organisation").order_by("organisation__name")
    return [one.organisation for one in rows]


def _owned(request: HttpRequest, slug: str) -> Organisation:
    """404 for everybody but its owners."""
    found = next((one for one in _organisations_of(request.user) if one.slug == slug), None)
    found_or_404(found)
    return found


# Mail programs post here without a cookie (RFC 8058); the signed token is the permission.
@csrf_exempt
@access(public)
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Asks once when opened, as mail programs open links on their own, and stops at once when
    posted to."""
    what = stopping.read(token)
    found_or_404(what)
    user = get_object_or_404(User, pk=what.user_id) if what.user_id else None
    context = {
        "what": _named(what),
        "stopped": request.method == "POST",
        "has_account": user is not None,
    }
    if request.method == "POST":
        services.stop(what, by=user)
    return render(request, "notifications/stop.html", context)


def _named(what: stopping.Stop) -> str:
    """What ends, in the reader's words; an interest that is gone already is called what it was."""
    if what.because is not None:
        of_type, pk = what.because
        return because.reason_of(of_type).sentences([pk]).get(pk) or _("What led to that mail")
    return str(Kind(what.kind).label) if what.kind else _("Mails once a day or once a week")
