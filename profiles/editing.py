"""The pages on which a company writes its profile: a task list, one section a page."""

from __future__ import annotations

from django.contrib import messages
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
from profiles import completeness, pages, permissions, products, services
from profiles.forms import ProductForm, section_named
from profiles.models import Product, Profile

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
    profile = own_profile(request, slug)
    context = {
        "profile": profile,
        "organisation": profile.organisation,
        "tasks": pages.tasks_of(profile),
        "missing": services.missing(profile) if profile.pk else services.NEEDED,
        "colour": pages.status_colour(profile),
        "completeness": completeness.of(profile),
    }
    return render(request, "profiles/edit.html", context)


@access(writing)
def section(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    profile, part = own_profile(request, slug), section_named(name)
    found_or_404(part)
    permissions.may_edit(request.user, profile).or_refuse()
    form = part.form(typed(request), instance=profile)
    if request.method == "POST" and is_search(request.POST):
        form = as_typed(form)
    elif request.method == "POST" and form.is_valid():
        services.edit(
            services.profile_of(profile.organisation), by=request.user, **form.cleaned_data
        )
        say_saved(request, is_public=profile.is_public)
        return redirect("profiles:edit", slug)
    context = {"form": form, "section": part, "profile": profile}
    return render(request, "profiles/section.html", context)


def say_saved(request: HttpRequest, *, is_public: bool) -> None:
    messages.success(request, _("Saved. Everybody sees it now.") if is_public else _("Saved."))


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


@access(writing)
def product_list(request: HttpRequest, slug: str) -> HttpResponse:
    profile = own_profile(request, slug)
    rows = list(Product.objects.of(profile)) if profile.pk else []
    context = {
        "profile": profile,
        "rows": [(row, pages.status_colour(row)) for row in rows],
        "may_edit": bool(permissions.may_edit(request.user, profile)),
    }
    return render(request, "profiles/products.html", context)


@access(writing)
def add_product(request: HttpRequest, slug: str) -> HttpResponse:
    profile = own_profile(request, slug)
    permissions.may_edit(request.user, profile).or_refuse()
    blank = Product(profile=profile, language=profile.language)
    form = ProductForm(typed(request), instance=blank)
    if request.method == "POST" and is_search(request.POST):
        form = as_typed(form)
    elif request.method == "POST" and form.is_valid():
        try:
            added = products.add(profile, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
        else:
            say_saved(request, is_public=added.is_public)
            return redirect("profiles:products", slug)
    return render(request, "profiles/product_form.html", {"form": form, "profile": profile})


def own_product(request: HttpRequest, slug: str, product: str) -> Product:
    profile = own_profile(request, slug)
    found_or_404(profile.pk)
    rows = Product.objects.of(profile).select_related("profile__organisation", "profile__portal")
    row = get_object_or_404(rows, slug=product)
    permissions.may_edit_product(request.user, row).or_refuse()
    return row


@access(writing)
def edit_product(request: HttpRequest, slug: str, product: str) -> HttpResponse:
    row = own_product(request, slug, product)
    form = ProductForm(typed(request), instance=row)
    if request.method == "POST" and is_search(request.POST):
        form = as_typed(form)
    elif request.method == "POST" and form.is_valid():
        edited = products.edit(row, by=request.user, **form.cleaned_data)
        say_saved(request, is_public=edited.is_public)
        return redirect("profiles:products", slug)
    context = {"form": form, "profile": row.profile, "product": row}
    return render(request, "profiles/product_form.html", context)


@access(writing)
def delete_product(request: HttpRequest, slug: str, product: str) -> HttpResponse:
    """Asks once, then takes the product off for good."""
    row = own_product(request, slug, product)
    if request.method == "POST":
        products.delete(row, by=request.user)
        messages.success(request, _("The product is gone."))
        return redirect("profiles:products", slug)
    return render(request, "profiles/product_delete.html", {"product": row, "profile": row.profile})


@access(writing)
@require_POST
def submit_product(request: HttpRequest, slug: str, product: str) -> HttpResponse:
    """What a moderator had taken off goes back to the moderators."""
    products.submit(own_product(request, slug, product), by=request.user)
    messages.success(request, _("Sent to the moderators. You will hear from them by mail."))
    return redirect("profiles:products", slug)
