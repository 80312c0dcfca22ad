"""Pages that everybody may read: the list of companies, a company, a product."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from ppi.documents import delivery
from ppi.kernel import slots
from ppi.kernel.access import access, found_or_404
from ppi.organisations.addresses import ids_at
from ppi.portals import links
from ppi.portals.choices import Module
from ppi.portals.permissions import module
from profiles import lists, pages, permissions
from profiles.models import Product, Profile

shown = module(Module.PROFILES)


@access(shown)
def index(request: HttpRequest) -> HttpResponse:
    listing = lists.companies(request)
    context = {
        "listing": listing,
        "rows": lists.rows_of(listing),
        "reasons": slots.render_rows("profile.row", listing.rows, request),
        "map_url": reverse("profiles:map") + listing.address(sort=None),
    }
    return render(request, "profiles/list.html", context)


@access(shown)
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    rows = Profile.objects.everywhere("permissions decide below")
    rows = rows.select_related("organisation", "portal")
    profile = rows.filter(organisation__in=ids_at(slug)).first()
    found_or_404(profile and permissions.may_read(request.user, profile, request.portal))
    if profile.organisation.slug != slug:
        return redirect("profiles:detail", profile.organisation.slug, permanent=True)
    context = pages.context_of(profile, request)
    context |= links.canonical(profile.portal, "profiles:detail", slug)
    return render(request, "profiles/detail.html", context)


@access(shown)
def product(request: HttpRequest, slug: str, product: str) -> HttpResponse:
    rows = Product.objects.everywhere("permissions decide below")
    rows = rows.select_related("profile__organisation", "profile__portal")
    row = rows.filter(profile__organisation__in=ids_at(slug), slug=product).first()
    found_or_404(row and permissions.may_read(request.user, row, request.portal))
    if row.organisation.slug != slug:
        return redirect("profiles:product", row.organisation.slug, product, permanent=True)
    context = pages.context_of_product(row, request)
    context |= links.canonical(row.profile.portal, "profiles:product", slug, row.slug)
    return render(request, "profiles/product.html", context)


@access(shown)
def file(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """A picture or document of a product; of a change, for its authors and moderators alone."""
    document, holder = pages.file_of(slug, pk)
    found_or_404(document and permissions.may_read_files(request.user, holder, request.portal))
    found_or_404(document.replaced_at is None)
    return delivery.response(document, request)
