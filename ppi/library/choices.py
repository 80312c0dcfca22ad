"""Kinds of library pages, their states, and the table of legal moves."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    GUIDE = "guide", _("Guide")
    TEMPLATE = "template", _("Template")
    HANDBOOK = "handbook", _("Legal handbook")
    FUNDING = "funding", _("Funding")
    GLOSSARY = "glossary", _("Word explained")


class Status(models.TextChoices):
    """Editors write pages themselves, so there is no review between draft and public."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    REMOVED = "removed", _("removed by the moderators")


MOVES = {
    Status.DRAFT: {Status.PUBLISHED},
    Status.PUBLISHED: {Status.REMOVED},
    Status.REMOVED: {Status.PUBLISHED},
}
