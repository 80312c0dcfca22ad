"""Tenants: a country's or region's partner with its own name, look, languages and people."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator, RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ppi.portals.choices import LOGO_TYPES, LegalKind, Module, Role
from ppi.portals.querysets import LegalTextQuerySet, PortalQuerySet


def every_module() -> list[str]:
    return list(Module.values)


class Portal(models.Model):
    slug = models.SlugField(unique=True)
    # A host of its own outside PPI_BASE_DOMAIN, for instance "indkob.example".
    host = models.CharField(max_length=253, blank=True)
    name = models.CharField(_("name"), max_length=80)
    tagline = models.CharField(_("what the place is, in one sentence"), max_length=300, blank=True)
    brand_colour = models.CharField(
        _("brand colour"),
        max_length=7,
        default="#0b5563",
        validators=[RegexValidator(r"^#[0-9a-f]{6}$", _("A colour such as #0b5563."))],
    )
    logo = models.FileField(
        _("logo"),
        upload_to="logos/",
        blank=True,
        validators=[FileExtensionValidator(list(LOGO_TYPES))],
    )
    country = models.CharField(_("country"), max_length=2)
    time_zone = models.CharField(_("time zone"), max_length=40, default="UTC")
    language = models.CharField(
        _("default language"), max_length=2, choices=settings.LANGUAGES, default="en"
    )
    languages = ArrayField(models.CharField(max_length=2, choices=settings.LANGUAGES))
    modules = ArrayField(
        models.CharField(max_length=20, choices=Module.choices), default=every_module
    )
    contact_name = models.CharField(_("contact"), max_length=120, blank=True)
    contact_email = models.EmailField(_("contact's e-mail"), blank=True)
    contact_phone = models.CharField(_("contact's telephone"), max_length=40, blank=True)
    contact_text = models.TextField(_("what the contact helps with"), blank=True)
    funder_credit = models.TextField(_("funder credits"), blank=True)
    shows_network = models.BooleanField(
        _("shows what other portals share with the network"), default=True
    )
    # `ppi.matching.openings` says what is counted, and for whom.
    counts_openings = models.BooleanField(
        _("counts how many companies open a need, where their people agree"),
        default=False,
        help_text=_("Say so in the privacy notice before you switch it on."),
    )
    is_open = models.BooleanField(_("open to the public"), default=True)

    objects = PortalQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("portal")
        constraints = [
            models.UniqueConstraint(
                Lower("host"), condition=~models.Q(host=""), name="portals_one_portal_a_host"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.languages and self.language not in self.languages:
            message = _("Offer the default language, too.")
            raise ValidationError({"languages": message})

    def speaks(self, language: str) -> bool:
        return language in self.languages or language == self.language

    def offers(self, module: str) -> bool:
        return module in self.modules

    def shows(self, thing) -> bool:
        """Its own things, and what others share where it shows the network.

        The same rule, for rows, is `ScopedQuerySet.in_sight_of`.
        """
        return thing.portal_id == self.pk or (thing.is_shared and self.shows_network)

    @property
    def logo_url(self) -> str:
        return reverse("portal-logo", args=[self.slug]) if self.logo else ""


class PortalRole(models.Model):
    """An account's role in a portal."""

    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="roles")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="portal_roles"
    )
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.MODERATOR)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["portal", "user"], name="portals_one_role_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}, {self.portal}"


class LegalText(models.Model):
    """A version of a portal's terms, privacy notice, imprint or accessibility statement."""

    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="legal_texts")
    kind = models.CharField(max_length=20, choices=LegalKind.choices)
    version = models.CharField(max_length=20)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="en")
    text = models.TextField(help_text=_("Markdown"))
    valid_from = models.DateTimeField()

    objects = LegalTextQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["portal", "kind", "version"], name="portals_one_text_a_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.version}, {self.portal}"


class Acceptance(models.Model):
    """Who accepted which version, and when."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="acceptances"
    )
    text = models.ForeignKey(LegalText, on_delete=models.PROTECT, related_name="acceptances")
    accepted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "text"], name="portals_accepted_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} accepted {self.text}"


class Crossing(models.Model):
    """A single-use code that carries a sign-in from the base host to a portal's own domain."""

    code_hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    portal = models.ForeignKey(Portal, on_delete=models.CASCADE)
    # The session at the base host: a sign-in that came from it ends with it.
    session_key = models.CharField(max_length=40, default="")
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user} to {self.portal}"
