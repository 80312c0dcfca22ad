"""States of what a portal's editors write themselves: nobody else has to read it first."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    REMOVED = "removed", _("removed by the moderators")


MOVES = {
    Status.DRAFT: {Status.PUBLISHED},
    Status.PUBLISHED: {Status.REMOVED},
    Status.REMOVED: {Status.PUBLISHED},
}
