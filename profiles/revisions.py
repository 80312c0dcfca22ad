"""A change of what is public: written beside it, read by a moderator, then put in its place.

Until then everything that reads profiles and products (pages, search, matching, alerts, the API)
meets what was public before: a revision is a row of its own, which none of them reads.
"""

from __future__ import annotations

import copy

from django.db import transaction
from django.utils.translation import gettext as _

from ppi.documents.copying import mirror
from ppi.kernel import audit
from ppi.kernel.verdicts import Refused
from ppi.moderation import services as moderation
from profiles import events, permissions
from profiles.choices import Status
from profiles.models import Product, Profile, Revision

# Columns whose change makes the translations of a row stale.
TEXTS = ("headline", "about", "proof", "name", "problem", "description", "evidence", "price_note")


def open_revision(subject: Profile | Product) -> Revision | None:
    rows = Revision.objects.open_of(subject)
    return rows.select_related("product", "profile__organisation", "profile__portal").first()


def locked_revision(subject: Profile | Product) -> Revision | None:
    """Taken before the row that it changes, in the order in which a moderator takes them."""
    rows = Revision.objects.open_of(subject)
    rows = rows.select_related("product", "profile__organisation", "profile__portal")
    return rows.select_for_update(of=("self",)).first()


def as_written[T: (Profile, Product)](subject: T, revision: Revision | None = None) -> T:
    """The row as its company would have it; a copy, with `revision`, and never to be saved."""
    found = revision or (open_revision(subject) if subject.pk else None)
    written = copy.copy(subject)
    written.revision = found
    for name, value in (found.facts if found else {}).items():
        setattr(written, name, value)
    return written


def propose(
    subject: Profile | Product, facts: dict, *, by, revision: Revision | None
) -> Revision | None:
    """Keep what differs from the public row in its open revision; None where nothing does.

    The caller holds both. Raises `Refused` while a moderator is reading the revision.
    """
    wanted = (revision.facts if revision else {}) | facts
    differing = {name: value for name, value in wanted.items() if value != getattr(subject, name)}
    if differing == (revision.facts if revision else {}):
        return revision
    if revision is None:
        revision = _begun(subject)
    permissions.not_in_review(revision).or_refuse()
    revision.facts = differing
    if not differing and not revision.has_files:
        drop(revision, by=by)
        return None
    revision.save()
    audit.record("revision.edited", revision, by=by, fields=sorted(facts))
    return revision


def _begun(subject: Profile | Product) -> Revision:
    if isinstance(subject, Product):
        return Revision(profile=subject.profile, product=subject)
    return Revision(profile=subject)


def with_files(product: Product, revision: Revision | None, *, by) -> Revision:
    """The product's open revision with documents of its own: those of the product, at first."""
    revision = revision or _begun(product)
    permissions.not_in_review(revision).or_refuse()
    if not revision.has_files:
        revision.has_files = True
        revision.save()
        mirror(product, revision, organisation=product.organisation, by=by)
    return revision


def files_of(subject: Profile | Product) -> Product | Revision:
    """Whose documents stand with a product as it was read, or as its company would have it."""
    revision = getattr(subject, "revision", None)
    return revision if revision and revision.has_files else subject


@transaction.atomic
def submit(subject: Profile | Product, *, by) -> None:
    """Hand the open revision to the moderators of the portal; what is public stays."""
    revision = _held(subject, by)
    _move(revision, Status.IN_REVIEW, "revision.submitted", by)
    moderation.submit(revision, by=by)


@transaction.atomic
def take_back(subject: Profile | Product, *, by) -> None:
    """Bring the revision back to one's desk before a moderator has decided."""
    revision = _held(subject, by)
    _move(revision, Status.DRAFT, "revision.taken_back", by)
    moderation.take_back(revision, by=by)


@transaction.atomic
def give_up(subject: Profile | Product, *, by) -> None:
    """Leave what is public as it is, and forget the change."""
    drop(_held(subject, by), by=by)


def _held(subject: Profile | Product, by) -> Revision:
    permissions.may_write_for(by, subject.organisation).or_refuse()
    revision = locked_revision(subject)
    if revision is None:
        raise Refused(_("There is no change that waits."))
    return revision


def drop(revision: Revision, *, by) -> None:
    """The caller holds it, and has asked whether the person may."""
    if not revision.pk:
        return
    moderation.take_back(revision, by=by)
    audit.record("revision.dropped", revision, by=by, facts=revision.facts)
    revision.delete()


@transaction.atomic
def publish(revision: Revision, *, by) -> None:
    """Put the change in the place of what is public. Announces `events.changed`.

    Raises `Refused` where that is not public any more.
    """
    subject = _row_of(revision)
    permissions.may_publish(by, subject).or_refuse()
    if not subject.is_public:
        raise Refused(_("What it would change is not public. Return it with the reason."))
    _apply(revision, subject, by)
    _move(revision, Status.PUBLISHED, "revision.published", by)
    events.changed.announce(profile_id=revision.profile_id)


def _row_of(revision: Revision) -> Profile | Product:
    """The public row as it is now, locked."""
    rows = type(revision.subject).objects.everywhere("the row that the revision changes")
    related = ["profile__organisation", "profile__portal"] if revision.product_id else []
    rows = rows.select_related(*(related or ["organisation", "portal"]))
    return rows.select_for_update(of=("self",)).get(pk=revision.subject.pk)


def _apply(revision: Revision, subject: Profile | Product, by) -> None:
    before = [getattr(subject, name, None) for name in TEXTS]
    for name, value in revision.facts.items():
        setattr(subject, name, value)
    subject.version += before != [getattr(subject, name, None) for name in TEXTS]
    subject.save()
    if revision.has_files:
        mirror(revision, subject, organisation=subject.organisation, by=by)


@transaction.atomic
def send_back(revision: Revision, reason: str, *, by) -> None:
    permissions.may_moderate(by, revision.portal).or_refuse()
    _move(revision, Status.RETURNED, "revision.returned", by, reason=reason)


def fold(subject: Profile | Product, *, by) -> None:
    """Write the open revision into a row that is about to leave the public.

    From then on the row is changed as it is, and a moderator reads all of it before it returns.
    """
    revision = locked_revision(subject)
    if revision is not None:
        _apply(revision, subject, by)
        drop(revision, by=by)


def fold_all(profile: Profile, *, by) -> None:
    """Those of the profile and of its products; products that go along are read with it."""
    fold(profile, by=by)
    for product in Product.objects.of(profile).select_related("profile__organisation"):
        if product.status == Status.PUBLISHED:
            fold(product, by=by)


def interrupt(subject: Profile | Product, *, by) -> None:
    """A moderator took off what it would change: it waits on its authors' desk."""
    rows = Revision.objects.open_of(subject)
    if isinstance(subject, Profile):
        rows = Revision.objects.all_open_of(subject)
    for revision in rows.filter(status=Status.IN_REVIEW).select_related("profile__portal"):
        _move(revision, Status.DRAFT, "revision.interrupted", by)
        moderation.take_back(revision, by=by)


def _move(revision: Revision, status: str, action: str, by, **detail) -> None:
    revision.move_to(status)
    revision.save(update_fields=["status", "updated_at"])
    audit.record(action, revision, by=by, **detail)
