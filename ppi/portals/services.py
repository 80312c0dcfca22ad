"""The verbs of portals: accept legal texts, carry a sign-in across domains."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ppi.kernel import audit
from ppi.kernel.verdicts import Refused
from ppi.portals.choices import ACCEPTED_AT_SIGN_UP
from ppi.portals.models import Acceptance, Crossing, LegalText, Portal
from ppi.portals.querysets import LegalTextQuerySet

CROSSING_SECONDS = 60


@transaction.atomic
def accept_legal_texts(portal: Portal, *, by) -> list[Acceptance]:
    """Record that the person accepts the texts now in force. Doing so twice changes nothing."""
    return accept(_to_be_accepted(portal), by=by)


def texts_to_accept(portal: Portal, user) -> LegalTextQuerySet:
    """Those in force that this person has not accepted: none, new ones, or all of a new portal."""
    return LegalText.objects.filter(pk__in=_to_be_accepted(portal)).not_accepted_by(user)


def _to_be_accepted(portal: Portal) -> LegalTextQuerySet:
    return LegalText.objects.filter(kind__in=ACCEPTED_AT_SIGN_UP).in_force(portal)


@transaction.atomic
def accept(texts: Iterable[LegalText], *, by) -> list[Acceptance]:
    """Record that the person accepts these versions, now."""
    return [Acceptance.objects.get_or_create(user=by, text=text)[0] for text in texts]


@transaction.atomic
def open_crossing(portal: Portal, *, by, session_key: str) -> str:
    """A code with which `by` arrives, signed in, at the portal's own domain within 60 seconds.

    `session_key`: their session at the base host.
    """
    code = secrets.token_urlsafe(32)
    Crossing.objects.filter(expires_at__lt=timezone.now()).delete()
    Crossing.objects.create(
        code_hash=_hash(code),
        user=by,
        portal=portal,
        session_key=session_key,
        expires_at=timezone.now() + timedelta(seconds=CROSSING_SECONDS),
    )
    return code


@transaction.atomic
def cross(portal: Portal, code: str) -> Crossing:
    """Who comes from which session; the code is used up. Raises `Refused` for a bad one."""
    crossing = (
        Crossing.objects.select_for_update(of=("self",))
        .filter(code_hash=_hash(code), portal=portal, expires_at__gte=timezone.now())
        .filter(user__is_active=True)
        .select_related("user")
        .first()
    )
    if crossing is None:
        raise Refused(_("This sign-in link has been used or is too old. Sign in again."))
    crossing.delete()
    audit.record("portal.crossed", portal, by=crossing.user)
    return crossing


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
