"""The verb of a buyer's half of the profile."""

from __future__ import annotations

from django.db import transaction

from ppi.kernel import audit
from profiles import events, permissions, services
from profiles.models import Buying, Profile

TEXTS = ("needs", "strategy", "approach")


def buying_of(profile: Profile) -> Buying:
    """What the buyer says; a new row, not yet saved, where it has said nothing."""
    known = Buying.objects.of(profile).first() if profile.pk else None
    return known or Buying(profile=profile, language=profile.language)


def latest_of(profile: Profile) -> Buying:
    """The same as it is now; inside a transaction, kept from changing."""
    if transaction.get_connection().in_atomic_block:
        profile = services.locked(profile)
    return buying_of(profile)


@transaction.atomic
def edit(profile: Profile, *, by, **facts) -> Buying:
    """Change what is said. What is public changes at once, audited."""
    profile = services.locked(profile)
    permissions.may_say_what_is_bought(by, profile).or_refuse()
    if not profile.pk:
        profile.save()
    row = write(profile, facts)
    audit.record("profile.buying_edited", profile, by=by, fields=sorted(facts))
    if profile.is_public:
        events.changed.announce(profile_id=profile.pk)
    return row


def write(profile: Profile, facts: dict) -> Buying:
    row = buying_of(profile)
    before = [getattr(row, name) for name in TEXTS]
    for name, value in facts.items():
        setattr(row, name, value)
    row.version += bool(row.pk) and before != [getattr(row, name) for name in TEXTS]
    row.save()
    return row
