"""The verbs of products: add, edit, delete; and what moderators do with one on its own."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from ppi.kernel import audit, slugs
from ppi.kernel.verdicts import Refused
from ppi.moderation import services as moderation
from profiles import events, permissions, services
from profiles.choices import Status
from profiles.models import Product, Profile

MOST_PRODUCTS = 50
TEXTS = ("name", "problem", "description", "price_note")


@transaction.atomic
def add(profile: Profile, *, by, is_draft: bool = False, **facts) -> Product:
    """A new product, last in the row; on a public profile it is public at once, unless a draft."""
    profile = services.locked(profile)
    permissions.may_edit(by, profile).or_refuse()
    if not profile.pk:
        profile.save()
    count = Product.objects.of(profile).count()
    if count >= MOST_PRODUCTS:
        raise Refused(_("A profile shows at most %(number)s products.") % {"number": MOST_PRODUCTS})
    status = Status.DRAFT if is_draft else Status.PUBLISHED
    product = Product(profile=profile, status=status, position=count, **facts)
    product.slug = free_slug(profile, product.name)
    product.save()
    _note(product, "product.added", by)
    return product


def free_slug(profile: Profile, name: str) -> str:
    """An address of the profile's own for the name, with a number where it is taken."""
    base = slugs.readable(name, otherwise="product")
    taken = set(Product.objects.of(profile).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(s for n in range(2, len(taken) + 3) if (s := f"{base}-{n}") not in taken)


def locked(product: Product) -> Product:
    """The row as it is now, kept from changing until the transaction ends."""
    rows = Product.objects.everywhere("the row that the caller holds already")
    rows = rows.select_related("profile__organisation", "profile__portal")
    return rows.select_for_update(of=("self",)).get(pk=product.pk)


@transaction.atomic
def edit(product: Product, *, by, is_draft: bool | None = None, **facts) -> Product:
    """Change facts, and whether the product stands on the profile (`is_draft`; None: as it is).

    What a moderator took off stays off: it goes to the moderators with `submit`.
    """
    product = locked(product)
    permissions.may_edit_product(by, product).or_refuse()
    before = [getattr(product, name) for name in TEXTS]
    for name, value in facts.items():
        setattr(product, name, value)
    _show_or_hide(product, is_draft)
    product.version += before != [getattr(product, name) for name in TEXTS]
    product.save()
    _note(product, "product.edited", by, fields=sorted(facts))
    return product


def _show_or_hide(product: Product, is_draft: bool | None) -> None:
    wanted = {True: Status.DRAFT, False: Status.PUBLISHED}.get(is_draft, product.status)
    if product.status in (Status.DRAFT, Status.PUBLISHED) and wanted != product.status:
        product.move_to(wanted)


@transaction.atomic
def delete(product: Product, *, by) -> None:
    """Take the product off for good. Announces `events.product_deleted`."""
    product = locked(product)
    permissions.may_edit_product(by, product).or_refuse()
    audit.record("product.deleted", product, by=by, name=product.name)
    events.product_deleted.announce(product_id=product.pk)
    product.delete()
    _tell(product.profile)


@transaction.atomic
def submit(product: Product, *, by) -> None:
    """Ask the moderators to let a product return that they had taken off."""
    product = locked(product)
    permissions.may_edit_product(by, product).or_refuse()
    _move(product, Status.IN_REVIEW, "product.submitted", by)
    moderation.submit(product, by=by)


@transaction.atomic
def publish(product: Product, *, by) -> None:
    permissions.may_publish(by, product).or_refuse()
    _move(product, Status.PUBLISHED, "product.published", by)


@transaction.atomic
def send_back(product: Product, reason: str, *, by) -> None:
    permissions.may_moderate(by, product.portal).or_refuse()
    _move(product, Status.RETURNED, "product.returned", by, reason=reason)


@transaction.atomic
def remove(product: Product, reason: str, *, by) -> None:
    """A moderator takes it off after a report; the profile stays."""
    permissions.may_moderate(by, product.portal).or_refuse()
    _move(product, Status.REMOVED, "product.removed", by, reason=reason)


def _move(product: Product, status: str, action: str, by, **detail) -> None:
    product.move_to(status)
    product.save(update_fields=["status", "updated_at"])
    _note(product, action, by, **detail)


def _note(product: Product, action: str, by, **detail) -> None:
    audit.record(action, product, by=by, **detail)
    _tell(product.profile)


def _tell(profile: Profile) -> None:
    """What its public reads has changed, if it has one."""
    if profile.is_public:
        events.changed.announce(profile_id=profile.pk)


def keep_product(profile: Profile, position: int, *, name: str, **facts) -> bool:
    """A product as given, known by its name within the profile. False when nothing was new."""
    product = Product.objects.of(profile).filter(name=name).first()
    if product is None:
        slug = free_slug(profile, name)
        product = Product(profile=profile, name=name, slug=slug, status=Status.PUBLISHED)
    facts = {"position": position} | facts
    if product.pk and all(getattr(product, key) == value for key, value in facts.items()):
        return False
    for key, value in facts.items():
        setattr(product, key, value)
    product.version += 1 if product.pk else 0
    product.save()
    return True
