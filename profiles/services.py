"""The verbs of profiles: edit, submit, publish, return, hide, remove; `products` has theirs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ppi.kernel import audit
from ppi.kernel.verdicts import Refused
from ppi.moderation import services as moderation
from ppi.organisations.models import Organisation
from profiles import events, permissions, revisions, selftest
from profiles.choices import Status
from profiles.models import Product, Profile

TEXTS = ("headline", "about", "proof")
NEEDED = ("headline", "about", "cpv", "nuts", "languages")


def profile_of(organisation: Organisation) -> Profile:
    """The organisation's profile; a new one, not yet saved, where it has none."""
    known = Profile.objects.managed_by(organisation).select_related("organisation", "portal")
    return known.first() or Profile(
        organisation=organisation,
        portal=organisation.portal,
        language=organisation.language,
        about=organisation.about,
        nuts=[organisation.nuts] if organisation.nuts else [],
    )


@transaction.atomic
def edit(profile: Profile, *, by, **facts) -> Profile:
    """Change facts; the first change makes the row.

    `facts` are the model's own columns. Once a moderator has let the profile through, what is
    screened of it (`SCREENED`) goes to its open revision, and the rest shows at once: announces
    `events.changed` where the public sees it.
    """
    revision = revisions.locked_revision(profile) if profile.pk else None
    profile = locked(profile)
    permissions.may_edit(by, profile).or_refuse()
    at_once = facts
    if profile.stands:
        screened, at_once = parted(profile, facts)
        revisions.propose(profile, screened, by=by, revision=revision)
    if write(profile, at_once) or at_once is facts:
        audit.record("profile.edited", profile, by=by, fields=sorted(at_once))
        if profile.is_public:
            events.changed.announce(profile_id=profile.pk)
    return profile


def parted(subject, facts: dict) -> tuple[dict, dict]:
    """What a moderator reads before it shows, and what shows at once."""
    screened = {name: facts[name] for name in facts if name in subject.SCREENED}
    return screened, {name: facts[name] for name in facts if name not in screened}


def locked(profile: Profile) -> Profile:
    """The row as it is now, kept from changing until the transaction ends; a new one as it is."""
    # Two members may begin the same profile: the organisation's row makes them queue.
    holders = Organisation.objects.everywhere("the row that the caller holds already")
    holders.select_for_update().get(pk=profile.organisation_id)
    rows = Profile.objects.managed_by(profile.organisation)
    return rows.select_related("organisation", "portal").first() or profile


def write(profile: Profile, facts: dict) -> bool:
    """Put the facts into the row, with what follows from them. False when nothing was new."""
    before = {name: getattr(profile, name) for name in facts}
    if profile.pk and before == facts:
        return False
    for name, value in facts.items():
        setattr(profile, name, value)
    profile.divisions = sorted({code[:2] for code in profile.cpv})
    profile.areas = sorted({code[:end] for code in profile.nuts for end in range(2, len(code) + 1)})
    profile.version += any(before.get(name) != facts.get(name) for name in TEXTS)
    profile.save()
    return True


def missing(profile: Profile) -> list[str]:
    """Names of the columns that must be filled before anybody else sees the profile."""
    return [name for name in NEEDED if not getattr(profile, name)]


@transaction.atomic
def submit(profile: Profile, *, by) -> None:
    """Hand the profile, with the products that stand on it, to the moderators of its portal."""
    profile = locked(profile)
    permissions.may_edit(by, profile).or_refuse()
    if profile.status == Status.REMOVED:
        revisions.fold_all(profile, by=by)
    if absent := missing(profile):
        labels = [str(Profile._meta.get_field(name).verbose_name) for name in absent]
        raise Refused(_("Still missing: %(names)s.") % {"names": ", ".join(labels)})
    if untested := untested_products(profile):
        raise Refused(selftest.refusal(untested))
    _move(profile, Status.IN_REVIEW, "profile.submitted", by)
    moderation.submit(profile, by=by)


def untested_products(profile: Profile) -> list[str]:
    """Names of the products that would go public with it and have not passed their self-test."""
    rows = Product.objects.of(profile).filter(status=Status.PUBLISHED) if profile.pk else []
    return [row.name for row in rows if not selftest.result_of(row.self_test).lets_through]


@transaction.atomic
def take_back(profile: Profile, *, by) -> None:
    """Bring a submitted profile back to one's desk before a moderator has decided."""
    profile = locked(profile)
    permissions.may_write_for(by, profile.organisation).or_refuse()
    _move(profile, Status.DRAFT, "profile.taken_back", by)
    moderation.take_back(profile, by=by)


@transaction.atomic
def publish(profile: Profile, *, by) -> Profile:
    """Make a submitted profile public. Announces `events.published` once committed.

    Raises `Refused` while the organisation itself is not verified.
    """
    permissions.may_publish(by, profile).or_refuse()
    profile.published_at = profile.published_at or timezone.now()
    _move(profile, Status.PUBLISHED, "profile.published", by)
    events.published.announce(profile_id=profile.pk)
    return profile


@transaction.atomic
def send_back(profile: Profile, reason: str, *, by) -> None:
    """Return a submitted profile to its authors; moderation keeps and tells the reason."""
    permissions.may_moderate(by, profile.portal).or_refuse()
    _move(profile, Status.RETURNED, "profile.returned", by, reason=reason)


@transaction.atomic
def hide(profile: Profile, *, by) -> None:
    """The company takes its profile off; a moderator reads it again before it comes back."""
    profile = locked(profile)
    permissions.may_edit(by, profile).or_refuse()
    revisions.fold_all(profile, by=by)
    _move(profile, Status.DRAFT, "profile.hidden", by)
    events.withdrawn.announce(profile_id=profile.pk)


@transaction.atomic
def remove(profile: Profile, reason: str, *, by) -> None:
    """A moderator takes it off after a report. Announces `events.withdrawn`."""
    permissions.may_moderate(by, profile.portal).or_refuse()
    revisions.interrupt(profile, by=by)
    _move(profile, Status.REMOVED, "profile.removed", by, reason=reason)
    events.withdrawn.announce(profile_id=profile.pk)


def _move(profile: Profile, status: str, action: str, by, **detail) -> None:
    profile.move_to(status)
    profile.save(update_fields=["status", "published_at", "updated_at"])
    audit.record(action, profile, by=by, **detail)


@transaction.atomic
def keep_profile(
    organisation: Organisation,
    *,
    published_at: datetime | None = None,
    products: Sequence[dict] = (),
    **facts,
) -> Profile:
    """A published profile as given, past the moderators: for loaders that vouch for its content.

    Once again with the same facts changes and announces nothing; what a moderator removed stays
    removed. A product is known by its name; one that is not named here stays.
    """
    from profiles.products import keep_product  # which itself stands on these services

    profile = locked(profile_of(organisation))
    is_new = not profile.pk
    if is_new:
        profile.status = Status.PUBLISHED
        profile.published_at = published_at or timezone.now()
    changed = write(profile, facts)
    kept = [keep_product(profile, position, **row) for position, row in enumerate(products)]
    if changed or any(kept):
        audit.record("profile.kept", profile)
        event = events.published if is_new else events.changed
        event.announce(profile_id=profile.pk)
    return profile
