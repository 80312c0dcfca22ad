"""What a company takes along: its own data as JSON, and the fields of a self-declaration."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from ppi.kernel.access import access, found_or_404
from ppi.portals import links
from profiles import espd as declaration
from profiles.editing import own_profile, writing
from profiles.models import Contact, Profile
from profiles.own_data import own_data
from profiles.sharing import address_of


@access(writing)
def share(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that can be taken from the profile to other places, with how."""
    profile = kept_profile(request, slug)
    language = profile.portal.language
    badge_url = links.absolute(profile.portal, language, "profiles:badge", slug)
    context = {
        "profile": profile,
        "organisation": profile.organisation,
        "address": address_of(profile),
        "badge_url": badge_url,
    }
    return render(request, "profiles/share.html", context)


def kept_profile(request: HttpRequest, slug: str) -> Profile:
    """The organisation's profile; 404 as long as nothing was written."""
    profile = own_profile(request, slug)
    found_or_404(profile.pk)
    return profile


@access(writing)
def everything(request: HttpRequest, slug: str) -> JsonResponse:
    return as_file(own_data(kept_profile(request, slug)), f"{slug}.json")


@access(writing)
def espd(request: HttpRequest, slug: str) -> JsonResponse:
    profile = kept_profile(request, slug)
    contact = Contact.objects.shown_with(profile).first()
    return as_file(declaration.fields_of(profile, contact), f"{slug}-espd.json")


def as_file(content: dict, name: str) -> JsonResponse:
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
