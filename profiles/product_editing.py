"""The pages on which a company writes its products: a task list a product, one page a task."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ppi.kernel.access import access, found_or_404
from ppi.kernel.kept import typed
from ppi.kernel.verdicts import Refused
from ppi.taxonomy.forms import as_typed, is_search
from profiles import files, pages, permissions, product_pages, products, revisions, selftest
from profiles.editing import own_profile, writing
from profiles.joint_saving import JointForm, last_change
from profiles.models import Product
from profiles.product_forms import DescribePictureForm, FilesForm, ProductForm, SelfTestForm


@access(writing)
def product_list(request: HttpRequest, slug: str) -> HttpResponse:
    profile = own_profile(request, slug)
    context = {
        "profile": profile,
        "rows": product_pages.own_rows(profile),
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
            added = products.add(profile, by=request.user, **form.facts())
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
        else:
            messages.success(request, _("Saved."))
            return redirect("profiles:product-board", slug, added.slug)
    return render(request, "profiles/product_form.html", {"form": form, "profile": profile})


def own_product(request: HttpRequest, slug: str, product: str) -> Product:
    """A product of the organisation, for its writers; in any state."""
    profile = own_profile(request, slug)
    found_or_404(profile.pk)
    rows = Product.objects.of(profile).select_related("profile__organisation", "profile__portal")
    return get_object_or_404(rows, slug=product)


def editable(request: HttpRequest, slug: str, product: str) -> Product:
    """The same, as its company would have it, while no moderator is reading it."""
    row = revisions.as_written(own_product(request, slug, product))
    permissions.may_edit_product(request.user, row).or_refuse()
    if row.revision is not None:
        permissions.not_in_review(row.revision).or_refuse()
    return row


@access(writing)
def product_board(request: HttpRequest, slug: str, product: str) -> HttpResponse:
    """What there is to do until buyers see it, and how long that takes."""
    row = revisions.as_written(own_product(request, slug, product))
    return render(request, "profiles/product_board.html", product_pages.board_of(row, request))


@access(writing)
def edit_product(request: HttpRequest, slug: str, product: str) -> HttpResponse:
    row = editable(request, slug, product)
    form = ProductForm(typed(request), instance=row)
    joint = JointForm(request, form, lambda: form_as_it_is(row))
    if request.method == "POST" and is_search(request.POST):
        form = joint.form = as_typed(form)
    elif request.method == "POST" and form.is_valid():
        by = request.user
        if joint.saved(lambda valid: products.edit(row, by=by, **valid.facts())):
            say_saved(request, row)
            return redirect("profiles:product-board", slug, product)
    context = {"form": form, "profile": row.profile, "product": row, "joint": joint}
    if joint.conflict:
        context["change"] = last_change(row, revisions.open_revision(row))
    status = 409 if joint.conflict else 200
    return render(request, "profiles/product_form.html", context, status=status)


def form_as_it_is(product: Product) -> ProductForm:
    """The form of the row and its change as they are now, held where a transaction runs."""
    if product.pk is None:
        return ProductForm(instance=product)
    return ProductForm(instance=revisions.as_written(products.latest(product)))


def say_saved(request: HttpRequest, product: Product) -> None:
    if revisions.open_revision(product) is not None:
        sentence = _("Saved. What buyers see stays as it is until you send the change.")
        messages.success(request, sentence)
    else:
        messages.success(request, _("Saved."))


@access(writing)
def delete_product(request: HttpRequest, slug: str, product: str) -> HttpResponse:
    """Asks once, then takes the product off for good."""
    row = own_product(request, slug, product)
    permissions.may_edit_product(request.user, row).or_refuse()
    if request.method == "POST":
        products.delete(row, by=request.user)
        messages.success(request, _("The product is gone."))
        return redirect("profiles:products", slug)
    return render(request, "profiles/product_delete.html", {"product": row, "profile": row.profile})


@access(writing)
@require_POST
def submit_product(request: HttpRequest, slug: str, product: str) -> HttpResponse:
    """A new product, or what a moderator had taken off, goes to the moderators."""
    try:
        products.submit(own_product(request, slug, product), by=request.user)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Sent to the moderators. You will hear from them by mail."))
    return redirect("profiles:product-board", slug, product)


@access(writing)
@require_POST
def take_back_product(request: HttpRequest, slug: str, product: str) -> HttpResponse:
    products.take_back(own_product(request, slug, product), by=request.user)
    return redirect("profiles:product-board", slug, product)


@access(writing)
def test_product(request: HttpRequest, slug: str, product: str) -> HttpResponse:
    """Questions before it is listed; the result stands above them once they are answered."""
    row = own_product(request, slug, product)
    form = SelfTestForm(typed(request), initial=row.self_test)
    if request.method == "POST" and form.is_valid():
        products.take_self_test(row, form.cleaned_data, by=request.user)
        return redirect("profiles:test-product", slug, product)
    result = selftest.result_of(row.self_test)
    context = {"form": form, "product": row, "profile": row.profile, "result": result}
    return render(request, "profiles/self_test.html", context)


@access(writing)
def product_files(request: HttpRequest, slug: str, product: str) -> HttpResponse:
    row = editable(request, slug, product)
    form = FilesForm(typed(request), request.FILES or None)
    if request.method == "POST" and form.is_valid() and files_kept(row, form, request.user):
        messages.success(request, _("Saved."))
        return redirect("profiles:product-files", slug, product)
    context = product_pages.files_shown(row)
    context |= {"form": form, "product": row, "profile": row.profile}
    return render(request, "profiles/product_files.html", context)


def files_kept(product: Product, form: FilesForm, by) -> bool:
    """False, with a sentence at its field, for each file that cannot be taken."""
    sent = form.cleaned_data
    for name, keep in (
        ("picture", lambda file: files.add_picture(product, file, sent["alt"], by=by)),
        ("document", lambda file: files.add_document(product, file, by=by)),
    ):
        try:
            if sent[name]:
                keep(sent[name])
        except Refused as refused:
            form.add_error(name, refused.sentence)
    return not form.errors


@access(writing)
def describe_picture(request: HttpRequest, slug: str, product: str, number: int) -> HttpResponse:
    """What is to be seen on the picture in this place, from 1 on."""
    row = editable(request, slug, product)
    found_or_404(0 < number <= len(row.pictures))
    picture = row.pictures[number - 1]
    form = DescribePictureForm(typed(request), initial={"alt": picture["alt"]})
    if request.method == "POST" and form.is_valid():
        files.describe(row, picture["name"], form.cleaned_data["alt"], by=request.user)
        return redirect("profiles:product-files", slug, product)
    context = {"form": form, "product": row, "profile": row.profile}
    context["picture"] = product_pages.picture_in_place(row, number)
    return render(request, "profiles/describe_picture.html", context)


@access(writing)
@require_POST
def remove_file(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a picture or document off; of something public, when the change is accepted."""
    document, holder = pages.file_of(slug, pk)
    found_or_404(document and permissions.may_write_for(request.user, holder.organisation))
    product = getattr(holder, "product", holder)
    row = editable(request, slug, product.slug)
    files.remove(row, document.name, by=request.user)
    return redirect("profiles:product-files", slug, product.slug)
