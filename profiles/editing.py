"""The pages on which a company writes its profile: a task list, one section a page."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ppi.kernel.access import access, found_or_404
from ppi.kernel.kept import typed
from ppi.kernel.verdicts import Refused
from ppi.organisations.choices import WRITERS, Kind
from ppi.organisations.models import Organisation
from ppi.portals.choices import Module
from ppi.portals.permissions import signed_in_where
from ppi.taxonomy.forms import as_typed, is_search
from profiles import completeness, pages, permissions, revisions, services
from profiles.forms import section_named
from profiles.joint_saving import JointForm, last_change
from profiles.models import Profile
from profiles.tasks_shown import status_colour

writing = signed_in_where(Module.PROFILES)


@access(writing)
def mine(request: HttpRequest) -> HttpResponse:
    """Straight to the profile of the one organisation, or a choice of several."""
    organisations = list(Organisation.objects.of_member(request.user, *WRITERS).order_by("name"))
    companies = [row for row in organisations if row.kind != Kind.BUYER]
    if len(organisations) == 1 or len(companies) == 1:
        return redirect("profiles:edit", (companies or organisations)[0].slug)
    return render(request, "profiles/mine.html", {"organisations": companies or organisations})


def own_profile(request: HttpRequest, slug: str) -> Profile:
    """The organisation's profile, for its writers; for all others it is not there."""
    organisations = Organisation.objects.of_member(request.user).select_related("portal")
    organisation = get_object_or_404(organisations, slug=slug)
    permissions.may_write_for(request.user, organisation).or_refuse()
    return services.profile_of(organisation)


@access(writing)
def board(request: HttpRequest, slug: str) -> HttpResponse:
    profile = revisions.as_written(own_profile(request, slug))
    context = {
        "profile": profile,
        "organisation": profile.organisation,
        "tasks": pages.tasks_of(profile),
        "missing": services.missing(profile) if profile.pk else services.NEEDED,
        "completeness": completeness.of(profile),
        "colour": status_colour(profile),
        "revision": profile.revision,
    }
    return render(request, "profiles/edit.html", context)


@access(writing)
def section(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    profile, part = revisions.as_written(own_profile(request, slug)), section_named(name)
    found_or_404(part)
    permissions.may_edit(request.user, profile).or_refuse()
    form = part.form(typed(request), instance=profile)
    joint = JointForm(request, form, lambda: part.form(instance=as_it_is(profile)))
    if request.method == "POST" and is_search(request.POST):
        form = joint.form = as_typed(form)
    elif request.method == "POST" and form.is_valid() and joint.saved(saver(profile, request)):
        say_saved(request, services.profile_of(profile.organisation))
        return redirect("profiles:edit", slug)
    context = {"form": form, "section": part, "profile": profile, "joint": joint}
    if joint.conflict:
        context["change"] = last_change(profile, revisions.open_revision(profile))
    status = 409 if joint.conflict else 200
    return render(request, "profiles/section.html", context, status=status)


def saver(profile: Profile, request: HttpRequest) -> Callable[[BaseForm], Profile]:
    """Saves into the row as it is then: the first form of an organisation makes it."""

    def save(form: BaseForm) -> Profile:
        stored = services.profile_of(profile.organisation)
        return services.edit(stored, by=request.user, **form.cleaned_data)

    return save


def as_it_is(profile: Profile) -> Profile:
    """The row and its change as they are now, held where a transaction runs."""
    stored = services.profile_of(profile.organisation)
    if transaction.get_connection().in_atomic_block:
        revision = revisions.locked_revision(stored) if stored.pk else None
        return revisions.as_written(services.locked(stored), revision)
    return revisions.as_written(stored)


def say_saved(request: HttpRequest, profile: Profile) -> None:
    if revisions.open_revision(profile) is not None:
        sentence = _("Saved. What buyers see stays as it is until you send the change.")
        messages.success(request, sentence)
    else:
        say_shown(request, profile)


def say_shown(request: HttpRequest, profile: Profile) -> None:
    """Of what no moderator reads before it shows."""
    public = profile.is_public
    messages.success(request, _("Saved. Everybody sees it now.") if public else _("Saved."))


@access(writing)
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """Check your answers, then send."""
    profile = own_profile(request, slug)
    found_or_404(profile.pk)
    permissions.may_edit(request.user, profile).or_refuse()
    if request.method == "POST":
        try:
            services.submit(profile, by=request.user)
        except Refused as refused:
            messages.error(request, refused.sentence)
            return redirect("profiles:edit", slug)
        messages.success(request, _("Sent to the moderators. You will hear from them by mail."))
        return redirect("profiles:edit", slug)
    context = pages.context_of(profile, request) | {"missing": services.missing(profile)}
    return render(request, "profiles/check.html", context)


@access(writing)
@require_POST
def take_back(request: HttpRequest, slug: str) -> HttpResponse:
    profile = own_profile(request, slug)
    found_or_404(profile.pk)
    services.take_back(profile, by=request.user)
    return redirect("profiles:edit", slug)


@access(writing)
@require_POST
def hide(request: HttpRequest, slug: str) -> HttpResponse:
    profile = own_profile(request, slug)
    found_or_404(profile.pk)
    services.hide(profile, by=request.user)
    messages.success(request, _("Your profile is no longer public."))
    return redirect("profiles:edit", slug)
