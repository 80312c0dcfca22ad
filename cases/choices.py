"""States of cases, and the table of legal moves."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in-review", _("with the moderators")
    RETURNED = "returned", _("returned to you")
    PUBLISHED = "published", _("published")
    REMOVED = "removed", _("removed by the moderators")


MOVES = {
    Status.DRAFT: {Status.IN_REVIEW},
    Status.RETURNED: {Status.IN_REVIEW},
    Status.IN_REVIEW: {Status.PUBLISHED, Status.RETURNED, Status.DRAFT},
    Status.PUBLISHED: {Status.REMOVED},
    Status.REMOVED: {Status.PUBLISHED},
}
EDITABLE = (Status.DRAFT, Status.RETURNED)

FIRST_YEAR, LAST_YEAR = 1990, 2100
