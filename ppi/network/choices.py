"""Kinds of events, their states, and the table of legal moves."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    DIALOGUE = "dialogue-meeting", _("Dialogue meeting")
    SITE_VISIT = "site-visit", _("Site visit")
    INFORMATION = "information-meeting", _("Information meeting")
    WEBINAR = "webinar", _("Webinar")
    WORKSHOP = "workshop", _("Workshop")
    CONFERENCE = "conference", _("Conference")
    OTHER = "other", _("Other event")


class Status(models.TextChoices):
    """Editors write events themselves, so there is no review between draft and public."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    REMOVED = "removed", _("removed by the moderators")


MOVES = {
    Status.DRAFT: {Status.PUBLISHED},
    Status.PUBLISHED: {Status.REMOVED},
    Status.REMOVED: {Status.PUBLISHED},
}
