"""Who was told what, once; and who does not want to hear it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.db import models

from ppi.notifications.choices import Kind
from ppi.portals.models import Portal

STOP_SALT = "ppi.notifications.stop"


class Delivery(models.Model):
    """One mail to one person for one cause. The row is the promise, `sent_at` its keeping."""

    kind = models.CharField(max_length=14, choices=Kind.choices)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    cause = GenericForeignKey("content_type", "object_id")
    email = models.EmailField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="deliveries"
    )
    language = models.CharField(max_length=2)
    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="+")
    # The same at every attempt, so that a mail repeated after a crash is known as the same mail.
    message_id = models.CharField(max_length=120, unique=True)
    promised_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "content_type", "object_id", "email"],
                name="notifications_one_delivery_a_cause",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.email}"


class Mute(models.Model):
    """This person does not want mails of this kind."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mutes"
    )
    kind = models.CharField(max_length=14, choices=Kind.choices)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="notifications_muted_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} without {self.kind}"


def stop_token(user, kind: str) -> str:
    """Stands in every mail: whoever has it may end this kind of mail for this person."""
    return signing.dumps([user.pk, kind], salt=STOP_SALT)


def read_stop_token(token: str) -> tuple[int, str] | None:
    try:
        pk, kind = signing.loads(token, salt=STOP_SALT)
    except signing.BadSignature:
        return None
    return pk, kind
