"""The verbs of products: add, edit, delete; and what moderators do with one on its own."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ppi.kernel import audit, slugs
from ppi.kernel.verdicts import Refused
from ppi.moderation import services as moderation
from profiles import events, permissions, revisions, selftest, services
from profiles.choices import Status
from profiles.models import Product, Profile, Revision

MOST_PRODUCTS = 50
TEXTS = ("name", "problem", "description", "evidence", "price_note")


@transaction.atomic
def add(profile: Profile, *, by, is_draft: bool = False, **facts) -> Product:
    """A new product, last in the row.

    On a profile that the moderators have yet to read it stands, unless it is a draft, and goes
    public with it. Otherwise it is a draft until it was sent to them itself.
    """
    profile = services.locked(profile)
    permissions.may_edit(by, profile).or_refuse()
    if not profile.pk:
        profile.save()
    count = Product.objects.of(profile).count()
    if count >= MOST_PRODUCTS:
        raise Refused(_("A profile shows at most %(number)s products.") % {"number": MOST_PRODUCTS})
    status = Status.DRAFT if is_draft or profile.stands else Status.PUBLISHED
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


def latest(product: Product) -> Product:
    """The row as it is now; inside a transaction, kept from changing like its open revision."""
    if transaction.get_connection().in_atomic_block:
        return held(product)[0]
    rows = Product.objects.everywhere("the row that the caller holds already")
    return rows.select_related("profile__organisation", "profile__portal").get(pk=product.pk)


def held(product: Product) -> tuple[Product, Revision | None]:
    """The row with its open revision, both as they are now and kept from changing."""
    revision = revisions.locked_revision(product)
    row = locked(product)
    # Another may have begun the revision while this waited for the row.
    return row, revision or revisions.locked_revision(row)


@transaction.atomic
def edit(product: Product, *, by, is_draft: bool | None = None, **facts) -> Product:
    """Change facts, and whether the product stands on the profile (`is_draft`; None: as it is).

    Once a moderator has let the product through, what is screened of it (`SCREENED`) goes to its
    open revision, and the rest shows at once. What a moderator took off stays off: it goes to the
    moderators with `submit`.
    """
    product, revision = held(product)
    permissions.may_edit_product(by, product).or_refuse()
    at_once = facts
    if product.stands:
        screened, at_once = services.parted(product, facts)
        revisions.propose(product, screened, by=by, revision=revision)
    if _write(product, at_once) | _show_or_hide(product, is_draft, by) or at_once is facts:
        product.save()
        _note(product, "product.edited", by, fields=sorted(at_once))
    return product


def _write(product: Product, facts: dict) -> bool:
    """Put the facts into the row in memory. False when nothing was new."""
    before = {name: getattr(product, name) for name in facts}
    for name, value in facts.items():
        setattr(product, name, value)
    product.version += any(before[name] != facts[name] for name in facts if name in TEXTS)
    return before != facts


def _show_or_hide(product: Product, is_draft: bool | None, by) -> bool:
    """Whether that changed. On a profile that is public, a draft shows by `submit` alone."""
    wanted = {True: Status.DRAFT, False: Status.PUBLISHED}.get(is_draft, product.status)
    if product.status not in (Status.DRAFT, Status.PUBLISHED) or wanted == product.status:
        return False
    if product.profile.stands and wanted == Status.PUBLISHED:
        return False
    if product.stands:
        revisions.fold(product, by=by)
    product.move_to(wanted)
    return True


@transaction.atomic
def take_self_test(product: Product, answers: dict[str, str], *, by) -> Product:
    """Keep the answers, in place of those before. They may be changed at any time."""
    product = locked(product)
    permissions.may_write_for(by, product.organisation).or_refuse()
    product.self_test, product.self_tested_at = answers, timezone.now()
    product.save(update_fields=["self_test", "self_tested_at"])
    outcome = selftest.result_of(answers).outcome
    audit.record("product.self_tested", product, by=by, outcome=outcome.value)
    return product


@transaction.atomic
def delete(product: Product, *, by) -> None:
    """Take the product off for good. Announces `events.product_deleted`."""
    product, revision = held(product)
    permissions.may_edit_product(by, product).or_refuse()
    if revision is not None:
        revisions.drop(revision, by=by)
    audit.record("product.deleted", product, by=by, name=product.name)
    events.product_deleted.announce(product_id=product.pk)
    product.delete()
    _tell(product.profile)


@transaction.atomic
def submit(product: Product, *, by) -> None:
    """Ask the moderators to let a product be public: a new one, or one that they had taken off."""
    product, _revision = held(product)
    permissions.may_edit_product(by, product).or_refuse()
    permissions.goes_by_itself(product).or_refuse()
    if not selftest.result_of(product.self_test).lets_through:
        raise Refused(selftest.refusal([product.name]))
    if product.status == Status.REMOVED:
        revisions.fold(product, by=by)
    _move(product, Status.IN_REVIEW, "product.submitted", by)
    moderation.submit(product, by=by)


@transaction.atomic
def take_back(product: Product, *, by) -> None:
    """Bring a submitted product back to one's desk before a moderator has decided."""
    product = locked(product)
    permissions.may_write_for(by, product.organisation).or_refuse()
    _move(product, Status.DRAFT, "product.taken_back", by)
    moderation.take_back(product, by=by)


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
    revisions.interrupt(product, by=by)
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
