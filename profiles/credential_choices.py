"""Kinds of what speaks for an organisation, and the standards that buyers ask for by name."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CredentialKind(models.TextChoices):
    CERTIFICATE = "certificate", _("certificate")
    REFERENCE = "reference", _("reference")
    ACCESSIBILITY = "accessibility", _("accessibility")
    SUSTAINABILITY = "sustainability", _("sustainability")


# What anybody can say of themselves: never without an address where it can be checked.
CLAIMS = [CredentialKind.ACCESSIBILITY, CredentialKind.SUSTAINABILITY]


class Scheme(models.TextChoices):
    """Those that selection criteria and labels in Europe name most often."""

    ISO_9001 = "iso-9001", _("ISO 9001: quality management")
    ISO_13485 = "iso-13485", _("ISO 13485: quality of medical devices")
    ISO_14001 = "iso-14001", _("ISO 14001: environmental management")
    ISO_27001 = "iso-27001", _("ISO/IEC 27001: information security")
    ISO_45001 = "iso-45001", _("ISO 45001: safety at work")
    ISO_50001 = "iso-50001", _("ISO 50001: energy management")
    EMAS = "emas", _("EMAS: EU environmental scheme")
    EU_ECOLABEL = "eu-ecolabel", _("EU Ecolabel")
    NORDIC_SWAN = "nordic-swan", _("Nordic Swan Ecolabel")
    BLUE_ANGEL = "blue-angel", _("Blue Angel")
    SA_8000 = "sa-8000", _("SA8000: social accountability")
    OTHER = "other", _("another one")
