"""The page on which any reader says that something public should not be so."""

from __future__ import annotations

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ppi.kernel.access import access, public
from ppi.kernel.kept import typed
from ppi.moderation import services
from ppi.moderation.forms import ReportForm
from ppi.moderation.registry import moderatable
from ppi.portals.robots import is_too_often

MOST_AN_HOUR = 5


@access(public)
def report(request: HttpRequest, model_label: str, pk: int) -> HttpResponse:
    subject = public_subject(request, model_label, pk)
    form = ReportForm(typed(request))
    if request.method == "POST" and form.is_valid():
        if not is_too_often(request, "report", amount=MOST_AN_HOUR, seconds=3600):
            facts = {name: form.cleaned_data[name] for name in ("kind", "text", "email")}
            services.report(subject, request.portal, by=author_of(request), **facts)
            return redirect("moderation:report-thanks")
        form.add_error(None, _("You have sent several reports. Send the next one in an hour."))
    context = {"form": form, "subject": subject, "label": moderatable.of(subject).label}
    return render(request, "moderation/report.html", context)


def public_subject(request: HttpRequest, model_label: str, pk: int) -> models.Model:
    """What this portal shows to everybody, of a kind that moderators decide about; else 404."""
    try:
        model, _entry = moderatable.labelled(model_label)
    except KeyError:
        raise Http404 from None
    return get_object_or_404(model.objects.published(request.portal), pk=pk)


def author_of(request: HttpRequest):
    return request.user if request.user.is_authenticated else None


@access(public)
def thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "moderation/report_thanks.html")
