"""What others take along from a public profile: logo, badge, code to scan, card for an address
book. None of them knows who asks: whoever is signed in gets the same."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control

from ppi.documents import delivery
from ppi.kernel.access import access, found_or_404
from ppi.organisations.addresses import ids_at
from ppi.portals import links
from ppi.portals.robots import is_too_often
from profiles import badges, logos, permissions, vcards
from profiles.models import Contact, Profile
from profiles.views import shown

# A badge of a profile that was withdrawn is gone after this.
KEPT_SECONDS = 600
# Cards with people's addresses, in a minute, from one network address.
MOST_CARDS = 30


def at_address(slug: str) -> Q:
    """Its own, or a former one: what others embed does not follow when a name changes."""
    return Q(organisation__in=ids_at(slug))


def public_profile(request: HttpRequest, slug: str) -> Profile:
    rows = Profile.objects.published(request.portal).filter(at_address(slug)).distinct()
    return get_object_or_404(rows.select_related("organisation", "portal"))


def address_of(profile: Profile) -> str:
    """Stable: in the portal's own language, whoever asks."""
    slug = profile.organisation.slug
    return links.absolute(profile.portal, profile.portal.language, "profiles:detail", slug)


def picture(content: str | bytes) -> HttpResponse:
    """For pages of others too, where it can run and load nothing."""
    response = HttpResponse(content, content_type=badges.MEDIA_TYPE)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
    return response


@access(shown)
def badge(request: HttpRequest, slug: str) -> HttpResponse:
    profile = public_profile(request, slug)
    return picture(badges.badge(profile, profile.portal.name))


@access(shown)
def code(request: HttpRequest, slug: str) -> HttpResponse:
    return picture(badges.code(address_of(public_profile(request, slug))))


@access(shown)
def card(request: HttpRequest, slug: str) -> HttpResponse:
    """The organisation, and those of its people who agreed to be shown."""
    profile = public_profile(request, slug)
    if is_too_often(request, "vcard", amount=MOST_CARDS, seconds=60):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    people = Contact.objects.shown_with(profile).select_related("membership__organisation")
    content = vcards.cards(profile, people, address_of(profile))
    response = HttpResponse(content, content_type=vcards.MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{profile.organisation.slug}.vcf"'
    # A consent that is taken back must not live on in somebody's cache.
    patch_cache_control(response, no_store=True)
    return response


@access(shown)
def logo(request: HttpRequest, slug: str) -> HttpResponseBase:
    rows = Profile.objects.everywhere("permissions decide below")
    profile = rows.select_related("organisation", "portal").filter(at_address(slug)).first()
    found_or_404(profile and permissions.may_read(request.user, profile, request.portal))
    file = logos.file_of(profile)
    if file is None:
        raise Http404
    return delivery.response(file, request)
