"""Who was told what, where and when, once; and how each person wants to be told."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from ppi.kernel.scoping import Scoped
from ppi.notifications.choices import MUTABLE, Channel, Frequency, Kind, Weekday
from ppi.notifications.querysets import AT_ONCE, FOR_DIGESTS, DeliveryQuerySet, WebhookQuerySet
from ppi.organisations.models import Organisation
from ppi.portals.models import Portal


def _of_type(**options) -> models.ForeignKey:
    """A generic key's half. Tens of thousands of rows are written at once: what the database would
    check and index for each of them guards nothing, as content types are never deleted."""
    return models.ForeignKey(
        ContentType,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
        db_index=False,
        **options,
    )


class Digest(models.Model):
    """One mail of all that waited for a person until the morning of this day, in their own zone."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests", db_index=False
    )
    day = models.DateField()
    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="+", db_index=False)
    message_id = models.CharField(max_length=120)
    opened_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "day"], name="notifications_one_digest_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} for {self.user_id}"


class Webhook(Scoped):
    """An address of a person's or an organisation's own that is called with their news."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="webhook"
    )
    organisation = models.OneToOneField(
        Organisation, null=True, on_delete=models.CASCADE, related_name="webhook"
    )
    url = models.URLField(max_length=500)
    # Signs every call; shown to its owner, who checks the signature with it.
    secret = models.CharField(max_length=64, default=secrets.token_urlsafe)
    made_at = models.DateTimeField(auto_now_add=True)
    failures_in_a_row = models.PositiveSmallIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    # Since when it is off, because it had failed for too long.
    off_at = models.DateTimeField(null=True)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user=None) ^ Q(organisation=None),
                name="notifications_webhook_of_one_owner",
            )
        ]

    def __str__(self) -> str:
        return self.url


class Call(models.Model):
    """One attempt to call a webhook, and what came of it."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="calls")
    delivery = models.ForeignKey("Delivery", on_delete=models.CASCADE, related_name="calls")
    at = models.DateTimeField()
    # Of the answer; none where there was no answer, and `failure` says why.
    status = models.PositiveSmallIntegerField(null=True)
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["webhook", "-id"], name="notifications_call_newest")]

    def __str__(self) -> str:
        return f"{self.webhook_id}: {self.status or self.failure}"


class Delivery(models.Model):
    """One news to one person in one channel. The row is the promise, `sent_at` its keeping.

    In the bell it is kept at once, and `read_at` says that the person has seen it there.
    """

    kind = models.CharField(max_length=14, choices=Kind.choices)
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.MAIL)
    # What happened: a version, a match, an answer.
    content_type = _of_type()
    object_id = models.BigIntegerField()
    cause = GenericForeignKey("content_type", "object_id")
    # What it happened to: the opportunity, the case. Somebody hears once of one subject.
    subject_type = _of_type()
    subject_id = models.BigIntegerField()
    # The interests that led to it, all of one model; none where it concerns the person's work.
    because_type = _of_type(null=True)
    because_ids = ArrayField(models.BigIntegerField(), default=list)

    # Somebody without an account has but an address, and an organisation but a webhook.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.CASCADE,
        related_name="deliveries",
        db_index=False,
    )
    email = models.EmailField(blank=True)
    webhook = models.ForeignKey(
        Webhook, null=True, on_delete=models.CASCADE, related_name="deliveries", db_index=False
    )
    language = models.CharField(max_length=2)
    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="+", db_index=False)
    # The same at every attempt, so that a mail repeated after a crash is known as the same mail.
    # Drawn at random from 122 bits: an index of it would guard nothing, and be the dearest of all.
    message_id = models.CharField(max_length=120, null=True)  # noqa: DJ001 - mail's alone

    frequency = models.CharField(max_length=6, choices=Frequency.choices, default=Frequency.NOW)
    promised_at = models.DateTimeField()
    # Not before this: after the quiet hours, or in the morning of the digest.
    due_at = models.DateTimeField()
    # When a job was promised that sends it.
    queued_at = models.DateTimeField(null=True)
    digest = models.ForeignKey(
        Digest, null=True, on_delete=models.SET_NULL, related_name="deliveries", db_index=False
    )
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "content_type", "object_id", "channel", "user"],
                condition=Q(user__isnull=False),
                name="notifications_once_a_person",
            ),
            models.UniqueConstraint(
                fields=["kind", "content_type", "object_id", "email"],
                condition=Q(user=None, webhook=None),
                name="notifications_once_an_address",
            ),
            models.UniqueConstraint(
                fields=["kind", "content_type", "object_id", "webhook"],
                condition=Q(user=None, webhook__isnull=False),
                name="notifications_once_a_webhook",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "channel", "-id"], name="notifications_of_person"),
            models.Index(
                fields=["user", "subject_type", "subject_id"], name="notifications_of_subject"
            ),
            models.Index(
                fields=["user", "id"],
                condition=Q(channel=Channel.PLATFORM, read_at=None),
                name="notifications_unread",
            ),
            models.Index(
                fields=["due_at"],
                condition=AT_ONCE,
                name="notifications_quiet",
            ),
            models.Index(
                fields=["user", "due_at"],
                condition=FOR_DIGESTS,
                name="notifications_for_digests",
            ),
            models.Index(
                fields=["digest"],
                condition=Q(digest__isnull=False),
                name="notifications_in_digest",
            ),
            models.Index(
                fields=["webhook", "-id"],
                condition=Q(webhook__isnull=False),
                name="notifications_to_webhook",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.user_id or self.email or self.webhook_id} by {self.channel}"


class Preference(models.Model):
    """How a person hears of a kind, where they have chosen it themselves."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preferences"
    )
    kind = models.CharField(max_length=14, choices=Kind.choices)
    mail = models.CharField(max_length=6, choices=Frequency.choices)
    in_bell = models.BooleanField(default=True)
    by_push = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="notifications_chosen_once"),
            # Answers to what somebody did themselves always come by mail.
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in MUTABLE]),
                name="notifications_only_what_may_be_chosen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kind} {self.mail}"


class Rhythm(models.Model):
    """When a person wants to be left alone, in their own time zone, and on which day a week ends.

    A person without a row has no quiet hours, and the digest of a week comes on Monday.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="rhythm"
    )
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices, default=Weekday.MONDAY)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False)
                & ~Q(quiet_from=models.F("quiet_until")),
                name="notifications_quiet_hours_begin_and_end",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.quiet_from} to {self.quiet_until}"


class PushDevice(models.Model):
    """A browser that the person allowed to show push messages (RFC 8030)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="push_devices"
    )
    endpoint = models.URLField(max_length=500, unique=True)
    # The browser's public key and its secret (RFC 8291), in base64 for addresses.
    key = models.CharField(max_length=100)
    secret = models.CharField(max_length=40)
    added_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"a browser of {self.user_id}"
