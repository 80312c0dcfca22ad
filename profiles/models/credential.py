"""What speaks for an organisation: certificates, references, and claims with their proof."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ppi.kernel.scoping import Scoped
from profiles.credential_choices import CLAIMS, CredentialKind, Scheme
from profiles.models.belonging import OfProfile
from profiles.models.profile import Profile
from profiles.querysets import OfProfileQuerySet


class Credential(OfProfile, Scoped):
    """One family for all kinds: who says what of the organisation, since when, read where."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="credentials")
    kind = models.CharField(max_length=14, choices=CredentialKind.choices)
    # Of certificates: the same standard under one name, so that a buyer can ask for it.
    scheme = models.CharField(_("standard"), max_length=14, choices=Scheme.choices, blank=True)
    language = models.CharField(_("language of these texts"), max_length=3)
    title = models.CharField(_("title"), max_length=160)
    # Who issued a certificate; the buyer of a reference; who examined what is claimed.
    said_by = models.CharField(_("who says so"), max_length=160, blank=True)
    text = models.TextField(_("in a few sentences"), max_length=1_500, blank=True)
    number = models.CharField(_("number"), max_length=80, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("valid until"), null=True, blank=True)
    url = models.URLField(_("address where it can be read"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = OfProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("credential")
        verbose_name_plural = _("credentials")
        indexes = [
            models.Index(
                fields=["scheme", "until"],
                condition=~Q(scheme=""),
                name="profiles_certificates",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=CLAIMS) | ~Q(url=""), name="profiles_no_claim_without_proof"
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="profiles_credential_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(kind=CredentialKind.CERTIFICATE) | Q(scheme=""),
                name="profiles_only_certificates_have_a_standard",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_expired(self) -> bool:
        return self.until is not None and self.until < timezone.localdate()
