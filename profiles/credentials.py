"""The verbs of credentials: add, edit, delete. On a public profile each is public at once."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from ppi.kernel import audit
from ppi.kernel.verdicts import Refused
from profiles import events, permissions, services
from profiles.models import Credential, Profile

MOST = 60
TEXTS = ("title", "said_by", "text")


@transaction.atomic
def add(profile: Profile, kind: str, *, by, **facts) -> Credential:
    """One more; the profile's first change makes the profile."""
    profile = services.locked(profile)
    permissions.may_edit(by, profile).or_refuse()
    if not profile.pk:
        profile.save()
    if Credential.objects.of(profile).count() >= MOST:
        sentence = _("A profile shows at most %(number)s certificates, references and claims.")
        raise Refused(sentence % {"number": MOST})
    credential = Credential.objects.managed_by(profile.organisation).create(
        profile=profile, kind=kind, language=profile.language, **facts
    )
    note(profile, "credential.added", by, credential)
    return credential


@transaction.atomic
def edit(credential: Credential, *, by, **facts) -> Credential:
    credential = locked(credential)
    permissions.may_edit(by, credential.profile).or_refuse()
    before = [getattr(credential, name) for name in TEXTS]
    for name, value in facts.items():
        setattr(credential, name, value)
    credential.version += before != [getattr(credential, name) for name in TEXTS]
    credential.save()
    note(credential.profile, "credential.edited", by, credential)
    return credential


@transaction.atomic
def delete(credential: Credential, *, by) -> None:
    credential = locked(credential)
    permissions.may_edit(by, credential.profile).or_refuse()
    note(credential.profile, "credential.deleted", by, credential)
    credential.delete()


def locked(credential: Credential) -> Credential:
    """The row as it is now, kept from changing until the transaction ends."""
    rows = Credential.objects.everywhere("the row that the caller holds already")
    rows = rows.select_related("profile__organisation", "profile__portal")
    found = rows.select_for_update(of=("self",)).filter(pk=credential.pk).first()
    if found is None:
        raise Refused(_("A colleague has deleted this already."))
    return found


def latest(credential: Credential) -> Credential:
    """The row as it is now; inside a transaction, kept from changing."""
    if transaction.get_connection().in_atomic_block:
        return locked(credential)
    return Credential.objects.of(credential.profile_id).get(pk=credential.pk)


def note(profile: Profile, action: str, by, credential: Credential) -> None:
    """The audit row; and the profile's public has changed, if it has one."""
    audit.record(action, profile, by=by, kind=credential.kind, title=credential.title)
    if profile.is_public:
        events.changed.announce(profile_id=profile.pk)


def keep_credential(profile: Profile, *, kind: str, title: str, **facts) -> None:
    """As given, known by its title: for loaders that vouch for its content."""
    rows = Credential.objects.managed_by(profile.organisation)
    known = {"language": profile.language} | facts
    rows.update_or_create(profile=profile, kind=kind, title=title, defaults=known)
    if profile.is_public:
        events.changed.announce(profile_id=profile.pk)
