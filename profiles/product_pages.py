"""What the pages of a product show: to everybody, and to those who write it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from ppi.documents.models import Document
from profiles import permissions, revisions, selftest
from profiles.choices import Status
from profiles.models import Product, Profile, Revision
from profiles.tasks_shown import Task, status_colour


@dataclass(frozen=True)
class Picture:
    """`number`: its place, from 1 on."""

    document: Document
    alt: str
    number: int


def files_shown(product: Product) -> dict:
    """Pictures in their order and documents by name; of a copy, as its company would have them."""
    return parted_files(product, list(Document.objects.of(revisions.files_of(product))))


def parted_files(product: Product, documents: list[Document]) -> dict:
    """The product's documents: those that are its pictures, and the others."""
    by_name = {document.name: document for document in documents}
    pictures = [
        Picture(by_name[one["name"]], one["alt"], number)
        for number, one in enumerate(product.pictures, start=1)
        if one["name"] in by_name
    ]
    shown = {picture.document.name for picture in pictures}
    others = [document for document in documents if document.name not in shown]
    return {"pictures": pictures, "documents": others}


def picture_in_place(product: Product, number: int) -> Picture | None:
    pictures = files_shown(product)["pictures"]
    return next((picture for picture in pictures if picture.number == number), None)


@dataclass(frozen=True)
class OwnRow:
    """A product in its company's list."""

    product: Product
    state: str
    colour: str


def own_rows(profile: Profile) -> list[OwnRow]:
    """All products, with what is on its way; two queries, however many there are."""
    if not profile.pk:
        return []
    changes = {row.product_id: row for row in Revision.objects.all_open_of(profile)}
    rows = Product.objects.of(profile).select_related("profile__organisation")
    return [_own_row(product, changes.get(product.pk)) for product in rows]


def _own_row(product: Product, change: Revision | None) -> OwnRow:
    if product.status == Status.PUBLISHED and product.profile.status != Status.PUBLISHED:
        return OwnRow(product, _("Shown with the profile"), "neutral")
    if change is not None:
        return OwnRow(product, CHANGES[change.status](), status_colour(change))
    return OwnRow(product, product.get_status_display(), status_colour(product))


CHANGES = {
    Status.DRAFT: lambda: _("published; a change is not sent yet"),
    Status.IN_REVIEW: lambda: _("published; a change is with the moderators"),
    Status.RETURNED: lambda: _("published; a change was returned"),
}


def board_of(product: Product, request) -> dict:
    """The product as its company would have it, with what there is to do."""
    result = selftest.result_of(product.self_test)
    return {
        "product": product,
        "profile": product.profile,
        "organisation": product.organisation,
        "revision": product.revision,
        "result": result,
        "tasks": tasks_of(product, result),
        "colour": status_colour(product),
        "may_edit": bool(permissions.may_edit_product(request.user, product)),
        "goes_by_itself": bool(permissions.goes_by_itself(product)),
    }


def tasks_of(product: Product, result: selftest.Result) -> list[Task]:
    address = [product.organisation.slug, product.slug]
    count = Document.objects.of(revisions.files_of(product)).count()
    return [
        Task(
            _("What it is"),
            reverse("profiles:edit-product", args=address),
            _("The problem, how it works, how far it is, what it costs."),
            done=bool(product.description and product.stage),
        ),
        Task(
            _("Pictures and documents"),
            reverse("profiles:product-files", args=address),
            _("What it looks like, and what shows that it works."),
            done=count > 0,
            state_text="" if count else _("Optional"),
        ),
        Task(
            _("Self-test"),
            reverse("profiles:test-product", args=address),
            str(result.sentence),
            done=result.lets_through,
        ),
    ]
