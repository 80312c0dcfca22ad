"""Push messages to browsers that allowed them (RFC 8030), encrypted for the browser alone (RFC
8291), signed by this platform (RFC 8292).

A message says that there is news and of which kind, never what: it is shown on locked screens.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import os
import time
from collections.abc import Iterable
from functools import cache
from urllib.parse import urlsplit

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from ppi.kernel import outbound
from ppi.notifications import batches, standing
from ppi.notifications.choices import Channel, Kind
from ppi.notifications.models import Delivery, PushDevice
from ppi.portals import links

logger = logging.getLogger(__name__)

# A push service keeps a message for a browser that is switched off as long as this.
KEPT_SECONDS = 24 * 3600
SIGNED_FOR_SECONDS = 12 * 3600
RECORD_BYTES = 4096
# The browser's permission was taken back: nobody is there any more. Other refusals are for good,
# too, such as that of a browser that was added under a former key of this platform.
GONE = (404, 410)
BUSY = (408, 429)
MOST_DEVICES = 10


def is_offered() -> bool:
    """Without a key of its own, the platform cannot push."""
    return bool(settings.PPI_VAPID_KEY)


def unpacked(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def packed(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


@cache
def _private_key(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(unpacked(text)), ec.SECP256R1())


def public_key() -> str:
    """What a browser asks for when it subscribes; empty where push is not offered."""
    return packed(point(_private_key(settings.PPI_VAPID_KEY).public_key())) if is_offered() else ""


def new_key() -> str:
    """A key for `PPI_VAPID_KEY`."""
    private = ec.generate_private_key(ec.SECP256R1())
    return packed(private.private_numbers().private_value.to_bytes(32))


@transaction.atomic
def add_device(user, endpoint: str, key: str, secret: str) -> PushDevice:
    """A browser belongs to whoever allowed it last. The oldest beyond `MOST_DEVICES` go."""
    facts = {"user": user, "key": key, "secret": secret}
    device, _made = PushDevice.objects.update_or_create(endpoint=endpoint, defaults=facts)
    others = PushDevice.objects.filter(user=user).order_by("-pk").values_list("pk", flat=True)
    PushDevice.objects.filter(pk__in=list(others[MOST_DEVICES:])).delete()
    return device


@transaction.atomic
def remove_devices(user) -> None:
    PushDevice.objects.filter(user=user).delete()


def send(delivery_ids: Iterable[int]) -> int:
    """Push these; how many people got one now. A service that fails does not hold up the others."""
    return batches.each(delivery_ids, _send, outbound.Failed)


def _send(delivery_id: int) -> bool:
    """To each of the person's browsers; False when it was done already or has no sense any more.

    It is done once one of them took it: who is asked again for the sake of another browser would
    read it twice. Raises `outbound.Failed` where none took it and one may later.
    """
    with transaction.atomic():
        rows = Delivery.objects.filter(channel=Channel.PUSH, sent_at=None, user__is_active=True)
        delivery = rows.select_related("user", "portal").take(delivery_id)
        if delivery is None or not is_offered() or not standing.still_to_be_told(delivery):
            return False
        taken, failures = _push_to_all(delivery)
        if taken:
            Delivery.objects.filter(pk=delivery.pk).update(sent_at=timezone.now())
    # Only now, so that what is known of browsers that are gone is kept.
    if failures and not taken:
        raise failures[0]
    return taken


def _push_to_all(delivery: Delivery) -> tuple[bool, list[outbound.Failed]]:
    """Whether any browser took it, and what kept the others from it."""
    body, taken, failures = payload(delivery), False, []
    for device in PushDevice.objects.filter(user=delivery.user):
        try:
            taken |= push(device, body)
        except outbound.Failed as failure:
            failures.append(failure)
    return taken, failures


def payload(delivery: Delivery) -> bytes:
    """In the reader's language: whose news, of which kind, and where the bell stands."""
    with translation.override(delivery.language):
        shown = {
            "title": delivery.portal.name,
            "body": str(Kind(delivery.kind).label),
            "url": links.absolute(delivery.portal, delivery.language, "notifications:bell"),
        }
    return json.dumps(shown, ensure_ascii=False).encode()


def push(device: PushDevice, body: bytes) -> bool:
    """False where the browser is gone or the service is no address of the internet: then so is the
    device. Raises `outbound.Failed` where the service does not take it now."""
    try:
        sealed = encrypted(body, unpacked(device.key), unpacked(device.secret))
        answer = outbound.post(device.endpoint, sealed, headers(device.endpoint))
    except (outbound.Refused, ValueError, UnsupportedAlgorithm):
        device.delete()
        return False
    if answer.is_success:
        return True
    if not 400 <= answer.status < 500 or answer.status in BUSY:
        raise outbound.Failed(f"HTTP {answer.status}")
    if answer.status not in GONE:
        logger.warning("A push service refuses a browser for good: HTTP %s", answer.status)
    device.delete()
    return False


def headers(endpoint: str) -> dict[str, str]:
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int(time.time()) + SIGNED_FOR_SECONDS,
        "sub": f"mailto:{settings.PPI_VAPID_CONTACT}",
    }
    token = jwt.encode(claims, _private_key(settings.PPI_VAPID_KEY), algorithm="ES256")
    return {
        "Authorization": f"vapid t={token}, k={public_key()}",
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(KEPT_SECONDS),
        "Urgency": "normal",
    }


def encrypted(
    text: bytes,
    browsers_key: bytes,
    secret: bytes,
    *,
    own_key: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """The body of RFC 8291: one record of aes128gcm (RFC 8188) that the browser alone can read.

    `own_key` and `salt` are new for every message; the RFC's example needs its own.
    """
    own_key, salt = own_key or ec.generate_private_key(ec.SECP256R1()), salt or os.urandom(16)
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), browsers_key)
    own_point = point(own_key.public_key())
    shared = own_key.exchange(ec.ECDH(), theirs)
    pseudo = _derived(secret, shared, b"WebPush: info\0" + browsers_key + own_point, 32)
    key = _derived(salt, pseudo, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(salt, pseudo, b"Content-Encoding: nonce\0", 12)
    head = salt + RECORD_BYTES.to_bytes(4) + len(own_point).to_bytes(1) + own_point
    return head + AESGCM(key).encrypt(nonce, text + b"\2", None)


def _derived(salt: bytes, material: bytes, info: bytes, length: int) -> bytes:
    """HKDF with SHA-256 (RFC 5869) for at most 32 bytes."""
    extracted = hmac.digest(salt, material, hashlib.sha256)
    return hmac.digest(extracted, info + b"\1", hashlib.sha256)[:length]
