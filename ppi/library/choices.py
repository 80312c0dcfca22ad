"""Kinds of library pages."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    GUIDE = "guide", _("Guide")
    TEMPLATE = "template", _("Template")
    HANDBOOK = "handbook", _("Legal handbook")
    FUNDING = "funding", _("Funding")
    GLOSSARY = "glossary", _("Word explained")
