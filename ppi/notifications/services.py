"""The verbs of telling people: promise a delivery, send it, stop a kind of mail."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.mail import EmailMessage
from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from ppi.accounts.middleware import zone
from ppi.notifications import contents, events
from ppi.notifications.choices import MUTABLE
from ppi.notifications.models import Delivery, Mute, stop_token
from ppi.portals import links
from ppi.portals.models import Portal


@dataclass(frozen=True)
class Recipient:
    """Somebody to tell, in their language, with links into this portal."""

    email: str
    language: str
    portal: Portal
    user: object | None = None

    @classmethod
    def of(cls, user, portal: Portal) -> Recipient:
        return cls(user.email, user.language, portal, user)


@transaction.atomic
def promise(kind: str, cause: models.Model, recipients: Iterable[Recipient]) -> int:
    """Write a delivery for everybody who was not told of this cause yet; returns how many
    of this cause are still to be sent.

    The unique constraint decides, not a look beforehand: two workers may promise at once.
    """
    muted = _muted(kind)
    wanted = [_delivery(kind, cause, to) for to in recipients if _hears(to.user, muted)]
    Delivery.objects.bulk_create(wanted, ignore_conflicts=True)
    unsent = Delivery.objects.filter(
        kind=kind,
        content_type=ContentType.objects.get_for_model(cause),
        object_id=cause.pk,
        sent_at=None,
    )
    if ids := list(unsent.values_list("pk", flat=True)):
        events.promised.announce(delivery_ids=ids)
    return len(ids)


def _muted(kind: str) -> set[int]:
    return set(Mute.objects.filter(kind=kind).values_list("user_id", flat=True))


def _hears(user, muted: set[int]) -> bool:
    """Somebody without an account yet does; a closed account does not."""
    return user is None or (user.is_active and user.pk not in muted)


def _delivery(kind: str, cause: models.Model, to: Recipient) -> Delivery:
    domain = settings.PPI_BASE_DOMAIN.split(":")[0]
    return Delivery(
        kind=kind,
        content_type=ContentType.objects.get_for_model(cause),
        object_id=cause.pk,
        email=to.email,
        user=to.user,
        language=to.language,
        portal=to.portal,
        message_id=f"<{uuid.uuid4().hex}@{domain}>",
    )


@transaction.atomic
def send(delivery_id: int) -> bool:
    """Send one promised mail. False when it was sent already, or has no sense any more.

    The row stays locked while SMTP answers: a second worker waits and then finds it sent. A
    process killed between that answer and the commit sends again, under the same Message-ID.
    """
    delivery = Delivery.objects.select_for_update().filter(pk=delivery_id, sent_at=None).first()
    if delivery is None or not contents.still_stands(delivery):
        return False
    message(delivery).send()
    delivery.sent_at = timezone.now()
    delivery.save(update_fields=["sent_at"])
    return True


def message(delivery: Delivery) -> EmailMessage:
    """The mail in the recipient's language and time zone, with links that need no request."""
    zone_name = getattr(delivery.user, "time_zone", "") or delivery.portal.time_zone
    with translation.override(delivery.language), timezone.override(zone(zone_name)):
        context = contents.of(delivery) | {"delivery": delivery, "portal": delivery.portal}
        context |= _ways_out(delivery)
        name = f"notifications/{context.get('template', delivery.kind)}"
        return EmailMessage(
            subject=" ".join(render_to_string(f"{name}.subject.txt", context).split()),
            body=render_to_string(f"{name}.txt", context),
            to=[delivery.email],
            headers=_headers(delivery, context),
        )


def _ways_out(delivery: Delivery) -> dict[str, str]:
    """Addresses with which the person ends this kind of mail (RFC 8058)."""
    if delivery.user is None or delivery.kind not in MUTABLE:
        return {}
    token = stop_token(delivery.user, delivery.kind)
    place = (delivery.portal, delivery.language)
    return {"stop_url": links.absolute(*place, "notifications:stop", token)}


def _headers(delivery: Delivery, context: dict) -> dict[str, str]:
    headers = {"Message-ID": delivery.message_id, "Auto-Submitted": "auto-generated"}
    if "stop_url" in context:
        headers["List-Unsubscribe"] = f"<{context['stop_url']}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


@transaction.atomic
def mute(user, kind: str) -> None:
    """No mails of this kind from now on. Kinds that answer the person's own doing stay."""
    if kind in MUTABLE:
        Mute.objects.get_or_create(user=user, kind=kind)


@transaction.atomic
def choose(user, wanted: Iterable[str]) -> None:
    """Hear of exactly these kinds, of those that can be switched off."""
    Mute.objects.filter(user=user, kind__in=wanted).delete()
    for kind in MUTABLE:
        if kind not in wanted:
            mute(user, kind)
