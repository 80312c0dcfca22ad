"""A product's pictures and documents: added, described, taken off; on something public, as part of
a change that a moderator reads."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from ppi.documents import services as documents
from ppi.documents.models import Document
from ppi.documents.naming import ending_of, safe_name
from ppi.kernel.verdicts import Refused
from profiles import permissions, products, revisions
from profiles.models import Product, Revision

MOST_PICTURES = 6
PICTURE_MEGABYTES = 5
PICTURE_ENDINGS = (".png", ".jpg", ".jpeg")


@transaction.atomic
def add_document(product: Product, upload: UploadedFile, *, by) -> Document:
    """Raises `Refused`, with a sentence, for what `ppi.documents` does not take."""
    holder, _row = _holder(product, by)
    return documents.attach(holder, upload, organisation=product.organisation, by=by)


@transaction.atomic
def add_picture(product: Product, upload: UploadedFile, alt: str, *, by) -> Document:
    """A picture with what is to be seen on it; the same name again takes the other's place."""
    _refuse_what_is_no_picture(upload)
    holder, row = _holder(product, by)
    document = documents.attach(holder, upload, organisation=product.organisation, by=by)
    written = revisions.as_written(row)
    others = [one for one in written.pictures if one["name"] != document.name]
    if len(others) >= MOST_PICTURES:
        raise Refused(
            _("A product shows at most %(number)s pictures.") % {"number": MOST_PICTURES},
            field="picture",
        )
    products.edit(row, by=by, pictures=[*others, {"name": document.name, "alt": alt}])
    return document


@transaction.atomic
def describe(product: Product, name: str, alt: str, *, by) -> None:
    """Say anew what is to be seen on a picture."""
    row, revision = products.held(product)
    written = revisions.as_written(row, revision)
    pictures = [one | {"alt": alt} if one["name"] == name else one for one in written.pictures]
    products.edit(row, by=by, pictures=pictures)


@transaction.atomic
def remove(product: Product, name: str, *, by) -> None:
    """Take a picture or document off, by its name."""
    holder, row = _holder(product, by)
    document = Document.objects.of(holder).filter(name=name).first()
    if document is not None:
        documents.remove(document, by=by)
    written = revisions.as_written(row)
    kept = [one for one in written.pictures if one["name"] != name]
    if kept != written.pictures:
        products.edit(row, by=by, pictures=kept)


def _holder(product: Product, by) -> tuple[Product | Revision, Product]:
    """Whose files change: the product's own, or those of its open revision, which may begin."""
    row, revision = products.held(product)
    permissions.may_edit_product(by, row).or_refuse()
    if not row.stands:
        return row, row
    return revisions.with_files(row, revision, by=by), row


def _refuse_what_is_no_picture(upload: UploadedFile) -> None:
    name = safe_name(upload.name)
    if ending_of(upload.name) not in PICTURE_ENDINGS:
        raise Refused(
            _("«%(name)s» is no picture that can be shown: use PNG or JPG.") % {"name": name},
            field="picture",
        )
    if upload.size > PICTURE_MEGABYTES * documents.MEGABYTE:
        raise Refused(
            _("«%(name)s» is too large: a picture may have %(limit)s MB.")
            % {"name": name, "limit": PICTURE_MEGABYTES},
            field="picture",
        )
